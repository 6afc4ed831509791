/** A cluster of KKP as a dynamic resource; runs in Pulumi's dynamic provider. */
import { isDeepStrictEqual } from "node:util";
import { type dynamic, runtime } from "@pulumi/pulumi";
import { KkpChannel } from "./kkp-channel";
import { identity, type KkpInputs, type KkpOutputs } from "./kkp-cluster-inputs";
import { seenCluster, seenPools } from "./kkp-cluster-spec";
import {
  changeCluster,
  clusterPath,
  ensureCluster,
  findCluster,
  foreignProblem,
  missingParts,
  missingVersion,
  readCluster,
} from "./kkp-control-plane";
import { KkpError } from "./kkp-error";
import { offerProblems } from "./kkp-offer";
import { noOutcome, readOutcome } from "./kkp-outcome";
import { atEngine, Patience, type Surroundings } from "./kkp-patience";
import { wayProblem } from "./kkp-version";
import { changeKeys, changePools, missingWorkers, readKeys, readPools } from "./kkp-workers";

/** A preview does not wait long for a KKP that is not there. */
const checkAttempts = 3;

/** The provider, in surroundings of a test's own. */
export function kkpProvider(surroundings: Surroundings): dynamic.ResourceProvider<KkpInputs, KkpOutputs> {
  const asking = async <Result>(
    inputs: KkpInputs,
    work: (channel: KkpChannel) => Promise<Result>,
    attempts?: number,
  ): Promise<Result> => {
    const channel = new KkpChannel(inputs, surroundings, attempts);
    try {
      return await work(channel);
    } finally {
      await channel.close();
    }
  };

  const patience = ({ clusterName, readyMinutes }: KkpInputs): Patience =>
    new Patience(`cluster "${clusterName}"`, readyMinutes, surroundings);

  /** Brings a cluster to what the inputs say, from whatever state an interruption left. */
  async function bringUp(
    channel: KkpChannel,
    inputs: KkpInputs,
    id: string,
    hasCredential: boolean,
  ): Promise<KkpOutputs> {
    const waiting = patience(inputs);
    try {
      // KKP asks the API server before it changes a cluster; the other parts may need the change to work
      await waiting.until("ready", () => missingParts(channel, inputs, id, ["apiserver"]));
      await changeCluster(channel, inputs, id, hasCredential);
      await changeKeys(channel, inputs, id);
      await waiting.until("ready", () => missingVersion(channel, inputs, id));
      await waiting.until("ready", () => missingParts(channel, inputs, id));
      const generations = await changePools(channel, inputs, id);
      await waiting.until("ready", () => missingWorkers(channel, inputs, id, generations));
      return { ...inputs, ...(await readOutcome(channel, inputs, id)) };
    } catch (error) {
      throw kept(error, id, { ...inputs, ...noOutcome });
    }
  }

  return {
    check: async (olds, news) => {
      const reasons = await problems(olds, news, (work) => asking(news, work, checkAttempts));
      return { inputs: news, failures: reasons.map((reason) => ({ property: "", reason })) };
    },

    async diff(_id, olds, news) {
      const keys = (Object.keys(news) as (keyof KkpInputs)[]).filter((key) => !key.startsWith("__"));
      const changed = keys.filter((key) => !isDeepStrictEqual(olds[key], news[key]));
      const replaces = identity.filter((key) => changed.includes(key));
      // a refresh forgets that a cluster never became ready
      return { changes: changed.length > 0 || olds.kubeconfig === "", replaces, deleteBeforeReplace: true };
    },

    create: (inputs) =>
      asking(inputs, async (channel) => {
        const { id, isTakenUp } = await ensureCluster(channel, inputs, patience(inputs));
        return { id, outs: await bringUp(channel, inputs, id, !isTakenUp) };
      }),

    read: (id, state) =>
      asking(state as KkpOutputs, async (channel): Promise<dynamic.ReadResult<KkpOutputs>> => {
        const olds = state as KkpOutputs;
        const cluster = await readCluster(channel, olds, id).catch(gone);
        // an empty id says that it is gone
        if (cluster === undefined || cluster.deletionTimestamp !== undefined) return { id: "" };
        const seen = { ...olds, ...seenCluster(olds, cluster) };
        const isReady = olds.kubeconfig !== "";
        // pools are asked of the API server, which may not be there yet
        const props = isReady
          ? {
              ...seen,
              pools: seenPools(olds, await readPools(channel, olds, id)),
              sshKeys: await readKeys(channel, olds, id),
              ...(await readOutcome(channel, olds, id)),
            }
          : seen;
        return { id, props, inputs: inputsOf(props) } as dynamic.ReadResult<KkpOutputs>;
      }),

    update: (id, olds, news) =>
      asking(news, async (channel) => {
        const hasCredential =
          olds.kubeconfig !== "" &&
          olds.applicationCredentialId === news.applicationCredentialId &&
          olds.applicationCredentialSecret === news.applicationCredentialSecret;
        return { outs: await bringUp(channel, news, id, hasCredential) };
      }),

    delete: (id, state) =>
      asking(state, async (channel) => {
        const path = clusterPath(state, id);
        // KKP would leave both behind, and with a balancer the network
        const headers = { DeleteVolumes: "true", DeleteLoadBalancers: "true" };
        const does = `remove the cluster "${state.clusterName}"`;
        await channel.send({ does, method: "DELETE", path, headers }).catch(gone);
        await patience(state).until("gone", async () => {
          const left = await readCluster(channel, state, id).catch(gone);
          return left === undefined ? undefined : "KKP removes its workers, balancers, volumes and network";
        });
      }),
  };
}

