import { clusterNetworks } from "./addresses";
import type { KubernetesObject } from "./api";

/** What every cluster of the sandbox holds: rights of the sandbox's own programs, and the resolver. */
export function addons(coredns: string): KubernetesObject[] {
  return [
    binding("spe:api-to-kubelet", "system:kubelet-api-admin"),
    role("spe:network-policies", [
      { apiGroups: [""], resources: ["pods", "namespaces"], verbs: ["list", "watch"] },
      { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: ["list", "watch"] },
    ]),
    binding("spe:network-policies", "spe:network-policies"),
    // the part of its own role that its service controller needs: the others are off
    role("system:cloud-controller-manager", [
      { apiGroups: [""], resources: ["services"], verbs: ["get", "list", "watch", "patch", "update"] },
      { apiGroups: [""], resources: ["services/status"], verbs: ["patch"] },
      { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] },
    ]),
    binding("system:cloud-controller-manager", "system:cloud-controller-manager"),
    ...resolver(coredns),
  ];
}

const rbac = "rbac.authorization.k8s.io/v1";

function role(name: string, rules: unknown[]): KubernetesObject {
  return { apiVersion: rbac, kind: "ClusterRole", metadata: { name }, rules };
}

/** The rights of a role for the user of the role's, or another, name. */
function binding(user: string, clusterRole: string): KubernetesObject {
  return {
    apiVersion: rbac,
    kind: "ClusterRoleBinding",
    metadata: { name: user },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: clusterRole },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: user }],
  };
}

const corefile = `.:53 {
  errors
  health
  ready
  kubernetes cluster.local in-addr.arpa
  cache 5
}
`;

/** CoreDNS, under the names and labels that it has everywhere. */
function resolver(image: string): KubernetesObject[] {
  const namespace = "kube-system";
  const labels = { "k8s-app": "kube-dns" };
  const dnsRole = role("system:coredns", [
    { apiGroups: [""], resources: ["services", "pods", "namespaces"], verbs: ["list", "watch"] },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
  ]);
  const dnsBinding = binding("system:coredns", "system:coredns");
  return [
    dnsRole,
    { ...dnsBinding, subjects: [{ kind: "ServiceAccount", name: "coredns", namespace }] },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "coredns", namespace } },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "coredns", namespace },
      data: { Corefile: corefile },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "coredns", namespace, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: resolverPod(image) },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "kube-dns", namespace, labels },
      spec: {
        clusterIP: clusterNetworks.resolver,
        selector: labels,
        ports: [
          { name: "dns", port: 53, protocol: "UDP" },
          { name: "dns-tcp", port: 53, protocol: "TCP" },
        ],
      },
    },
  ];
}

function resolverPod(image: string): unknown {
  return {
    serviceAccountName: "coredns",
    priorityClassName: "system-cluster-critical",
    dnsPolicy: "Default",
    containers: [
      {
        name: "coredns",
        image,
        args: ["-conf", "/etc/coredns/Corefile"],
        ports: [
          { name: "dns", containerPort: 53, protocol: "UDP" },
          { name: "dns-tcp", containerPort: 53, protocol: "TCP" },
        ],
        readinessProbe: { httpGet: { path: "/ready", port: 8181 }, periodSeconds: 1 },
        livenessProbe: { httpGet: { path: "/health", port: 8080 }, initialDelaySeconds: 10 },
        resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "170Mi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: [{ name: "configuration", mountPath: "/etc/coredns", readOnly: true }],
      },
    ],
    volumes: [{ name: "configuration", configMap: { name: "coredns" } }],
  };
}
