/** `spe` as a process of its own, as a person at a shell runs it. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../../sandbox/engine";
import { processes } from "./process-list";
import type { TestEnvironment } from "./test-sandbox";

/** How a run ended, and what could be seen of it. */
export interface SpeRun {
  /** Exit code. */
  code: number | null;
  /** What it printed. */
  output: string;
  /** What it printed to standard error. */
  errors: string;
  /** Command lines of all processes of the machine while it ran. */
  commandLines: ReadonlySet<string>;
}

/**
 * Runs `spe` with the variables that `. .spe/env` gives a shell.
 * @param variables what is different from that
 */
export function spe(
  { engine }: Pick<TestEnvironment, "engine">,
  args: string[],
  variables: Record<string, string> = {},
): Promise<SpeRun> {
  return new Promise((resolve, reject) => {
    const program = join(projectRoot, "automation", "spe");
    const env = { ...engine, ...variables };
    const child = spawn(process.execPath, [program, ...args], { cwd: projectRoot, env });
    const text = { output: "", errors: "" };
    child.stdout.on("data", (data) => {
      text.output += data;
    });
    child.stderr.on("data", (data) => {
      text.errors += data;
    });
    const commandLines = new Set<string>();
    const watch = setInterval(() => {
      for (const line of processes("cmdline")) commandLines.add(line.replaceAll("\0", " ").trim());
    }, 10);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(watch);
      resolve({ code, ...text, commandLines });
    });
  });
}
