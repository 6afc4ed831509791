/** What the stand-in takes for bodies: the fields of KKP's that are known here, and no others. */
import { type Static, type TSchema, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { Refusal } from "./refusal";

const strict = { additionalProperties: false };
const text = Type.String();
const labels = Type.Record(text, text);
const ranges = Type.Object({ cidrBlocks: Type.Array(text) }, strict);

/** Fields that KKP has and the stand-in keeps without a meaning. */
const kept = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, Type.Optional(Type.Unknown())]));

const openstack = Type.Object(
  {
    applicationCredentialID: text,
    applicationCredentialSecret: text,
    floatingIPPool: text,
    network: text,
    subnetID: text,
    routerID: text,
    nodePortsAllowedIPRanges: Type.Optional(ranges),
    ...kept("domain", "securityGroups", "nodePortsAllowedIPRange", "useOctavia", "enableIngressHostname"),
    ...kept("ingressHostnameSuffix", "cinderTopologyEnabled", "project", "projectID"),
  },
  strict,
);

const oidc = Type.Object(
  {
    issuerURL: text,
    clientID: text,
    // the sandbox's API server takes it for people as well
    groupsPrefix: Type.Optional(Type.String()),
    ...kept("clientSecret", "usernameClaim", "usernamePrefix", "groupsClaim", "requiredClaim", "extraScopes"),
  },
  strict,
);

/** A cluster as its maker describes it. */
export const clusterShape = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    type: Type.Optional(Type.Literal("kubernetes")),
    labels: Type.Optional(labels),
    spec: Type.Object(
      {
        version: Type.String({ pattern: "^\\d+\\.\\d+\\.\\d+$" }),
        cloud: Type.Object({ dc: text, openstack }, strict),
        exposeStrategy: Type.Union([
          Type.Literal("LoadBalancer"),
          Type.Literal("NodePort"),
          Type.Literal("Tunneling"),
        ]),
        cniPlugin: Type.Optional(
          Type.Object(
            {
              type: Type.Union([Type.Literal("cilium"), Type.Literal("canal"), Type.Literal("none")]),
              version: Type.Optional(text),
            },
            strict,
          ),
        ),
        auditLogging: Type.Optional(
          Type.Object({ enabled: Type.Boolean(), policyPreset: Type.Optional(text) }, strict),
        ),
        apiServerAllowedIPRanges: Type.Optional(ranges),
        oidc: Type.Optional(oidc),
        ...kept("containerRuntime", "clusterNetwork", "enableUserSSHKeyAgent", "opaIntegration", "mla"),
        ...kept("enableOperatingSystemManager", "kubernetesDashboard", "admissionPlugins", "updateWindow"),
        ...kept("usePodNodeSelectorAdmissionPlugin", "eventRateLimitConfig"),
      },
      strict,
    ),
  },
  strict,
);

/** The body that makes a cluster. */
export const createShape = Type.Object({ cluster: clusterShape }, strict);

/** A machine deployment as its maker describes it. */
export const poolShape = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    spec: Type.Object(
      {
        replicas: Type.Integer({ minimum: 0 }),
        template: Type.Object(
          {
            cloud: Type.Object(
              {
                openstack: Type.Object(
                  {
                    flavor: text,
                    image: text,
                    diskSize: Type.Optional(Type.Integer({ minimum: 1 })),
                    ...kept("useFloatingIP", "availabilityZone", "serverGroup", "tags"),
                    ...kept("instanceReadyCheckPeriod", "instanceReadyCheckTimeout"),
                  },
                  strict,
                ),
              },
              strict,
            ),
            operatingSystem: Type.Object(
              { ubuntu: Type.Object({ distUpgradeOnBoot: Type.Boolean() }, strict) },
              strict,
            ),
            versions: Type.Object({ kubelet: text }, strict),
            labels: Type.Optional(labels),
            ...kept("taints", "sshUserName"),
          },
          strict,
        ),
        ...kept("minReplicas", "maxReplicas", "paused", "dynamicConfig"),
      },
      strict,
    ),
  },
  strict,
);

export type ClusterBody = Static<typeof clusterShape>;
export type PoolBody = Static<typeof poolShape>;

/** A body of the shape. @throws Refusal naming every field that is not */
export function shaped<Shape extends TSchema>(shape: Shape, body: unknown): Static<Shape> {
  const errors = [...Value.Errors(shape, body)].map(({ path, message }) => `${path || "/"}: ${message}`);
  if (errors.length > 0) throw new Refusal(400, errors.join("; "));
  return body as Static<Shape>;
}

/** A document with a merge patch applied (RFC 7396), as KKP changes what it has. */
export function patched(document: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(document) ? { ...document } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = patched(merged[key], value);
  }
  return merged;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
