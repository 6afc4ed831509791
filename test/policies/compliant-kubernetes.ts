/** Objects of Kubernetes that hold every rule, as an environment `heart` registers them with its task service. */
import { projectLabels } from "../../components/five-safes";
import type { Judged } from "../../policies/judge";

const labels = projectLabels(
  { id: "heart", tier: 2, expires: "2027-12-31", permit: "EHDS-2026-0042", manager: "mona@example.org" },
  "tasks",
);

export const namespace: Judged = {
  type: "kubernetes:core/v1:Namespace",
  name: "heart-tasks-namespace",
  props: {
    metadata: {
      name: "heart-tasks",
      labels: {
        ...labels,
        // an address is no value of a label of Kubernetes
        "spe.manager": "mona",
        ...Object.fromEntries(
          ["enforce", "audit", "warn"].flatMap((mode) => [
            [`pod-security.kubernetes.io/${mode}`, "restricted"],
            [`pod-security.kubernetes.io/${mode}-version`, "v1.36"],
          ]),
        ),
      },
    },
  },
};

const inNamespace = (name: string) => ({
  name,
  namespace: "heart-tasks",
  labels: { "spe.project": "heart" },
});

/** A container of the deployment. */
export const container = {
  name: "tesk-api",
  image: `docker.io/elixircloud/tesk-api:1.1.0@sha256:${"0a".repeat(32)}`,
  env: [{ name: "SPRING_PROFILES_ACTIVE", value: "auth" }],
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  ports: [{ containerPort: 8080 }],
  livenessProbe: { httpGet: { path: "/ga4gh/tes/v1/service-info", port: 8080 } },
};

const podSecurity = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };

/** A deployment with some parts of its pods' spec changed, and with the annotations that its pods have. */
export const deploymentOf = (
  spec: Record<string, unknown>,
  annotations?: Record<string, unknown>,
): Judged => ({
  type: "kubernetes:apps/v1:Deployment",
  name: "heart-tasks-api",
  props: {
    metadata: inNamespace("tesk-api"),
    spec: {
      template: {
        metadata: { labels: { app: "tesk-api" }, ...(annotations === undefined ? {} : { annotations }) },
        spec: {
          securityContext: podSecurity,
          containers: [container],
          volumes: [{ name: "service-info", configMap: { name: "service-info" } }],
          ...spec,
        },
      },
    },
  },
});

/** The deployment with some parts of its one container changed. */
export const containerOf = (changes: Record<string, unknown>): Judged =>
  deploymentOf({ containers: [{ ...container, ...changes }] });

/** The deployment with some parts of its container's security context changed. */
export const containerSecurityOf = (changes: Record<string, unknown>): Judged =>
  containerOf({ securityContext: { ...container.securityContext, ...changes } });

/** The deployment with some parts of its pods' security context changed. */
export const podSecurityOf = (changes: Record<string, unknown>): Judged =>
  deploymentOf({ securityContext: { ...podSecurity, ...changes } });

/** What messages call the deployment and its container. */
export const deploymentSubject = 'deployment "tesk-api"';
export const containerSubject = `container "tesk-api" of ${deploymentSubject}`;

/** Where the pods' spec and their container are in the deployment, as messages about unknown values write it. */
export const podPath = "spec.template.spec";
export const containerPath = `${podPath}.containers.0`;

export const deployment = deploymentOf({});

export const denyAll: Judged = {
  type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  name: "heart-tasks-deny-all",
  props: {
    metadata: inNamespace("deny-all"),
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  },
};

const kubeDns = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
};

export const networkPolicy: Judged = {
  type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  name: "heart-tasks-allowed",
  props: {
    metadata: inNamespace("allowed"),
    spec: {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "edge" } } }],
          ports: [{ port: 8080 }],
        },
      ],
      egress: [
        {
          to: [kubeDns],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
        { to: [{ ipBlock: { cidr: "192.0.2.10/32" } }], ports: [{ port: 9000 }] },
        { to: [{ podSelector: {} }] },
      ],
    },
  },
};

