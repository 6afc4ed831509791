import type { CloudSurvey, Named } from "../../components";
import { nearest } from "../settings/nearest";
import type { CloudEnvironment, CloudNeeds } from "./cloud-needs";

/** What every question to a cloud is asked with. */
export interface CloudQuestion {
  survey: CloudSurvey;
  environment: CloudEnvironment;
  needs: CloudNeeds;
  /** The project in OpenStack that the credential belongs to. */
  project: Named;
}

/** Most names that a problem lists. */
const mostNames = 10;

/** Names in words: those of a list, the longer ones cut. */
export function inWords(names: readonly string[]): string {
  const sorted = [...new Set(names)].sort();
  if (sorted.length === 0) return "none";
  const more = sorted.length - mostNames;
  return `${sorted.slice(0, mostNames).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** A name that the cloud must have once. */
export interface WantedName {
  /** What it names, `image`. */
  what: string;
  name: string;
  /** Where the name comes from, as in ", which the site surf calls it". @default the settings: nothing to say */
  origin?: string;
}

/** The problem that a name is which the cloud does not have, or has twice. */
export function nameProblem(
  { what, name, origin = "" }: WantedName,
  found: readonly { name: string }[],
): string | undefined {
  const names = found.map((it) => it.name);
  const times = names.filter((it) => it === name).length;
  if (times === 1) return undefined;
  if (times > 1)
    return `the cloud has the ${what} "${name}"${origin} ${times} times, and must have it once; have the others renamed`;
  const meant = nearest(name, names);
  return `the cloud has no ${what} "${name}"${origin}; it has ${inWords(names)}${meant === undefined ? "" : `; did you mean "${meant}"?`}`;
}

/** The problem at its setting, where there is one. */
export const at = (setting: string, problem: string | undefined): string[] =>
  problem === undefined ? [] : [`${setting}: ${problem}`];
