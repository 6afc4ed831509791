import { cpus, totalmem } from "node:os";

/** One figure: what was measured, how often, and what came out. */
export interface Figure {
  what: string;
  /** Each run's time, in milliseconds. */
  runs: number[];
}

/** Runs work several times and keeps each time. */
export async function measure(
  what: string,
  times: number,
  work: () => unknown | Promise<unknown>,
): Promise<Figure> {
  const runs: number[] = [];
  for (let run = 0; run < times; run++) {
    const before = performance.now();
    await work();
    runs.push(performance.now() - before);
  }
  process.stderr.write(`${what}: ${seconds(median(runs))}\n`);
  return { what, runs };
}

/** The middle one of several values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return ((sorted[middle] ?? Number.NaN) + (sorted[sorted.length - 1 - middle] ?? Number.NaN)) / 2;
}

/** The figures as a table, with the machine that they are of. */
export function figuresTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, runs }) => {
    const [least, most] = [Math.min(...runs), Math.max(...runs)].map(seconds);
    return `| ${what} | ${seconds(median(runs))} | ${least} to ${most} | ${runs.length} |`;
  });
  return ["| what | median | from, to | runs |", "|---|---|---|---|", ...rows].join("\n");
}

/** The machine, in one line. */
export function machine(): string {
  const [{ model = "unknown" } = {}] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${model.trim()}), ${memory} GiB, ${process.platform}, Node ${process.versions.node}`;
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
