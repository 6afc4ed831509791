/** The calls for clusters. */

import { shownCluster } from "./api-objects";
import type { ClusterBackend } from "./backend";
import { type ClusterBody, clusterShape, createShape, patched, shaped } from "./body-shapes";
import type { ClusterLife } from "./cluster-life";
import type { ClusterStore, StoredCluster } from "./cluster-store";
import { Refusal } from "./refusal";
import { type KkpCall, type Route, versionParts } from "./route";
import type { KkpSettings } from "./settings";

/** What the calls work with. */
export interface Workings {
  settings: KkpSettings;
  store: ClusterStore;
  life: ClusterLife;
  backend: ClusterBackend;
}

const clusters = "/api/v2/projects/{project}/clusters";
const cluster = `${clusters}/{cluster}`;

/** The cluster that a call is for. @throws Refusal */
export function clusterOf({ store, settings }: Workings, { parts }: KkpCall): StoredCluster {
  refuseProject(settings, parts);
  const found = store.find(parts.cluster ?? "");
  if (found === undefined) throw new Refusal(404, `cluster.kubermatic.k8c.io "${parts.cluster}" not found`);
  return found;
}

/** @throws Refusal for another project than the stand-in's one */
export function refuseProject({ projectId }: KkpSettings, { project }: Record<string, string>): void {
  if (project !== projectId) throw new Refusal(404, `project "${project}" not found`);
}

export function clusterRoutes(workings: Workings): Route[] {
  const { settings, store, life, backend } = workings;
  return [
    {
      method: "GET",
      path: clusters,
      role: "viewer",
      query: ["show_dm_count"],
      answer: async ({ parts }) => {
        refuseProject(settings, parts);
        return { status: 200, body: { clusters: store.all().map(shownCluster) } };
      },
    },
    {
      method: "POST",
      path: clusters,
      role: "editor",
      answer: async ({ parts, body }) => {
        refuseProject(settings, parts);
        const { cluster: wanted } = shaped(createShape, body);
        refuseCluster(settings, wanted);
        if (store.all().some((it) => it.body.name === wanted.name))
          throw new Refusal(409, `cluster "${wanted.name}" already exists`);
        return { status: 201, body: shownCluster(await life.begin(wanted)) };
      },
    },
    {
      method: "GET",
      path: cluster,
      role: "viewer",
      answer: async (call) => {
        const found = clusterOf(workings, call);
        await life.look(found);
        return { status: 200, body: shownCluster(found) };
      },
    },
    {
      method: "PATCH",
      path: cluster,
      role: "editor",
      query: ["skip_kubelet_version_validation"],
      answer: async (call) => {
        const found = clusterOf(workings, call);
        const wanted = shaped(clusterShape, patched(found.body, call.body));
        refuseChange(settings, found, wanted);
        await life.change(found, wanted);
        return { status: 200, body: shownCluster(found) };
      },
    },
    {
      method: "DELETE",
      path: cluster,
      role: "editor",
      answer: async (call) => {
        const found = clusterOf(workings, call);
        const [volumes, loadBalancers] = [wish(call, "DeleteVolumes"), wish(call, "DeleteLoadBalancers")];
        await life.remove(found, { volumes, loadBalancers });
        return { status: 200, body: {} };
      },
    },
    {
      method: "GET",
      path: `${cluster}/health`,
      role: "viewer",
      answer: async (call) => ({ status: 200, body: await life.look(clusterOf(workings, call)) }),
    },
    {
      method: "GET",
      path: `${cluster}/kubeconfig`,
      role: "editor",
      answer: async (call) => {
        const found = clusterOf(workings, call);
        if (!life.hasApiServer(found) || found.made === undefined)
          throw new Refusal(404, "the cluster has no kubeconfig yet");
        return { status: 200, body: found.made.kubeconfig };
      },
    },
    {
      method: "GET",
      path: `${cluster}/upgrades`,
      role: "viewer",
      answer: async (call) => {
        const found = clusterOf(workings, call);
        const versions = upgradesFrom(settings, found.body.spec.version).map((version) => ({
          version,
          ...(isTooOld(found, version) ? { restrictedByKubeletVersion: true } : {}),
        }));
        return { status: 200, body: versions };
      },
    },
    {
      method: "GET",
      path: `${cluster}/providers/openstack/networks`,
      role: "viewer",
      answer: async (call) => {
        const { openstack } = clusterOf(workings, call).body.spec.cloud;
        const { applicationCredentialID: id, applicationCredentialSecret: secret } = openstack;
        return { status: 200, body: await backend.networks({ id, secret }) };
      },
    },
  ];
}

/** KKP takes a missing header for false; here it must be said. */
function wish({ headers }: KkpCall, name: string): boolean {
  const value = headers[name.toLowerCase()];
  if (value !== "true" && value !== "false")
    throw new Refusal(400, `header ${name} must be true or false, got ${value ?? "none"}`);
  return value === "true";
}

function refuseCluster({ dc, versions }: KkpSettings, { spec }: ClusterBody): void {
  if (spec.cloud.dc !== dc) throw new Refusal(400, `can not find seed for datacenter ${spec.cloud.dc}`);
  if (!versions.includes(spec.version))
    throw new Refusal(400, `cluster validation failed: spec.version: Unsupported value: "${spec.version}"`);
  refuseOpen(spec);
}

function refuseOpen({ exposeStrategy, apiServerAllowedIPRanges }: ClusterBody["spec"]): void {
  if (exposeStrategy !== "LoadBalancer" && (apiServerAllowedIPRanges?.cidrBlocks.length ?? 0) > 0)
    throw new Refusal(
      400,
      "access control for API server is supported only for LoadBalancer expose strategy",
    );
}

function refuseChange(settings: KkpSettings, found: StoredCluster, wanted: ClusterBody): void {
  const [before, after] = [found.body.spec, wanted.spec];
  const fixed = ["floatingIPPool", "network", "subnetID", "routerID"] as const;
  const key = fixed.find((it) => before.cloud.openstack[it] !== after.cloud.openstack[it]);
  if (key !== undefined || before.cloud.dc !== after.cloud.dc)
    throw new Refusal(
      400,
      `invalid cluster: spec.cloud: Forbidden: changing ${key ?? "dc"} is not supported`,
    );
  if (before.cniPlugin?.type !== after.cniPlugin?.type)
    throw new Refusal(400, "invalid cluster: spec.cniPlugin.type: Forbidden: field is immutable");
  refuseOpen(after);
  const isUpgrade = before.version !== after.version;
  if (isUpgrade && !upgradesFrom(settings, before.version).includes(after.version))
    throw new Refusal(
      400,
      `invalid cluster: spec.version: no update from ${before.version} to ${after.version}`,
    );
  if (isUpgrade && isTooOld(found, after.version))
    throw new Refusal(400, "Cluster contains nodes running incompatible kubelet versions");
}

/** Higher versions of the same minor version and of the next. */
function upgradesFrom({ versions }: KkpSettings, version: string): string[] {
  const [major, minor, patch] = versionParts(version);
  return versions.filter((it) => {
    const [toMajor, toMinor, toPatch] = versionParts(it);
    return toMajor === major && (toMinor === minor + 1 || (toMinor === minor && toPatch > patch));
  });
}

/** Whether workers of a cluster are more than two minor versions behind one. */
const isTooOld = ({ pools }: StoredCluster, version: string): boolean =>
  pools.some(
    ({ body }) => versionParts(version)[1] - versionParts(body.spec.template.versions.kubelet)[1] > 2,
  );
