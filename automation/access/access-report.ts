import { accessChanges, changesText } from "./access-changes";
import { accessOf, type PersonAccess } from "./environment-access";
import { overviewText } from "./overview-text";
import { personText } from "./person-text";
import { readSettings, readSettingsAt } from "./read-settings";

/** What is asked for. */
export interface AccessQuestion {
  /** One of the sample people, or a name of the settings. @default everybody */
  as?: string;
  /** A commit to compare with. @default none */
  diff?: string;
  format: "people" | "json";
  /** Whether a terminal shows it. @default false */
  isTerminal?: boolean;
}

/** Somebody is asked for who is none of the environment's sample people. */
export class UnknownPerson extends Error {
  override readonly name = "UnknownPerson";
}

/**
 * Answers who may do what, as text to print.
 * @param environment name in infra/environments, or path of a stack file
 * @throws WrongEnvironment, UnreadableReference, UnknownPerson
 */
export function accessReport(environment: string, question: AccessQuestion, today: Date): string {
  const { as, diff, format, isTerminal = false } = question;
  const now = accessOf(readSettings(environment), today);
  if (diff !== undefined) {
    const settings = readSettingsAt(environment, diff);
    const before = settings && accessOf(settings, today);
    if (as !== undefined) refuseUnknown(as, [...now.people, ...(before?.people ?? [])]);
    const changes = accessChanges(before, now, as === undefined ? undefined : isCalled(as));
    return format === "json" ? jsonText({ against: diff, changes }) : changesText(changes);
  }
  if (as === undefined) return format === "json" ? jsonText(now) : overviewText(now, isTerminal);
  refuseUnknown(as, now.people);
  const people = now.people.filter(isCalled(as));
  return format === "json"
    ? jsonText({ project: now.project, people })
    : people.map((person) => personText(person, isTerminal)).join("\n");
}

/** By the whole name, by that of somebody in whatever role, or by a machine's own. */
const isCalled =
  (as: string) =>
  ({ name, named }: PersonAccess): boolean =>
    [name, named?.person, name.replace(/^machine /, "")].includes(as);

function refuseUnknown(as: string, people: readonly PersonAccess[]): void {
  if (people.some(isCalled(as))) return;
  const names = [...new Set(people.map(({ name, named }) => named?.person ?? name))];
  throw new UnknownPerson(`nobody here is called "${as}"; there are ${names.join(", ")}`);
}

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
