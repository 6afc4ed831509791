import type { KubernetesObject } from "../kubernetes/api";

/** Who kwok is to the API server. */
export const kwokUser = "spe:kwok";

/** Name of a pretended node, counted from 1. */
export const nodeName = (number: number): string => `pretended-${number}`;

/** A node that nobody is; kwok says how it is. */
export const pretendedNode = (number: number): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: {
    name: nodeName(number),
    labels: {
      "kubernetes.io/hostname": nodeName(number),
      "kubernetes.io/os": "linux",
      "kubernetes.io/arch": "amd64",
    },
  },
});

/** What kwok may do: less than its own kustomize/rbac, which also lets it read settings of its own from the cluster. */
export const kwokRights: KubernetesObject[] = [
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: kwokUser },
    rules: [
      { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
      { apiGroups: [""], resources: ["nodes/status", "pods/status"], verbs: ["patch", "update"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch", "patch", "update", "delete"] },
      { apiGroups: [""], resources: ["events"], verbs: ["create", "patch", "update"] },
      {
        apiGroups: ["coordination.k8s.io"],
        resources: ["leases"],
        verbs: ["get", "list", "watch", "create", "patch", "update"],
      },
    ],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: kwokUser },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: kwokUser },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: kwokUser }],
  },
];