export const provider = kkpProvider(atEngine);

/** What is wrong with the inputs that only KKP knows, where they make a cluster or have changed. */
async function problems(
  olds: Partial<KkpInputs>,
  news: KkpInputs,
  asking: (work: (channel: KkpChannel) => Promise<string[]>) => Promise<string[]>,
): Promise<string[]> {
  // in a preview, what another resource makes is not known
  if (JSON.stringify(news).includes(runtime.unknownValue)) return [];
  const isSame = identity.every((key) => isDeepStrictEqual(olds[key], news[key]));
  const way = isSame && olds.version !== undefined ? wayProblem(olds.version, news.version) : undefined;
  if (way !== undefined) return [`version ${way}`];
  const offered = ({ dc, pools }: Partial<KkpInputs>) => [dc, pools?.map(({ flavor }) => flavor)];
  if (isDeepStrictEqual(offered(olds), offered(news))) return [];
  try {
    return await asking(async (channel) => {
      const isNamed = olds.clusterName === news.clusterName;
      const found = isNamed ? undefined : await channel.patiently(() => findCluster(channel, news));
      // one that goes is waited for
      const isThere = found !== undefined && found.deletionTimestamp === undefined;
      const foreign = isThere ? foreignProblem(news, found) : undefined;
      return foreign === undefined ? offerProblems(channel, news, olds.version === undefined) : [foreign];
    });
  } catch (error) {
    if (error instanceof KkpError) return [error.message];
    throw error;
  }
}

const inputsOf = ({
  kubeconfig: _,
  apiEndpoint: __,
  networkId: ___,
  workerSubnetId: ____,
  ...inputs
}: KkpOutputs) => inputs;

function gone(error: unknown): undefined {
  if (error instanceof KkpError && error.status === 404) return undefined;
  throw error;
}

/** An error with the id: it makes Pulumi keep the cluster, so that the next run goes on with it. */
function kept(error: unknown, id: string, properties: KkpOutputs): Error {
  const message = error instanceof Error ? error.message : String(error);
  return Object.assign(new Error(message), { id, properties, reasons: [message] });
}
