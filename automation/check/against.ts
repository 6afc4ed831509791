import type { PackFacts } from "../../infra/pack-facts";
import { commitOf, type EnvironmentPlace, hasText, readFilesAt } from "./environment-files";
import { judgeEnvironment } from "./judge-environment";
import { readEnvironment } from "./read-environment";
import type { JudgedFinding, Verdict } from "./verdict";
import { WrongEnvironment } from "./wrong-environment";

/**
 * What a change does to the verdict on an environment. Only its files are taken from the commit: program and rules are
 * those of the working tree both times, so that the difference is what the environment itself changes.
 */
export interface Comparison {
  /** As it was given, for example `origin/main`. */
  ref: string;
  commit: string;
  /** Why there was nothing to compare with, for example because the environment is new; then everything is new. */
  note?: string;
  broken: JudgedFinding[];
  mended: JudgedFinding[];
  exemptionsAdded: PackFacts["exemptions"];
}

/**
 * Compares the verdict on an environment with that on its files at a commit.
 * @throws Error where git knows no such commit
 */
export async function compare(place: EnvironmentPlace, now: Verdict, ref: string): Promise<Comparison> {
  const commit = commitOf(place, ref);
  const { verdict: before, note } = await verdictAt(place, commit);
  return {
    ref,
    commit,
    ...(note === undefined ? {} : { note }),
    broken: without(now.findings, before?.findings ?? [], findingKey),
    mended: without(before?.findings ?? [], now.findings, findingKey),
    exemptionsAdded: without(now.exemptions, before?.exemptions ?? [], exemptionKey),
  };
}

async function verdictAt(
  place: EnvironmentPlace,
  commit: string,
): Promise<{ verdict?: Verdict; note?: string }> {
  const files = readFilesAt(place, commit);
  if (!hasText(files.stack)) return { note: "the environment is new" };
  try {
    return { verdict: await judgeEnvironment(readEnvironment(files)) };
  } catch (error) {
    const why = error instanceof WrongEnvironment ? "its settings were wrong" : "it could not be judged";
    return { note: `${why} there` };
  }
}

function without<T>(items: readonly T[], others: readonly T[], key: (item: T) => string): T[] {
  const known = new Set(others.map(key));
  return items.filter((item) => !known.has(key(item)));
}

/** A finding on the same resource stays the same when its words change; one on the whole environment has its words only. */
const findingKey = ({ rule, outcome, urn, message }: JudgedFinding): string =>
  [rule, outcome, urn ?? message].join(" ");

const exemptionKey = ({ rule, urn, expires }: Comparison["exemptionsAdded"][number]): string =>
  [rule, urn, expires].join(" ");
