/** The part of a cluster that KKP runs, and how it is found, made, changed and waited for. */

import { isDeepStrictEqual } from "node:util";
import { labelKeys } from "../five-safes";
import { type ApiCluster, type ApiClusterList, type ApiHealth, type ApiVersion, isUp } from "./kkp-api";
import type { KkpChannel } from "./kkp-channel";
import { identity, type KkpInputs } from "./kkp-cluster-inputs";
import { clusterBody, clusterPatch, seenCluster } from "./kkp-cluster-spec";
import { KkpError, madeMeanwhile } from "./kkp-error";
import type { Patience } from "./kkp-patience";
import { versionList } from "./kkp-version";

/** Path of a project's clusters, or of one of them. */
export const clusterPath = ({ projectId }: KkpInputs, id?: string): string =>
  `/api/v2/projects/${projectId}/clusters${id === undefined ? "" : `/${id}`}`;

/** A cluster that there is now. */
interface Ensured {
  id: string;
  /** Whether it was there already. */
  isTakenUp: boolean;
}

/**
 * The cluster. One of the name that an interrupted run left is taken up, and whether one exists is asked before each
 * try: KKP's answer to the request that makes it may get lost. One that goes is waited for.
 * @throws KkpError; Error for a cluster of the name that is somebody else's, or stands elsewhere
 */
export async function ensureCluster(
  channel: KkpChannel,
  inputs: KkpInputs,
  waiting: Patience,
): Promise<Ensured> {
  await waiting.until("gone", async () => {
    const found = await channel.patiently(() => findCluster(channel, inputs));
    return found?.deletionTimestamp === undefined ? undefined : "KKP still removes an earlier one";
  });
  return channel.patiently(async () => {
    const found = await findCluster(channel, inputs);
    if (found === undefined) return { id: await makeCluster(channel, inputs), isTakenUp: false };
    const problem = foreignProblem(inputs, found);
    if (problem !== undefined) throw new Error(problem);
    return { id: found.id, isTakenUp: true };
  });
}

/**
 * The cluster of the name in the project.
 * @throws KkpError
 */
export async function findCluster(channel: KkpChannel, inputs: KkpInputs): Promise<ApiCluster | undefined> {
  const answer = await channel.attempt<ApiClusterList>({
    does: "list the project's clusters",
    method: "GET",
    path: clusterPath(inputs),
  });
  // earlier versions of KKP give the list alone
  const { clusters, errorMessage } = Array.isArray(answer) ? { clusters: answer } : answer;
  if (clusters === undefined)
    throw new KkpError(
      `${inputs.apiUrl} does not answer as KKP does; give its address without a path`,
      200,
      false,
    );
  const found = clusters.find(({ name }) => name === inputs.clusterName);
  if (found === undefined && errorMessage !== undefined)
    throw new KkpError(
      `KKP at ${inputs.apiUrl} does not see all clusters, so that another one could be made twice: ${errorMessage}`,
      200,
      true,
    );
  return found;
}

async function makeCluster(channel: KkpChannel, inputs: KkpInputs): Promise<string> {
  const does = `make the cluster "${inputs.clusterName}"`;
  const request = { does, method: "POST", path: clusterPath(inputs), body: clusterBody(inputs) } as const;
  return (await channel.attempt<ApiCluster>(request).catch(madeMeanwhile)).id;
}

/** Why a cluster of the name cannot be taken up: this project did not make it, or not so. */
export function foreignProblem(inputs: KkpInputs, found: ApiCluster): string | undefined {
  const { clusterName: name, labels } = inputs;
  const project = labels[labelKeys.project];
  if (found.labels?.[labelKeys.project] !== project)
    return `KKP has a cluster "${name}" (${found.id}) that project "${project}" did not make; give another clusterName, or remove it there`;
  const seen = seenCluster(inputs, found);
  const other = identity.find((key) => seen[key] !== inputs[key]);
  return other === undefined
    ? undefined
    : `KKP has the cluster "${name}" (${found.id}) of an earlier run with ${other} "${seen[other]}", not "${inputs[other]}"; change it back, or remove the cluster there`;
}

/** @throws KkpError, with status 404 for none */
export const readCluster = (channel: KkpChannel, inputs: KkpInputs, id: string): Promise<ApiCluster> =>
  channel.send<ApiCluster>({ does: `show the cluster ${id}`, method: "GET", path: clusterPath(inputs, id) });

/**
 * Changes what is not as it should be.
 * @param hasCredential whether the cluster surely has the credential, which KKP does not tell
 * @throws KkpError; Error for an upgrade that KKP does not offer
 */
export async function changeCluster(
  channel: KkpChannel,
  inputs: KkpInputs,
  id: string,
  hasCredential: boolean,
): Promise<void> {
  const found = await readCluster(channel, inputs, id);
  if (hasCredential && isDeepStrictEqual(seenCluster(inputs, found), inputs)) return;
  if (found.spec.version !== inputs.version) await refuseUpgrade(channel, inputs, id, found.spec.version);
  await channel.send({
    does: `change the cluster "${inputs.clusterName}"`,
    method: "PATCH",
    path: clusterPath(inputs, id),
    body: clusterPatch(inputs),
  });
}

async function refuseUpgrade(
  channel: KkpChannel,
  inputs: KkpInputs,
  id: string,
  current: string,
): Promise<void> {
  const { version, clusterName } = inputs;
  const upgrades = await channel.send<ApiVersion[] | null>({
    does: `list the upgrades of the cluster "${clusterName}"`,
    method: "GET",
    path: `${clusterPath(inputs, id)}/upgrades`,
  });
  const offered = (upgrades ?? []).find((it) => it.version === version);
  const subject = `cluster "${clusterName}" cannot go from ${current} to ${version}`;
  if (offered === undefined)
    throw new Error(`${subject}; KKP offers ${versionList((upgrades ?? []).map((it) => it.version))}`);
  if (offered.restrictedByKubeletVersion === true)
    throw new Error(`${subject} while some workers are too old for it; bring them to ${current} first`);
}

/**
 * What of the control plane is not there yet.
 * @param parts the parts that count. @default all that KKP tells of
 */
export async function missingParts(
  channel: KkpChannel,
  inputs: KkpInputs,
  id: string,
  parts?: string[],
): Promise<string | undefined> {
  const health = await channel.send<ApiHealth>({
    does: `tell how the cluster ${id} does`,
    method: "GET",
    path: `${clusterPath(inputs, id)}/health`,
  });
  const asked = parts ?? Object.keys(health).sort();
  const missing = asked.filter((part) => health[part] !== isUp);
  return missing.length === 0 ? undefined : `waits for ${missing.join(", ")}`;
}

/** Whether the control plane still has another version than it should. */
export async function missingVersion(
  channel: KkpChannel,
  inputs: KkpInputs,
  id: string,
): Promise<string | undefined> {
  const { status } = await readCluster(channel, inputs, id);
  return status.version === inputs.version ? undefined : `waits for version ${inputs.version}`;
}
