import { bastionRole, edgeRole, roleOf } from "../kit/belonging";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { kindOf, subjectOf } from "../kit/kubernetes";
import { edgeNamespacesOf, edgeNamespacesSchema, namespaceNameOf } from "../kit/namespace";
import { nameOf } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

interface Config {
  edgeNamespaces?: string[];
  gatewayClasses?: string[];
}

const defaultClasses = ["edge"];

/** Which roles may have what faces the outside. */
const rolesOf: Readonly<Record<string, readonly string[]>> = {
  "openstack:loadbalancer/loadBalancer:LoadBalancer": [edgeRole],
  "openstack:networking/floatingIp:FloatingIp": [edgeRole, bastionRole],
  "openstack:networking/portForwardingV2:PortForwardingV2": [],
};

/** What a project publishes by itself, its people can hand results to anyone through, unreviewed and unrecorded. */
export const publishedByEdge: ResourceRule = {
  name: "safe-outputs-published-by-edge",
  description: "Nothing of a project is reached from outside except through the gateway.",
  severity: "critical",
  framework: fiveSafes("safe-outputs", { control: "O-12", satre: ["2.2.11", "3.1.12"] }),
  remediationSteps:
    'Remove the public address, load balancer, ingress or node port and publish through the gateway; the gateway\'s own are labelled "spe.role=edge" or stand in its namespace.',
  configSchema: {
    properties: {
      edgeNamespaces: edgeNamespacesSchema,
      gatewayClasses: {
        type: "array",
        items: { type: "string" },
        description: "Ingress classes of the gateway: an ingress of one of them is published through it.",
        default: defaultClasses,
      },
    },
  },
  validateResource: (args, report) => {
    const { type, props } = args;
    const roles = Object.hasOwn(rolesOf, type) ? rolesOf[type] : undefined;
    if (roles !== undefined) {
      if (!roles.includes(roleOf(args) ?? ""))
        report(
          `${type.split(":").at(-1)} "${nameOf(args, "name")}" goes past the gateway; publish through it, or label what is its own "spe.role=edge"`,
        );
      return;
    }
    const kind = kindOf(type);
    if (kind !== "Service" && kind !== "Ingress") args.notApplicable("judges what is published");
    const edge = edgeNamespacesOf(args.getConfig<Config>());
    const { gatewayClasses = defaultClasses } = args.getConfig<Config>();
    const checks = kind === "Service" ? serviceChecks : [ingressCheck(gatewayClasses)];
    checkEach(checks, (publishedBy) => {
      const how = publishedBy(props);
      if (how !== undefined && !edge.includes(namespaceNameOf(props) as string))
        report(`${subjectOf(args)} is published by ${how}; publish it through the gateway`);
    });
  },
};

/** Says by what an object is published, if it is. */
type Check = (props: Record<string, unknown>) => string | undefined;

const serviceChecks: Check[] = [
  (props) => {
    const type = field(props, "spec", "type");
    return type === "LoadBalancer" || type === "NodePort" ? `its type ${type}` : undefined;
  },
  (props) => (asList(field(props, "spec", "externalIPs")).length > 0 ? "external addresses" : undefined),
];

const ingressCheck =
  (gatewayClasses: readonly string[]): Check =>
  (props) => {
    const name =
      field(props, "spec", "ingressClassName") ??
      field(props, "metadata", "annotations", "kubernetes.io/ingress.class");
    return gatewayClasses.includes(name as string)
      ? undefined
      : name === undefined
        ? "the cluster's default class"
        : `the class "${name}"`;
  };
