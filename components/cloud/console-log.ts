import type { CloudChannel } from "./cloud-channel";

/** What Nova says about a machine. */
export interface MachineState {
  /** `BUILD`, `ACTIVE`, `ERROR`, … */
  status: string;
  /** Why it is in `ERROR`. */
  fault: string;
}

/** What Nova says about a machine: one that it could not make stays there in `ERROR`. */
export async function machineState(channel: CloudChannel, instanceId: string): Promise<MachineState> {
  const answer = await channel.send({
    does: `show the machine ${instanceId}`,
    service: "compute",
    method: "GET",
    path: `/servers/${instanceId}`,
  });
  const { server = {} } = answer as { server?: { status?: string; fault?: { message?: string } } };
  return { status: server.status ?? "", fault: server.fault?.message ?? "Nova does not say why" };
}

/** The console of a machine, line by line, as Nova keeps it: the last 100 KiB or so. */
export async function consoleLines(channel: CloudChannel, instanceId: string): Promise<string[]> {
  const answer = await channel.send({
    does: `show the console of the machine ${instanceId}`,
    service: "compute",
    method: "POST",
    path: `/servers/${instanceId}/action`,
    body: { "os-getConsoleOutput": {} },
  });
  const { output } = (answer ?? {}) as { output?: unknown };
  return typeof output === "string"
    ? output
        .split("\n")
        .map(plain)
        .filter((line) => line !== "")
    : [];
}

/** A line without colours, cursor movements and what else is not text. */
const plain = (line: string): string =>
  line
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what goes
    .replace(/\x1b(?:\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>78]|\][^\x07]*\x07)/g, "")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what goes
    .replace(/[\0-\x08\x0b-\x1f\x7f]/g, "")
    .trimEnd();

/** What a machine says about itself on its console. */
export interface MachineReport {
  /** Whether it said that it is ready, by the document that was asked for. */
  isReady: boolean;
  /** What it said each time that it failed. */
  failures: string[];
  /** Its SSH host keys, `ssh-ed25519 AAAA…`. */
  hostKeys: string[];
}

/**
 * Reads a machine's report.
 * @param digest of the document that the machine was made from
 */
export function machineReport(lines: readonly string[], digest: string): MachineReport {
  const said = (pattern: RegExp): string[] => lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
  return {
    isReady: said(/\bspe: ready (\S+)/).includes(digest),
    failures: said(/\bspe: failed (.*)/),
    hostKeys: [...new Set(said(/\bspe: host-key ([a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2})/))],
  };
}
