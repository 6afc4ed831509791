/** What KKP is asked for, as plain data. */

import { groupsClaim, userClaim } from "./cluster-login";
import type { ApiCluster, ApiMachineDeployment } from "./kkp-api";
import type { KkpInputs } from "./kkp-cluster-inputs";

type Pool = KkpInputs["pools"][number];

/** The body that makes a cluster; its workers come when it has an API server. */
export function clusterBody(inputs: KkpInputs): unknown {
  const { clusterName, dc, floatingIpPool, network, subnetId, routerId } = inputs;
  const { labels, spec } = changeableBody(inputs);
  const { cloud, ...rest } = spec;
  return {
    cluster: {
      name: clusterName,
      type: "kubernetes",
      labels,
      spec: {
        ...rest,
        version: inputs.version,
        cniPlugin: cniOf(inputs),
        // with any other, KKP does not limit who reaches the API server
        exposeStrategy: "LoadBalancer",
        // cannot be changed later, and only then do keys get to the workers
        enableUserSSHKeyAgent: true,
        kubernetesDashboard: { enabled: false },
        cloud: {
          dc,
          openstack: {
            ...cloud.openstack,
            floatingIPPool: floatingIpPool,
            network,
            subnetID: subnetId,
            routerID: routerId,
          },
        },
      },
    },
  };
}

/** KKP adds its own version to a type alone. */
const cniOf = ({ cniType: type, cniVersion: version }: KkpInputs) =>
  version === "" ? { type } : { type, version };

/** The part of a cluster that KKP changes in place, but for its version. */
const changeableBody = (inputs: KkpInputs) => ({
  labels: inputs.labels,
  spec: {
    apiServerAllowedIPRanges: { cidrBlocks: inputs.apiServerAllowedRanges },
    auditLogging: { enabled: true, policyPreset: inputs.auditPolicy },
    oidc: {
      issuerURL: inputs.issuer,
      clientID: inputs.clientId,
      usernameClaim: userClaim,
      usernamePrefix: inputs.claimPrefix,
      groupsClaim,
      groupsPrefix: inputs.claimPrefix,
    },
    cloud: {
      openstack: {
        applicationCredentialID: inputs.applicationCredentialId,
        applicationCredentialSecret: inputs.applicationCredentialSecret,
        nodePortsAllowedIPRanges: { cidrBlocks: inputs.nodePortsAllowedRanges },
      },
    },
  },
});

/** The merge patch that makes a cluster what it should be; sending it twice changes nothing more. */
export function clusterPatch(inputs: KkpInputs): unknown {
  const { labels, spec } = changeableBody(inputs);
  const cni = inputs.cniVersion === "" ? {} : { cniPlugin: cniOf(inputs) };
  return { labels, spec: { ...spec, ...cni, version: inputs.version } };
}

/** What of a cluster is as KKP tells it; the rest as it was. */
export function seenCluster(state: KkpInputs, { labels = {}, spec }: ApiCluster): KkpInputs {
  const { openstack } = spec.cloud;
  // KKP fills in what it made or chose itself
  const given = (wanted: string, seen: string | undefined): string => (wanted === "" ? "" : (seen ?? ""));
  return {
    ...state,
    dc: spec.cloud.dc,
    floatingIpPool: openstack?.floatingIPPool ?? "",
    network: given(state.network, openstack?.network),
    subnetId: given(state.subnetId, openstack?.subnetID),
    routerId: given(state.routerId, openstack?.routerID),
    version: spec.version,
    cniType: spec.cniPlugin?.type ?? "",
    cniVersion: given(state.cniVersion, spec.cniPlugin?.version),
    apiServerAllowedRanges: spec.apiServerAllowedIPRanges?.cidrBlocks ?? [],
    nodePortsAllowedRanges: openstack?.nodePortsAllowedIPRanges?.cidrBlocks ?? [],
    auditPolicy: spec.auditLogging?.enabled === true ? (spec.auditLogging.policyPreset ?? "") : "",
    issuer: spec.oidc?.issuerURL ?? "",
    clientId: spec.oidc?.clientID ?? "",
    labels: picked(labels, state.labels),
  };
}

/** What a pool is asked to be; null takes away what it has. */
interface PoolSpec {
  replicas: number;
  template: {
    cloud: { openstack: Record<string, unknown> & { diskSize?: number | null } };
    operatingSystem: object;
    versions: { kubelet: string };
    labels: Record<string, string | null>;
  };
}

/** The body that makes a pool. */
export function poolBody(pool: Pool, { version, labels }: KkpInputs): { name: string; spec: PoolSpec } {
  return {
    name: pool.name,
    spec: {
      replicas: pool.replicas,
      template: {
        cloud: {
          openstack: {
            flavor: pool.flavor,
            image: pool.image,
            ...(pool.diskGib === 0 ? {} : { diskSize: pool.diskGib }),
            // KKP lets everybody to port 22 of the workers, so none has an address outside
            useFloatingIP: false,
            tags: labels,
          },
        },
        operatingSystem: { ubuntu: { distUpgradeOnBoot: false } },
        versions: { kubelet: version },
        labels: pool.labels,
      },
    },
  };
}

/** The merge patch that makes a pool what it should be: labels and a volume that it should not have go. */
export function poolPatch(
  pool: Pool,
  inputs: KkpInputs,
  { spec: { template } }: ApiMachineDeployment,
): { spec: PoolSpec } {
  const { spec } = poolBody(pool, inputs);
  const surplus = Object.keys(template.labels ?? {}).filter((key) => !(key in pool.labels));
  const labels = { ...Object.fromEntries(surplus.map((key) => [key, null])), ...pool.labels };
  const openstack = { diskSize: null, ...spec.template.cloud.openstack };
  return { spec: { ...spec, template: { ...spec.template, cloud: { openstack }, labels } } };
}

/** A pool as KKP tells it. */
export function seenPool({ name, spec: { replicas, template } }: ApiMachineDeployment): Pool {
  const { flavor = "", image = "", diskSize } = template.cloud.openstack ?? {};
  return { name, replicas, flavor, image, diskGib: diskSize ?? 0, labels: template.labels ?? {} };
}

/** Pools in the order that they had, new ones behind them. */
export function seenPools(state: KkpInputs, deployments: ApiMachineDeployment[]): Pool[] {
  const order = state.pools.map(({ name }) => name);
  const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return deployments
    .filter(({ deletionTimestamp }) => deletionTimestamp === undefined)
    .map(seenPool)
    .sort((a, b) => place(a.name) - place(b.name) || a.name.localeCompare(b.name));
}

/** Of these labels those whose keys are ours. */
const picked = (labels: Record<string, string>, ours: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).filter(([key]) => key in ours));
