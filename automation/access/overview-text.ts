import type { EnvironmentAccess, PersonAccess } from "./environment-access";
import { peopleInWords } from "./people-in-words";
import { isSame, type Right } from "./rights";
import { type RightsLine, rightsLines } from "./rights-lines";
import { paragraphs, textTable } from "./text-table";

/** Who may do what in an environment, at a glance: what is not said is not allowed. */
export function overviewText(environment: EnvironmentAccess, isTerminal: boolean): string {
  const { people, endpoints, entries } = environment;
  const everybodyWho = (holds: (person: PersonAccess) => boolean): string =>
    peopleInWords(people.filter(holds), people) || "nobody";
  const endpointRows = endpoints.map((it) => [it.name, it.for, it.addresses.join(", ")]);
  const entryRows = entries.map(({ who, what }) => [who, what]);
  return paragraphs(
    textTable(["bucket", "who", "where", "may"], bucketRows(environment), isTerminal),
    [
      `nothing in any bucket: ${everybodyWho(({ rights }) => !rights.some(({ allowed }) => allowed))}`,
      `credentials for longer than an hour: ${everybodyWho(({ longCredentials }) => longCredentials.allowed)}`,
      `access keys of their own: ${everybodyWho(({ accessKey }) => accessKey.allowed)}`,
    ],
    textTable(["endpoint", "for", "address"], endpointRows, isTerminal),
    textTable(["who", "gets"], entryRows, isTerminal),
  );
}

/** What each may do in a bucket; of those who are named, the lines with something that their role does not give. */
function bucketRows({ people }: EnvironmentAccess): string[][] {
  const buckets = [...new Set(people.flatMap(({ rights }) => rights.map(({ bucket }) => bucket)))];
  const lines = people.flatMap((person) => {
    const role = people.find(({ name }) => name === person.named?.role);
    return allowedLines(person)
      .filter((line) => !line.rights.every((right) => isAllowedTo(role, right)))
      .map((line) => ({ person, line }));
  });
  return buckets.flatMap((bucket) => {
    const who = new Map<string, PersonAccess[]>();
    for (const { person, line } of lines.filter((it) => it.line.bucket === bucket)) {
      const right = `${line.where}\t${line.requests.join(", ")}`;
      who.set(right, [...(who.get(right) ?? []), person]);
    }
    const rows = [...who].map(([right, some]) => [bucket, peopleInWords(some, people), ...right.split("\t")]);
    return rows.length > 0 ? rows : [[bucket, "nobody"]];
  });
}

const allowedLines = ({ rights }: PersonAccess): RightsLine[] =>
  rightsLines(
    rights.filter(({ allowed }) => allowed),
    rights,
  );

const isAllowedTo = (person: PersonAccess | undefined, right: Right): boolean =>
  person?.rights.some((it) => it.allowed && isSame(it, right)) ?? false;
