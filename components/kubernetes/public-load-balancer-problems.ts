import {
  addressProblem,
  networkProblem,
  overlapProblem,
  rangeProblem,
  readRange,
} from "../cloud/address-range";
import { neighbours, projectIdProblem, siteProblems } from "../cloud/ground-problems";
import { isPort } from "../cloud/line-problems";
import type { BalancerPlace, PublicLoadBalancerArgs } from "./public-load-balancer-args";

/** Range of a balancer's own network where nobody says otherwise. */
export const dmzRange = "10.0.100.0/28";

type Problems = Record<string, string | undefined>;

/** What is wrong with a load balancer's arguments, by argument. */
export function loadBalancerProblems(args: PublicLoadBalancerArgs): Problems {
  const { project, pods, podPort, hostName, sourceRanges, address } = args;
  return {
    "project.id": projectIdProblem(project.id),
    pods: Object.keys(pods).length === 0 ? "must name the pods by at least one label" : undefined,
    podPort: isPort(podPort) ? undefined : `must be a TCP port from 1 to 65535, got ${podPort}`,
    hostName: /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(hostName)
      ? undefined
      : `must be a full name in lower case such as "tes.heart.example", got "${hostName}"`,
    sourceRanges: sourceRanges.length === 0 ? "must name at least one range" : undefined,
    ...Object.fromEntries(sourceRanges.map((range, at) => [`sourceRanges[${at}]`, sourceProblem(range)])),
    address: address === undefined ? undefined : addressProblem(address),
    ...tlsProblems(args),
    ...placeProblems(args),
  };
}

/** Octavia takes only ranges of the family of its own address. */
const sourceProblem = (range: string): string | undefined =>
  readRange(range)?.ethertype === "IPv6"
    ? `must be IPv4, as the balancer's address is, got "${range}"`
    : rangeProblem(range);

function tlsProblems({ certificate, issued, proxyProtocol }: PublicLoadBalancerArgs): Problems {
  const atBalancer = "must be left out where TLS ends at the balancer, by certificate";
  return {
    certificate: givenProblem(certificate),
    issued: certificate !== undefined && issued !== undefined ? atBalancer : undefined,
    "issued.clusterIssuer": issued === undefined ? undefined : nameProblem(issued.clusterIssuer),
    "issued.secretName": issued === undefined ? undefined : nameProblem(issued.secretName),
    proxyProtocol: certificate !== undefined && proxyProtocol !== undefined ? atBalancer : undefined,
  };
}

function placeProblems(args: BalancerPlace): Problems {
  if ("dmz" in args) {
    const { site, cidr = dmzRange } = args.dmz;
    return {
      ...Object.fromEntries(Object.entries(siteProblems(site)).map(([key, it]) => [`dmz.${key}`, it])),
      "dmz.cidr": networkProblem(cidr, [16, 28]) ?? overlapProblem(cidr, neighbours(site)),
      memberSubnetId: givenProblem(args.memberSubnetId),
    };
  }
  return {
    floatingPool: givenProblem(args.floatingPool),
    floatingNetworkId: givenProblem(args.floatingNetworkId),
    subnetId: givenProblem(args.subnetId),
    memberSubnetId: givenProblem(args.memberSubnetId),
  };
}

/** Left empty, the cloud controller would choose. */
const givenProblem = (value: unknown): string | undefined => (value === "" ? "must not be empty" : undefined);

const nameProblem = (name: string): string | undefined =>
  /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name)
    ? undefined
    : `must be the name of an object in lower case, got "${name}"`;
