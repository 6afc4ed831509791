/** That a machine is ready, as a dynamic resource; runs in Pulumi's dynamic provider. */
import { setTimeout as sleep } from "node:timers/promises";
import type { dynamic } from "@pulumi/pulumi";
import type { AccessInputs } from "./cloud-access";
import { CloudChannel } from "./cloud-channel";
import { CloudError } from "./cloud-error";
import { consoleLines, type MachineReport, machineReport, machineState } from "./console-log";

/** What the resource is made from; flat, as its state is. */
export interface ReadinessInputs extends AccessInputs {
  /** Name of the machine, for people. */
  machine: string;
  /** Id of the instance in Nova. */
  instanceId: string;
  /** The instance's URN, for who has to have it replaced. */
  instanceUrn: string;
  /** Digest of the document that it is made from. */
  digest: string;
  /** Minutes that it has. */
  readyMinutes: number;
}

/** The inputs and what the machine said. */
export interface ReadinessOutputs extends ReadinessInputs {
  /** SSH host keys, `ssh-ed25519 AAAA…`; none while it is not ready. */
  hostKeys: string[];
  /** How often it had failed when it was last looked at, so that the next look waits for what comes then. */
  failures: number;
}

/** Another machine, or another document, is to be waited for anew. */
const identity = ["instanceId", "digest"] as const;

/** Lines of the console that a failure shows. */
const shownLines = 15;

const pollSeconds = 2;
const longestPauseSeconds = 30;

export const provider: dynamic.ResourceProvider<ReadinessInputs, ReadinessOutputs> = {
  async diff(_id, olds, news) {
    const replaces = identity.filter((key) => olds[key] !== news[key]);
    const changes = (Object.keys(news) as (keyof ReadinessInputs)[]).some(
      (key) => !key.startsWith("__") && olds[key] !== news[key],
    );
    return { changes: changes || replaces.length > 0, replaces };
  },

  async create(inputs) {
    const outs = await waitUntilReady(inputs, 0);
    return { id: inputs.instanceId, outs };
  },

  async update(_id, olds, news) {
    // what was ready once is not asked again: its console may have gone on
    if (olds.hostKeys.length > 0)
      return { outs: { ...news, hostKeys: olds.hostKeys, failures: olds.failures } };
    return { outs: await waitUntilReady(news, olds.failures) };
  },
};

/** Waits with pauses that a test can do without. */
export type Pause = (seconds: number) => Promise<unknown>;

/**
 * Waits for the machine to say that it is ready.
 * @param failuresBefore how often it had failed before: it tries again by itself, so what is mended elsewhere is enough
 * @throws an error that also carries the state, so that Pulumi keeps it and the next run goes on with it
 */
export async function waitUntilReady(
  inputs: ReadinessInputs,
  failuresBefore: number,
  pause: Pause = (seconds) => sleep(seconds * 1000),
): Promise<ReadinessOutputs> {
  const channel = new CloudChannel(inputs);
  const end = Date.now() + inputs.readyMinutes * 60_000;
  const failed = (problem: string, lines: string[], failures: number): Error => {
    const message = [`machine "${inputs.machine}" ${problem}`, ...lastLines(lines)].join("\n");
    const properties: ReadinessOutputs = { ...inputs, hostKeys: [], failures };
    return Object.assign(new Error(message), { id: inputs.instanceId, properties, reasons: [message] });
  };
  let seconds = pollSeconds;
  let lines: string[] = [];
  let report: MachineReport = { isReady: false, failures: [], hostKeys: [] };
  let trouble: CloudError | undefined;
  try {
    do {
      try {
        const { status, fault } = await machineState(channel, inputs.instanceId);
        if (status === "ERROR") {
          const remedy = `mend that, then have it made anew: pulumi up --replace '${inputs.instanceUrn}'`;
          throw failed(`could not be made: ${fault.replace(/\.$/, "")}; ${remedy}`, [], failuresBefore);
        }
        // there is no console before it runs
        if (status !== "BUILD") lines = await consoleLines(channel, inputs.instanceId);
        report = machineReport(lines, inputs.digest);
        [seconds, trouble] = [pollSeconds, undefined];
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        if (!error.isPassing) throw failed(`cannot be looked at: ${error.message}`, [], failuresBefore);
        [seconds, trouble] = [Math.min(seconds * 2, longestPauseSeconds), error];
      }
      const { isReady, failures, hostKeys } = report;
      if (isReady && hostKeys.length > 0) return { ...inputs, hostKeys, failures: failures.length };
      if (failures.length > failuresBefore)
        throw failed(`is not ready: failed ${failures.at(-1)}`, lines, failures.length);
      await pause(seconds);
    } while (Date.now() < end);
  } finally {
    await channel.close();
  }
  const why = trouble === undefined ? "" : `; ${trouble.message}`;
  throw failed(`is not ready after ${inputs.readyMinutes} minutes${why}`, lines, report.failures.length);
}

const lastLines = (lines: string[]): string[] =>
  lines.length === 0
    ? []
    : ["the last lines of its console:", ...lines.slice(-shownLines).map((line) => `  ${line}`)];
