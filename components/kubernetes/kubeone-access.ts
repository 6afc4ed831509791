import type { AccessLine } from "../cloud/access-line";
import { controlPlaneRole, workersRole } from "../naming";
import { apiPort } from "./kubeone-plan";

/** What the lines of a cluster are made from. */
export interface KubeOneAccess {
  /** Range of the ground, in which balancers stand. */
  cidr: string;
  /** Role of the bastion that people and KubeOne come in by. @default "bastion" */
  bastion?: string;
  /** Ranges that reach the workers' NodePorts, as balancers of services do from the ground's own. @default [] */
  nodePortRanges?: string[];
}

/** Ports that Kubernetes gives to services. */
const nodePorts = [30_000, 32_767] as const;

/**
 * The lines of a ground that a cluster of KubeOne stands on: what its parts need among themselves, and SSH from the bastion
 * (kubernetes.io, "Ports and Protocols"; docs.cilium.io, "Firewall Rules"; docs.tigera.io, Canal). Nothing is open to the outside.
 */
export function kubeOneAccess({
  cidr,
  bastion = "bastion",
  nodePortRanges = [],
}: KubeOneAccess): AccessLine[] {
  const roles = [controlPlaneRole, workersRole];
  const pairs = roles.flatMap((from) => roles.map((to) => ({ from: { role: from }, to })));
  return [
    ...roles.map((to) => ({ to, port: 22, from: { role: bastion }, why: "administration" })),
    {
      to: controlPlaneRole,
      port: apiPort,
      from: { ranges: [cidr] },
      why: "the API, by its balancer or past it",
    },
    { to: controlPlaneRole, port: [2379, 2380], from: { role: controlPlaneRole }, why: "etcd" },
    ...pairs.map((pair) => ({ ...pair, port: 10_250, why: "kubelet: logs, exec, figures" })),
    ...pairs.map((pair) => ({
      ...pair,
      port: 8472,
      protocol: "udp" as const,
      why: "packets of pods (VXLAN)",
    })),
    ...pairs.map((pair) => ({ ...pair, port: 4240, why: "Cilium's health checks" })),
    ...(nodePortRanges.length === 0
      ? []
      : [{ to: workersRole, port: nodePorts, from: { ranges: nodePortRanges }, why: "NodePorts" }]),
  ];
}
