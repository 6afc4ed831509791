import { yamlText } from "./kubeone-yaml";

/**
 * What API servers write down (audit.k8s.io/v1): who did what, when and whence. Contents of requests stand there only where
 * rights change; never those of secrets and tokens. What the cluster's own parts look at all the time is left out.
 */
export const auditPolicyText = (): string =>
  yamlText({
    apiVersion: "audit.k8s.io/v1",
    kind: "Policy",
    omitStages: ["RequestReceived"],
    rules: [
      { level: "None", nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version"] },
      { level: "None", users: ["system:kube-proxy"], verbs: ["watch"] },
      { level: "None", resources: [{ group: "coordination.k8s.io", resources: ["leases"] }] },
      {
        level: "Metadata",
        resources: [
          { group: "", resources: ["secrets", "configmaps", "serviceaccounts/token"] },
          { group: "authentication.k8s.io", resources: ["tokenreviews"] },
        ],
      },
      { level: "RequestResponse", resources: [{ group: "rbac.authorization.k8s.io" }] },
      { level: "Metadata" },
    ],
  });
