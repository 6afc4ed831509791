/** What a cluster's controllers leave behind in the cloud, as a dynamic resource; runs in Pulumi's dynamic provider. */
import { isDeepStrictEqual } from "node:util";
import { type dynamic, runtime } from "@pulumi/pulumi";
import type { AccessInputs } from "../cloud/cloud-access";
import { CloudChannel, type CloudRequest } from "../cloud/cloud-channel";
import { CloudError } from "../cloud/cloud-error";
import { atEngine, Patience, type Surroundings } from "./kkp-patience";
import { clusterKey } from "./kubeone-workers";

/** What the resource is made from; flat, as its state is. */
export interface LeftoversInputs extends AccessInputs {
  clusterName: string;
  networkId: string;
}

/** Asks the cloud; a test has its own. */
export type AskCloud = (request: CloudRequest) => Promise<unknown>;

/** Minutes that the cloud has to remove what it is told to. */
const goneMinutes = 10;

export const provider: dynamic.ResourceProvider<LeftoversInputs, LeftoversInputs> = {
  async check(olds, news) {
    const problem = await checkProblem(olds, news);
    const failures = problem === undefined ? [] : [{ property: "", reason: problem }];
    return { inputs: news, failures };
  },

  // never another in its place: the one that goes would take a living cluster's workers with it
  async diff(_id, olds, news) {
    const keys = (Object.keys(news) as (keyof LeftoversInputs)[]).filter((key) => !key.startsWith("__"));
    return { changes: keys.some((key) => !isDeepStrictEqual(olds[key], news[key])), replaces: [] };
  },

  async create(inputs) {
    return { id: inputs.clusterName, outs: inputs };
  },

  async update(_id, _olds, news) {
    return { outs: news };
  },

  async delete(_id, state) {
    await asking(state, (ask) => removeLeftovers(state, ask, atEngine));
  },
};

async function checkProblem(
  olds: Partial<LeftoversInputs> | undefined,
  news: LeftoversInputs,
): Promise<string | undefined> {
  const { clusterName, networkId: _, ...access } = news;
  if (olds?.clusterName === clusterName) return undefined;
  if (olds?.clusterName !== undefined)
    return `clusterName must stay "${olds.clusterName}" while the cluster lives, got "${clusterName}"`;
  // in a preview, what another resource makes is not known
  if (JSON.stringify(access).includes(runtime.unknownValue)) return undefined;
  try {
    return await asking(news, (ask) => nameProblem(news, ask));
  } catch (error) {
    if (error instanceof CloudError) return error.message;
    throw error;
  }
}

async function asking<Result>(
  access: AccessInputs,
  work: (ask: AskCloud) => Promise<Result>,
): Promise<Result> {
  const channel = new CloudChannel(access);
  try {
    return await work((request) => channel.send(request));
  } finally {
    await channel.close();
  }
}

/** What keeps a new cluster from having its name: what the controllers of another one made under it would be taken for its own. */
export async function nameProblem(
  { clusterName }: Pick<LeftoversInputs, "clusterName">,
  ask: AskCloud,
): Promise<string | undefined> {
  const [found] = [...(await findBalancers(ask, clusterName)), ...(await findWorkers(ask, clusterName))];
  return found === undefined
    ? undefined
    : `clusterName must be the only one of its name in the OpenStack project, got "${clusterName}", to which the ${found.kind} "${found.name}" belongs`;
}

interface Leftover {
  kind: "balancer" | "worker";
  id: string;
  name: string;
}

/** Removes the balancers and workers of a cluster that is no longer there, waits until they are gone, and names its volumes. */
export async function removeLeftovers(
  { clusterName, networkId }: Pick<LeftoversInputs, "clusterName" | "networkId">,
  ask: AskCloud,
  surroundings: Surroundings,
): Promise<void> {
  const subject = `cluster "${clusterName}"`;
  const find = async (): Promise<Leftover[]> => [
    ...(await findBalancers(ask, clusterName)).filter((it) => it.networkId === networkId),
    ...(await findWorkers(ask, clusterName)),
  ];
  await new Patience(subject, goneMinutes, surroundings).until("gone from the cloud", async () => {
    const left = await find();
    for (const one of left) await remove(ask, one);
    return left.length === 0
      ? undefined
      : `removes what its controllers left: ${left.map(({ kind, name }) => `${kind} "${name}"`).join(", ")}`;
  });
  const volumes = await findVolumes(ask, clusterName);
  if (volumes.length > 0)
    surroundings.say(
      [
        `${subject} leaves ${volumes.length === 1 ? "a volume" : `${volumes.length} volumes`} in the cloud; delete what nobody needs:`,
        ...volumes.map(({ id, name, size }) => `  openstack volume delete ${id}  # ${name}, ${size} GiB`),
      ].join("\n"),
    );
}

/** Those that the cloud controller made for services (cloud-provider-openstack, pkg/openstack/loadbalancer.go, getLoadBalancerName). */
async function findBalancers(
  ask: AskCloud,
  clusterName: string,
): Promise<(Leftover & { networkId: string })[]> {
  const answer = (await ask({
    does: "list the balancers",
    service: "load-balancer",
    method: "GET",
    path: "/v2/lbaas/loadbalancers",
  })) as { loadbalancers?: { id: string; name: string; vip_network_id: string }[] };
  return (answer.loadbalancers ?? [])
    .filter(({ name }) => name.startsWith(`kube_service_${clusterName}_`))
    .map(({ id, name, vip_network_id: networkId }) => ({ kind: "balancer", id, name, networkId }));
}

/** Those that the machine controller made; its machine deployments give them the cluster's name. */
async function findWorkers(ask: AskCloud, clusterName: string): Promise<Leftover[]> {
  const answer = (await ask({
    does: "list the machines",
    service: "compute",
    method: "GET",
    path: "/servers/detail",
  })) as { servers?: { id: string; name: string; metadata: Record<string, string> }[] };
  return (answer.servers ?? [])
    .filter(({ metadata }) => metadata[clusterKey] === clusterName)
    .map(({ id, name }) => ({ kind: "worker", id, name }));
}

/** Those that the volume driver made (cloud-provider-openstack, pkg/csi/cinder, `cinder.csi.openstack.org/cluster`). */
async function findVolumes(
  ask: AskCloud,
  clusterName: string,
): Promise<{ id: string; name: string; size: number }[]> {
  const answer = (await ask({
    does: "list the volumes",
    service: "volumev3",
    method: "GET",
    path: "/volumes/detail",
  })) as {
    volumes?: { id: string; name: string; size: number; metadata: Record<string, string> }[];
  };
  return (answer.volumes ?? []).filter(
    ({ metadata }) => metadata["cinder.csi.openstack.org/cluster"] === clusterName,
  );
}

async function remove(ask: AskCloud, { kind, id, name }: Leftover): Promise<void> {
  const does = `remove the ${kind} "${name}"`;
  try {
    await (kind === "balancer"
      ? ask({
          does,
          service: "load-balancer",
          method: "DELETE",
          path: `/v2/lbaas/loadbalancers/${id}?cascade=true`,
        })
      : ask({ does, service: "compute", method: "DELETE", path: `/servers/${id}` }));
  } catch (error) {
    // 404: it is gone meanwhile; 409: the cloud is already at it, and is asked again
    if (!(error instanceof CloudError && [404, 409].includes(error.status))) throw error;
  }
}
