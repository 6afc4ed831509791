import { clearScreenDown, moveCursor } from "node:readline";
import { formatDuration } from "./duration";

/** What progress is written to: a terminal gets live lines, everything else whole lines only. */
export interface ProgressStream extends NodeJS.WritableStream {
  isTTY?: boolean;
  columns?: number;
}

/** How a step ended. */
export type Outcome = "done" | "failed";

interface Line {
  title: string;
  usualSeconds: number;
  startedAt: number;
  timer: NodeJS.Timeout;
}

/** Without a terminal, a line about a running step is written this often, in milliseconds. */
const QUIET_INTERVAL = 30_000;

/** On a terminal, the live lines are redrawn this often, in milliseconds. */
const LIVE_INTERVAL = 1_000;

/** Shows the steps that run: what each does, how long so far, how long it usually takes. */
export class Progress {
  private readonly running = new Set<Line>();
  private drawn = 0;

  /**
   * @param stream where to write; standard error, because standard output belongs to the command's result (`--json`)
   * @param quietInterval milliseconds between two lines about the same step without a terminal
   */
  constructor(
    private readonly stream: ProgressStream,
    private readonly quietInterval = QUIET_INTERVAL,
  ) {}

  /** Shows a step from now on. Call the returned function when it ended. */
  start(title: string, usualSeconds: number): (outcome: Outcome) => void {
    const live = this.stream.isTTY === true;
    const line: Line = {
      title,
      usualSeconds,
      startedAt: Date.now(),
      timer: setInterval(
        () => (live ? this.redraw() : this.stream.write(`${this.describe(line)}\n`)),
        live ? LIVE_INTERVAL : this.quietInterval,
      ),
    };
    line.timer.unref(); // a step that ended its process early must not keep it alive
    this.running.add(line);
    if (live) this.redraw();
    else this.stream.write(`${title}: started${usually(usualSeconds)}\n`);
    return (outcome) => {
      clearInterval(line.timer);
      this.running.delete(line);
      const took = formatDuration(Date.now() - line.startedAt);
      this.say(outcome === "done" ? `${title}: done in ${took}` : `${title}: failed after ${took}`);
    };
  }

  /** Shows a step for as long as its work takes. */
  async step<T>(title: string, usualSeconds: number, work: () => Promise<T>): Promise<T> {
    const end = this.start(title, usualSeconds);
    try {
      const result = await work();
      end("done");
      return result;
    } catch (error) {
      end("failed");
      throw error;
    }
  }

  /** Writes whole lines, above the live lines if there are any. */
  say(text: string): void {
    this.erase();
    this.stream.write(`${text}\n`);
    if (this.stream.isTTY) this.redraw();
  }

  private redraw(): void {
    this.erase();
    const width = (this.stream.columns || 80) - 1; // a full line would wrap, and erase() counts lines
    for (const line of this.running) this.stream.write(`${this.describe(line).slice(0, width)}\n`);
    this.drawn = this.running.size;
  }

  private erase(): void {
    if (this.drawn === 0) return;
    moveCursor(this.stream, 0, -this.drawn);
    clearScreenDown(this.stream);
    this.drawn = 0;
  }

  private describe(line: Line): string {
    return `${line.title}: ${formatDuration(Date.now() - line.startedAt)} so far${usually(line.usualSeconds)}`;
  }
}

function usually(seconds: number): string {
  return ` (usually ${formatDuration(seconds * 1000)})`;
}

/** The progress of this process, on standard error. */
export const progress = new Progress(process.stderr);
