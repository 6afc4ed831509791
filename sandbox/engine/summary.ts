import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory } from "./cache";
import { formatDuration } from "./duration";

/** A step that ended in this process, as the summary and the measurements need it. */
export interface StepRecord {
  title: string;
  milliseconds: number;
  /** Highest resident memory of this process and the programs below it; undefined where it cannot be seen. */
  peakBytes: number | undefined;
}

/** Holds the time (milliseconds since 1970) at which bootstrap.js began. */
const STARTED = "SPE_STARTED_AT";

const records: StepRecord[] = [];

/** Remembers a step that ended. */
export function recordStep(record: StepRecord): void {
  records.push(record);
}

/**
 * One line about what set-up cost: time since the command began, peak memory, disk.
 * @returns undefined when nothing had to be made
 */
export async function setUpSummary(): Promise<string | undefined> {
  if (records.length === 0) return undefined;
  const steps = records.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const started = Number(process.env[STARTED]);
  const took = formatDuration(started > 0 ? Date.now() - started : steps);
  const peaks = records.flatMap(({ peakBytes }) => peakBytes ?? []);
  const memory = peaks.length === 0 ? [] : [`peak memory ${formatBytes(Math.max(...peaks))}`];
  const disk = `${formatBytes(await diskUsed(cacheDirectory()))} in ${cacheDirectory()}`;
  return `set-up: ${[took, ...memory, disk].join(", ")}`;
}

function formatBytes(bytes: number): string {
  const megabytes = bytes / 1e6;
  return megabytes < 1000 ? `${Math.round(megabytes)} MB` : `${(megabytes / 1000).toFixed(1)} GB`;
}

/** Disk that a folder takes, in bytes; a file with several names counts once. */
async function diskUsed(folder: string): Promise<number> {
  const seen = new Map<number, number>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const { ino, blocks } = await stat(join(entry.parentPath, entry.name));
    seen.set(ino, blocks * 512);
  }
  return [...seen.values()].reduce((sum, bytes) => sum + bytes, 0);
}
