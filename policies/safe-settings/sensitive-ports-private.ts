import type { PolicyResource } from "@pulumi/policy";
import { isPublic, isWithin, type Range, readRange } from "../kit/cidr";
import { fiveSafes } from "../kit/five-safes";
import { isGiven } from "../kit/given";
import type { StackRule } from "../kit/rule";
import { goes, peersOf, portsOf, ruleName, securityGroupRules } from "../kit/security-group";
import { checkEach } from "../kit/unknown";

/** SSH, NFS, etcd, MySQL, RDP, PostgreSQL, WinRM, Redis, Kubernetes, Slurm, BiBiGrid, web consoles, MinIO, kubelet, MongoDB, NodePorts. */
const sensitive = [
  "22",
  "2049",
  "2379-2380",
  "3306",
  "3389",
  "5432",
  "5985-5986",
  "6379",
  "6443",
  "6817-6820",
  "8000",
  "8080",
  "9000-9001",
  "10250",
  "27017",
  "30000-32767",
];

/** Protocols without ports; for ICMP the same inputs hold type and code. */
const portless = /^(1|2|47|50|51|58|89|112|ah|egp|esp|gre|icmp|icmpv6|igmp|ipv6-.*|ospf|pgm|rsvp|vrrp)$/i;

/** Administration, storage and clusters trust whoever reaches these ports, or are guessed at until they do. */
export const sensitivePortsPrivate: StackRule = {
  name: "safe-settings-sensitive-ports-private",
  description: "Ports of administration, storage and clusters are closed to the internet.",
  severity: "critical",
  framework: fiveSafes("safe-settings", {
    control: "S-02",
    also: [
      "CKV_OPENSTACK_2",
      "CKV_OPENSTACK_3",
      "cnspec no-unrestricted-*",
      "Prowler networking_*",
      "deNBI-cloud-kubeone (22, 6443 and NodePorts open to 0.0.0.0/0)",
    ],
  }),
  remediationSteps: "Let the port in from the bastion's or the gateway's group only (remoteGroupId).",
  configSchema: {
    properties: {
      adminRanges: {
        type: "array",
        items: { type: "string" },
        description: "Public ranges from which the site's administrators reach such ports.",
        default: [],
      },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { adminRanges = [] } = getConfig<{ adminRanges?: string[] }>();
    const admins = adminRanges.flatMap((range) => readRange(range) ?? []);
    checkEach(securityGroupRules(resources), (rule) => {
      const ports = goes(rule, "ingress") ? sensitivePortsOf(rule) : [];
      if (ports.length === 0) return;
      checkEach(peersOf(rule, resources), (peer) => {
        if (isOpen(peer, admins))
          report(
            `${ruleName(rule)} opens ${ports.length === sensitive.length ? "every port" : `port ${ports.join(", ")}`} to "${peer}"; let in the bastion's or the gateway's group only`,
            rule.urn,
          );
      });
    });
  },
};

function sensitivePortsOf(rule: PolicyResource): string[] {
  if (isGiven(rule, "protocol") && portless.test(String(rule.props.protocol))) return [];
  const [first, last] = portsOf(rule);
  return sensitive.filter((ports) => {
    const [from, to = from] = ports.split("-").map(Number);
    return Number(from) <= last && Number(to) >= first;
  });
}

function isOpen(peer: unknown, admins: readonly Range[]): boolean {
  const range = readRange(peer);
  return range === undefined || (isPublic(range) && !isWithin(range, admins));
}
