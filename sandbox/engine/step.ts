import { spawn } from "node:child_process";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import { formatDuration } from "./duration";
import { watchMemory } from "./memory";
import { type Progress, progress } from "./progress";
import { recordStep } from "./summary";

/** One piece of set-up work that a person waits for. */
export interface Step {
  /** What it does, as the person reads it: `pulumi CLI 3.259.0`. */
  title: string;
  /** How long it usually takes on 2 cores, in seconds. */
  usualSeconds: number;
  /** File that receives everything its programs write (0600, overwritten). */
  logFile: string;
  /**
   * What to do after a failure.
   * @default "run the same command again: what was downloaded or built so far is kept"
   */
  goOn?: string;
}

/** What a step's work is given. */
export interface StepContext {
  /** Appends a line to the step's log. */
  log(line: string): void;
  /**
   * Runs a program without a shell and without input; its output goes to the step's log.
   * @throws Error when it cannot be started or does not exit with 0
   */
  run(program: string, args: string[], options?: RunOptions): Promise<void>;
}

export interface RunOptions {
  /** @default the working directory of this process */
  cwd?: string;
  /** Added to the environment of this process; undefined takes a variable away. @default nothing */
  env?: Record<string, string | undefined>;
}

/** How many of the log's last lines a failure shows. */
const TAIL = 15;

/** A step that failed, with everything a person needs to go on. */
export class StepFailed extends Error {
  constructor(step: Step, milliseconds: number, reason: string, lastLines: string[]) {
    const goOn = step.goOn ?? "run the same command again: what was downloaded or built so far is kept";
    super(
      [
        `${step.title} failed after ${formatDuration(milliseconds)}: ${reason}`,
        ...(lastLines.length === 0
          ? []
          : ["last lines of its log:", ...lastLines.map((line) => `  ${line}`)]),
        `log: ${step.logFile}`,
        `to go on: ${goOn}`,
      ].join("\n"),
    );
    this.name = "StepFailed";
  }
}

/**
 * Runs a step's work with its progress shown and its programs' output logged.
 * @param display where the progress is shown
 * @throws StepFailed
 */
export async function runStep<T>(
  step: Step,
  work: (context: StepContext) => Promise<T>,
  display: Progress = progress,
): Promise<T> {
  await mkdir(dirname(step.logFile), { recursive: true });
  const file = await open(step.logFile, "w", 0o600);
  const stream = file.createWriteStream();
  const tail: string[] = [];
  const log = (line: string) => {
    const clean = withoutCredentials(stripVTControlCharacters(line));
    stream.write(`${clean}\n`);
    tail.push(clean);
    if (tail.length > TAIL) tail.shift();
  };
  const startedAt = Date.now();
  const end = display.start(step.title, step.usualSeconds);
  const endWatch = watchMemory();
  try {
    const result = await work({ log, run: (...args) => runLogged(log, ...args) });
    end("done");
    return result;
  } catch (error) {
    end("failed");
    const reason = withoutCredentials(error instanceof Error ? error.message : String(error));
    throw new StepFailed(step, Date.now() - startedAt, reason, tail);
  } finally {
    recordStep({ title: step.title, milliseconds: Date.now() - startedAt, peakBytes: endWatch() });
    await new Promise((resolve) => stream.end(resolve));
  }
}

async function runLogged(
  log: (line: string) => void,
  program: string,
  args: string[],
  options: RunOptions = {},
): Promise<void> {
  log(`$ ${[program, ...args].join(" ")}`);
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const output of [child.stdout, child.stderr]) createInterface({ input: output }).on("line", log);
  await new Promise<void>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ENOENT" ? new Error(`"${program}" is not installed or not on PATH`) : error),
    );
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`"${program}" ${signal ? `was ended by ${signal}` : `exited with ${code}`}`));
    });
  });
}

/** Proxies and mirrors are often given as https://user:password@host, and tools print them when they fail. */
function withoutCredentials(line: string): string {
  return line.replace(/:\/\/[^/\s@]+@/g, "://***@");
}
