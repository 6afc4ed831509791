import { compare } from "./against";
import { type EnvironmentPlace, placeOf, readFiles } from "./environment-files";
import { judgeEnvironment } from "./judge-environment";
import { judgePreview } from "./preview";
import { type Environment, readEnvironment } from "./read-environment";
import { judgeState } from "./state";
import type { Result, Verdict } from "./verdict";
import { WrongEnvironment } from "./wrong-environment";

/** What is judged beside the settings alone. */
export interface CheckOptions {
  /** A commit to compare with, by any name that git takes. */
  against?: string;
  /** Whether the engine's preview judges as well. */
  preview?: boolean;
  /** State to judge in place of the settings: an exported file, or the name of a stack. */
  state?: string;
}

/**
 * Judges environments by the pack, one after the other; none keeps the others from being judged.
 * @param environments names, or paths of stack files
 */
export async function check(environments: readonly string[], options: CheckOptions = {}): Promise<Result[]> {
  const results: Result[] = [];
  for (const place of environments.map(placeOf)) results.push(await checkOne(place, options));
  return results;
}

async function checkOne(place: EnvironmentPlace, options: CheckOptions): Promise<Result> {
  const files = readFiles(place);
  const noVerdict = { environment: place.name, file: files.stack.path };
  try {
    const environment = readEnvironment(files);
    const verdict = await judged(place, environment, options);
    if (options.against === undefined) return verdict;
    return { ...verdict, comparison: await compare(place, verdict, options.against) };
  } catch (error) {
    if (error instanceof WrongEnvironment) return { ...noVerdict, problems: error.problems };
    return { ...noVerdict, problems: [], failure: (error as Error).message };
  }
}

async function judged(
  place: EnvironmentPlace,
  environment: Environment,
  { preview, state }: CheckOptions,
): Promise<Verdict> {
  if (state !== undefined) return judgeState(environment, state);
  const verdict = await judgeEnvironment(environment);
  return preview ? judgePreview(place, environment, verdict) : verdict;
}
