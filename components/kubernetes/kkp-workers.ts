/** The pools of a cluster's workers and the SSH keys that let in to them. */
import { isDeepStrictEqual } from "node:util";
import type { ApiMachineDeployment } from "./kkp-api";
import type { KkpChannel } from "./kkp-channel";
import type { KkpInputs } from "./kkp-cluster-inputs";
import { poolBody, poolPatch, seenPool } from "./kkp-cluster-spec";
import { clusterPath } from "./kkp-control-plane";
import { madeMeanwhile } from "./kkp-error";

/** Pool → the generation of it that must have been worked on for its numbers to mean anything. */
export type Generations = Map<string, number>;

/** @throws KkpError */
export const readPools = async (
  channel: KkpChannel,
  inputs: KkpInputs,
  id: string,
): Promise<ApiMachineDeployment[]> =>
  (await channel.send<ApiMachineDeployment[] | null>({
    does: `list the pools of the cluster ${id}`,
    method: "GET",
    path: poolsPath(inputs, id),
  })) ?? [];

const poolsPath = (inputs: KkpInputs, id: string): string => `${clusterPath(inputs, id)}/machinedeployments`;

/**
 * Makes, changes and removes pools until they are those of the inputs.
 * @throws KkpError
 */
export async function changePools(channel: KkpChannel, inputs: KkpInputs, id: string): Promise<Generations> {
  const generations: Generations = new Map();
  const path = poolsPath(inputs, id);
  const present = await readPools(channel, inputs, id);
  for (const pool of inputs.pools) {
    const found = present.find(({ name }) => name === pool.name);
    if (found === undefined) {
      await channel.patiently(() => makePool(channel, inputs, id, pool));
      continue;
    }
    const isRight =
      isDeepStrictEqual(seenPool(found), pool) && found.spec.template.versions.kubelet === inputs.version;
    if (isRight) continue;
    generations.set(pool.name, (found.status?.observedGeneration ?? 0) + 1);
    await channel.send({
      does: `change the pool "${pool.name}"`,
      method: "PATCH",
      path: `${path}/${found.id}`,
      body: poolPatch(pool, inputs, found),
    });
  }
  const surplus = present.filter(({ name }) => inputs.pools.every((pool) => pool.name !== name));
  for (const { id: poolId, name } of surplus)
    await channel.send({ does: `remove the pool "${name}"`, method: "DELETE", path: `${path}/${poolId}` });
  return generations;
}

/** Makes a pool unless a try whose answer got lost has made it. */
async function makePool(
  channel: KkpChannel,
  inputs: KkpInputs,
  id: string,
  pool: KkpInputs["pools"][number],
): Promise<void> {
  const does = `make the pool "${pool.name}"`;
  const path = poolsPath(inputs, id);
  const present = await channel.attempt<ApiMachineDeployment[] | null>({ does, method: "GET", path });
  if ((present ?? []).some(({ name }) => name === pool.name)) return;
  await channel.attempt({ does, method: "POST", path, body: poolBody(pool, inputs) }).catch(madeMeanwhile);
}

/** What of the workers is not there yet, or still there. */
export async function missingWorkers(
  channel: KkpChannel,
  inputs: KkpInputs,
  id: string,
  generations: Generations,
): Promise<string | undefined> {
  const present = await readPools(channel, inputs, id);
  const missing = inputs.pools.flatMap((pool) => {
    const found = present.find(({ name }) => name === pool.name);
    const {
      observedGeneration = 0,
      replicas = 0,
      updatedReplicas = 0,
      availableReplicas = 0,
    } = found?.status ?? {};
    const isWorkedOn = found !== undefined && observedGeneration >= (generations.get(pool.name) ?? 0);
    const ready = isWorkedOn ? Math.min(updatedReplicas, availableReplicas) : 0;
    return ready === pool.replicas && replicas === pool.replicas && isWorkedOn
      ? []
      : [`${pool.name} (${ready} of ${pool.replicas})`];
  });
  const surplus = present
    .filter(({ name }) => inputs.pools.every((pool) => pool.name !== name))
    .map(({ name }) => `${name} (goes)`);
  const waits = [...missing, ...surplus];
  return waits.length === 0 ? undefined : `waits for the workers of ${waits.join(", ")}`;
}

/**
 * Ids of the SSH keys that let in to the workers, sorted.
 * @throws KkpError
 */
export async function readKeys(channel: KkpChannel, inputs: KkpInputs, id: string): Promise<string[]> {
  const keys = await channel.send<{ id: string }[] | null>({
    does: `list the SSH keys of the cluster ${id}`,
    method: "GET",
    path: `${clusterPath(inputs, id)}/sshkeys`,
  });
  return (keys ?? []).map((key) => key.id).sort();
}

/**
 * Lets in the keys of the inputs and no others.
 * @throws KkpError
 */
export async function changeKeys(channel: KkpChannel, inputs: KkpInputs, id: string): Promise<void> {
  const present = await readKeys(channel, inputs, id);
  const change = (method: "PUT" | "DELETE", does: string, key: string) =>
    channel.send({
      does: `${does} the SSH key ${key}`,
      method,
      path: `${clusterPath(inputs, id)}/sshkeys/${key}`,
    });
  for (const key of inputs.sshKeys) if (!present.includes(key)) await change("PUT", "let in", key);
  for (const key of present) if (!inputs.sshKeys.includes(key)) await change("DELETE", "let in no more", key);
}
