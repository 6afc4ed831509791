import type { Guarded, PersonAccess } from "./environment-access";
import type { Decider, Right } from "./rights";
import { rightsLines } from "./rights-lines";
import { paragraphs, textTable } from "./text-table";

/** What one person may and may not do, and which statement decides that. */
export function personText(person: PersonAccess, isTerminal: boolean): string {
  const { name, is, longCredentials, accessKey, endpoints } = person;
  const guards: [string, Guarded][] = [
    ["credentials for longer than an hour", longCredentials],
    ["an access key of their own", accessKey],
  ];
  const guardRows = guards.map(([what, guarded]) => [what, yesOrNo(guarded), deciderOfGuarded(guarded)]);
  return paragraphs(
    [`${name}: ${is}`, `may use: ${endpoints.join(", ") || "nothing"}`],
    textTable(["bucket", "where", "request", "may", "by"], rightsRows(person), isTerminal),
    textTable(["beside that", "may", "by"], guardRows, isTerminal),
  );
}

/** Bucket by bucket, what is allowed first. */
function rightsRows({ rights }: PersonAccess): string[][] {
  const buckets = [...new Set(rights.map(({ bucket }) => bucket))];
  const lines = rightsLines(rights, rights, (right) => `${right.allowed} ${deciderOfRight(right)}`);
  return buckets
    .flatMap((bucket) => [true, false].map((may) => [bucket, may] as const))
    .flatMap(([bucket, may]) => lines.filter((it) => it.bucket === bucket && it.rights[0].allowed === may))
    .map(({ bucket, where, requests, rights: [example] }) => [
      bucket,
      where,
      requests.join(", "),
      yesOrNo(example),
      deciderOfRight(example),
    ]);
}

const yesOrNo = ({ allowed }: { allowed: boolean }): string => (allowed ? "yes" : "no");

const deciderOfRight = ({ by }: Right): string => (by ? inWords(by) : "no statement allows it");

const deciderOfGuarded = ({ allowed, by }: Guarded): string =>
  by ? inWords(by) : allowed ? "no statement denies it" : "needs a login";

const inWords = ({ policy, sid, until }: Decider): string =>
  `${policy} ${sid}${until === undefined ? "" : ` until ${until}`}`;
