import { setTimeout as sleep } from "node:timers/promises";
import { engineStop } from "./engine-stop";

/** Pauses and lines for people; a test has its own. */
export interface Surroundings {
  /** Waits. @throws where the engine wants to end */
  pause(seconds: number): Promise<unknown>;
  /** Shows how far it is. */
  say(line: string): void;
}

/** As the dynamic provider has them: what it prints, the engine shows. */
export const atEngine: Surroundings = {
  pause: (seconds) =>
    sleep(seconds * 1000, undefined, { signal: engineStop }).catch(() => {
      throw new Error("interrupted; the next pulumi up goes on with it");
    }),
  say: (line) => console.log(line),
};

const firstPauseSeconds = 1;
const longestPauseSeconds = 10;

/** Waits for one cluster until its time is over, and says what it waits for when that changes. */
export class Patience {
  private readonly end: number;

  constructor(
    private readonly subject: string,
    private readonly minutes: number,
    private readonly surroundings: Surroundings,
  ) {
    this.end = Date.now() + minutes * 60_000;
  }

  /**
   * Looks again and again.
   * @param state what the cluster is to be: `ready`
   * @param look gives what is still missing, or undefined when nothing is
   * @throws Error with what is missing when the time is over
   */
  async until(state: string, look: () => Promise<string | undefined>): Promise<void> {
    let said: string | undefined;
    for (let seconds = firstPauseSeconds; ; seconds = Math.min(seconds * 1.5, longestPauseSeconds)) {
      const missing = await look();
      if (missing === undefined) return;
      if (Date.now() >= this.end)
        throw new Error(`${this.subject} is not ${state} after ${this.minutes} minutes: ${missing}`);
      if (missing !== said) this.surroundings.say(`${this.subject}: ${missing}`);
      said = missing;
      await this.surroundings.pause(seconds);
    }
  }
}