export const service: Judged = {
  type: "kubernetes:core/v1:Service",
  name: "heart-tasks-service",
  props: {
    metadata: inNamespace("tesk-api"),
    spec: { type: "ClusterIP", ports: [{ port: 8080 }], selector: { app: "tesk-api" } },
  },
};

export const ingress: Judged = {
  type: "kubernetes:networking.k8s.io/v1:Ingress",
  name: "heart-tasks-ingress",
  props: {
    metadata: {
      ...inNamespace("tesk-api"),
      annotations: {
        "nginx.ingress.kubernetes.io/ssl-redirect": "true",
        "nginx.ingress.kubernetes.io/auth-url": "https://login.example.org/oauth2/auth",
      },
    },
    spec: {
      ingressClassName: "edge",
      tls: [{ hosts: ["tes.example.org"], secretName: "tes-tls" }],
      rules: [
        {
          host: "tes.example.org",
          http: {
            paths: [{ path: "/", backend: { service: { name: "tesk-api", port: { number: 8080 } } } }],
          },
        },
      ],
    },
  },
};

export const quota: Judged = {
  type: "kubernetes:core/v1:ResourceQuota",
  name: "heart-tasks-quota",
  props: { metadata: inNamespace("quota"), spec: { hard: { pods: "40", "requests.cpu": "64" } } },
};

export const imagePolicy: Judged = {
  type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
  name: "heart-tasks-images",
  props: {
    metadata: { name: "heart-tasks-images" },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE", "UPDATE"] },
        ],
      },
      validations: [
        { expression: "object.spec.containers.all(c, c.image.startsWith('docker.io/elixircloud/'))" },
      ],
    },
  },
};

export const imagePolicyBinding: Judged = {
  type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
  name: "heart-tasks-images-binding",
  props: {
    metadata: { name: "heart-tasks-images" },
    spec: {
      policyName: "heart-tasks-images",
      validationActions: ["Deny", "Audit"],
      matchResources: { namespaceSelector: { matchLabels: { "spe.project": "heart" } } },
    },
  },
};

export const role: Judged = {
  type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
  name: "heart-tasks-role",
  props: {
    metadata: inNamespace("taskmaster"),
    rules: [
      { apiGroups: [""], resources: ["pods"], verbs: ["list", "patch"] },
      { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "delete", "get", "list", "patch"] },
    ],
  },
};

export const roleBinding: Judged = {
  type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
  name: "heart-tasks-role-binding",
  props: {
    metadata: inNamespace("taskmaster"),
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "taskmaster" },
    subjects: [{ kind: "ServiceAccount", name: "taskmaster", namespace: "heart-tasks" }],
  },
};

export const claim: Judged = {
  type: "kubernetes:core/v1:PersistentVolumeClaim",
  name: "heart-tasks-claim",
  props: { metadata: inNamespace("work"), spec: { storageClassName: "encrypted-scratch" } },
};

export const storageClass: Judged = {
  type: "kubernetes:storage.k8s.io/v1:StorageClass",
  name: "heart-encrypted",
  props: {
    metadata: { name: "encrypted" },
    provisioner: "cinder.csi.openstack.org",
    parameters: { type: "LUKS" },
    reclaimPolicy: "Retain",
  },
};

export const persistentVolume: Judged = {
  type: "kubernetes:core/v1:PersistentVolume",
  name: "heart-reference",
  props: {
    metadata: { name: "heart-reference" },
    spec: {
      storageClassName: "encrypted",
      persistentVolumeReclaimPolicy: "Retain",
      csi: { driver: "cinder.csi.openstack.org", volumeHandle: "1f2e" },
    },
  },
};

/** All of them, as part of one stack. */
export const compliantKubernetes: Judged[] = [
  namespace,
  deployment,
  denyAll,
  networkPolicy,
  service,
  ingress,
  quota,
  imagePolicy,
  imagePolicyBinding,
  role,
  roleBinding,
  claim,
  storageClass,
  persistentVolume,
];
