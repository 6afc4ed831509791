/** One thing that was tried. */
export interface Proof {
  /** What should be, as a sentence: `alice reads back what she put`. */
  claim: string;
  /** What happened, where it is not what should be. */
  failure?: string;
}

/** Tries something; what goes wrong in it is what the proof says. */
export async function claim(text: string, attempt: () => Promise<unknown> | unknown): Promise<Proof> {
  try {
    await attempt();
    return { claim: text };
  } catch (error) {
    return { claim: text, failure: error instanceof Error ? error.message : String(error) };
  }
}
