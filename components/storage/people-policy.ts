import type { BucketRole, PeopleRole } from "../five-safes";
import { peopleRoles } from "../five-safes";
import { bucketName } from "../naming";
import {
  type BucketOf,
  multipartActions,
  type PolicyDocument,
  policyDocument,
  type Statement,
} from "./policy-document";
import { type PolicyScope, peopleCondition } from "./role-policies";

/** A right in one bucket for one person, beside what the person's role gives. */
export interface NamedPerson {
  /** The person's `sub` at the upstream, which the realm's tokens carry as `upn`. */
  id: string;
  /** Who that is, for readers; nothing is made of it. */
  name?: string;
  bucket: BucketOf;
  /** `write` includes `read`. On input, `write` is never a researcher's; neither is `read` on requests, releases and audit. */
  access: "read" | "write";
  /** Last day of the right, ISO date, in UTC. @default no end */
  until?: string;
}

/** Buckets that a named person cannot write: what is in them comes from checkers and from the servers. */
export const unwritableByName: readonly BucketRole[] = ["release", "audit"];

/** What a named researcher may do; what is not here needs another role of the project. */
const researchersMay = (role: BucketRole, access: NamedPerson["access"]): boolean =>
  role === "scratch" || (role === "input" && access === "read");

/** Rights of named people: by the upstream's `sub`, as long as they have a role in the project. */
export function peopleDocument(
  scope: Pick<PolicyScope, "projectId" | "sourceRanges">,
  people: NamedPerson[],
): PolicyDocument {
  const rights = new Map<string, Right>();
  for (const { id, bucket, access, until } of people) {
    const key = JSON.stringify([bucket.role, bucket.name, access, until]);
    const right = rights.get(key) ?? { bucket, access, until, ids: [] };
    right.ids.push(id);
    rights.set(key, right);
  }
  return policyDocument([...rights.values()].flatMap((right, i) => rightStatements(scope, right, i + 1)));
}

/** One right and all who have it, because a document's size is limited. */
type Right = Pick<NamedPerson, "bucket" | "access" | "until"> & { ids: string[] };

function rightStatements(
  scope: Pick<PolicyScope, "projectId" | "sourceRanges">,
  { bucket, access, until, ids }: Right,
  number: number,
): Statement[] {
  const arn = `arn:aws:s3:::${bucketName(scope.projectId, bucket.role, bucket.name)}`;
  const allow = (
    sid: string,
    resource: string,
    actions: string[],
    roles: readonly PeopleRole[],
  ): Statement => ({
    Sid: `${sid}${number}`,
    Effect: "Allow",
    Action: actions,
    Resource: [resource],
    Condition: {
      ...peopleCondition(scope, roles),
      StringEquals: { "jwt:upn": ids },
      ...(until === undefined
        ? {}
        : { DateLessThan: { "aws:CurrentTime": [`${dayAfter(until)}T00:00:00Z`] } }),
    },
  });
  const rolesFor = (wanted: NamedPerson["access"]): readonly PeopleRole[] =>
    peopleRoles.filter((role) => role !== "researcher" || researchersMay(bucket.role, wanted));
  const change = bucket.role === "scratch" ? ["s3:PutObject", "s3:DeleteObject"] : ["s3:PutObject"];
  return [
    allow("List", arn, ["s3:ListBucket"], rolesFor("read")),
    allow("Read", `${arn}/*`, ["s3:GetObject"], rolesFor("read")),
    ...(access === "write"
      ? [allow("Write", `${arn}/*`, [...change, ...multipartActions], rolesFor("write"))]
      : []),
  ];
}

/** The day after an ISO date. */
function dayAfter(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}
