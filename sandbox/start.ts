import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { hasCloud } from "./cloud";
import { admitAtControlPlane, hasCluster, hasControlPlane } from "./cluster";
import { Deployment } from "./deployment";
import { down } from "./down";
import { progress } from "./engine";
import { engineEnvironment, writeEngineEnvironment } from "./engine-environment";
import { defaultStateDir, sandboxFolder } from "./folder";
import { linkStackFile } from "./local-stack";
import { withLock } from "./lock";
import { environmentOutputs } from "./plain-outputs";
import { preferredPorts } from "./ports";
import { prove } from "./proof";
import type { Sandbox } from "./sandbox";
import { recordStanding, type Standing } from "./standing";
import { ensurePrograms, type Parts, type Programs, up } from "./up";

/**
 * From nothing, or from anything in between, to an environment that works: programs, servers, deployment, proof.
 * @param withoutCloud whether cloud and machines are left out
 * @throws Error, StepFailed or DeploymentFailed with what to do
 */
export async function start(stateDir = defaultStateDir, withoutCloud = false): Promise<Standing> {
  const folder = sandboxFolder(stateDir);
  const cloud = await hasCloud(folder, withoutCloud);
  const parts = {
    cloud,
    cluster: await hasCluster(cloud),
    controlPlane: hasControlPlane(folder, cloud, withoutCloud),
  };
  if (parts.controlPlane)
    progress.say(
      "Kubernetes without root: an API server with pretended nodes; left out: machines, balancers, network policies' packets, tasks that run",
    );
  const programs = await ensurePrograms(parts);
  return withLock(stateDir, async () => {
    const { sandbox, deployment } = await openDeployment(programs, stateDir, parts);
    const outcome = await progress.step("environment with the five-safes pack", 25, () => deployment.up());
    const environment = await environmentOutputs(deployment);
    await admitAtControlPlane(sandbox, environment);
    const proofs = await progress.step("proof by people's own clients", 4, () => prove(sandbox, environment));
    return recordStanding(sandbox, deployment, outcome, environment, proofs);
  });
}

async function openDeployment(
  programs: Programs,
  stateDir: string,
  parts: Parts,
): Promise<{ sandbox: Sandbox; deployment: Deployment }> {
  refuseOldStack(stateDir);
  const sandbox = await up(programs, stateDir, preferredPorts, parts);
  const deployment = await Deployment.open(sandbox, engineEnvironment(programs.engine, stateDir));
  if (stateDir === defaultStateDir) {
    await writeEngineEnvironment(programs.engine, stateDir);
    await linkStackFile(deployment.configFile);
  }
  await engineEnds(stateDir);
  // an engine that ended by itself has taken its lock away
  if (locks(stateDir).length === 0 || !(await deployment.recover())) return { sandbox, deployment };
  if (Object.keys(await deployment.outputs()).length > 0) {
    await deployment.refresh({ clearPendingCreates: true });
    return { sandbox, deployment };
  }
  progress.say("an earlier start was interrupted while it made the environment; beginning anew");
  await down(stateDir);
  return openDeployment(programs, stateDir, parts);
}

/** What an earlier version made is in another stack, which the new one would not know of. */
function refuseOldStack(stateDir: string): void {
  if (existsSync(join(sandboxFolder(stateDir).pulumi.stacks, "sandbox")))
    throw new Error(
      'an earlier version started this sandbox, with a stack called "sandbox"; begin anew: npm start -- down, then npm start',
    );
}

/** An engine whose starter was killed goes on with its update; two at once would undo each other's work. */
async function engineEnds(stateDir: string): Promise<void> {
  const isHeld = () => locks(stateDir).some(({ pid }) => existsSync(`/proc/${pid}`));
  if (!isHeld()) return;
  await progress.step("an earlier update ends", 20, async () => {
    while (isHeld()) await wait(200);
  });
}

/** The locks of Pulumi's backend, each with the process that took it. */
function locks(stateDir: string): { pid: number }[] {
  const folder = join(sandboxFolder(stateDir).pulumi.state, ".pulumi", "locks");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as { pid: number });
}
