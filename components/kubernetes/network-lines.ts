import type * as kubernetes from "@pulumi/kubernetes";

/** One way that is open in a namespace that lets nothing through. */
export interface FlowLine {
  /** Name of the network policy, `^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`. */
  name: string;
  /** Labels of the pods at this end. @default every pod of the namespace */
  pods?: Record<string, string>;
  /** Whether the peer opens the connection (`in`) or the pods here do (`out`). */
  direction: "in" | "out";
  /** Pods of a namespace, without one of this namespace; or addresses outside the cluster. */
  peer: { namespace?: string; pods?: Record<string, string> } | { cidr: string };
  /** TCP ports. At least one. */
  ports: number[];
  /** Why it is open. */
  why: string;
}

type PolicySpec = kubernetes.types.input.networking.v1.NetworkPolicySpec;

/** The policy that denies every pod everything, in both directions. */
export const denyAll: PolicySpec = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

/** Questions for names go to the cluster's own resolver and nowhere else: those asked elsewhere carry data out. */
export const askNames: PolicySpec = {
  podSelector: {},
  policyTypes: ["Egress"],
  egress: [
    {
      to: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
          podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
        },
      ],
      ports: [
        { protocol: "UDP", port: 53 },
        { protocol: "TCP", port: 53 },
      ],
    },
  ],
};

/** The policy that opens one way. */
export function policyOf({ pods, direction, peer, ports }: FlowLine): PolicySpec {
  const ends = [peerOf(peer)];
  const tcp = ports.map((port) => ({ protocol: "TCP", port }));
  return {
    podSelector: pods === undefined ? {} : { matchLabels: pods },
    ...(direction === "in"
      ? { policyTypes: ["Ingress"], ingress: [{ from: ends, ports: tcp }] }
      : { policyTypes: ["Egress"], egress: [{ to: ends, ports: tcp }] }),
  };
}

function peerOf(peer: FlowLine["peer"]): kubernetes.types.input.networking.v1.NetworkPolicyPeer {
  if ("cidr" in peer) return { ipBlock: { cidr: peer.cidr } };
  const { namespace, pods } = peer;
  return {
    ...(namespace === undefined
      ? {}
      : { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } }),
    podSelector: pods === undefined ? {} : { matchLabels: pods },
  };
}
