/**
 * What each role of a project may do in its buckets. Everybody who logs in by a provider has all of its policies, so
 * each Allow names the group. MinIO lets a request override what conditions see: `guardDocument` is part of each role.
 */
import type { PeopleRole } from "../five-safes";
import { groupPath } from "../naming";
import {
  type BucketOf,
  bucketArns,
  type Condition,
  multipartActions,
  objectArns,
  type PolicyDocument,
  policyDocument,
  type Statement,
  variable,
} from "./policy-document";

/** What the policies of a project are made from. */
export interface PolicyScope {
  /** Id of the project, for example `heart`. */
  projectId: string;
  buckets: BucketOf[];
  /**
   * What a person's own prefix is called: `subject`, the realm's id of the person, which never changes, or `user-name`,
   * which can be freed and taken by somebody else and must be free of `*` and `?`.
   */
  prefix: "subject" | "user-name";
  /** Whether the root of a bucket with personal prefixes may be listed, which shows the prefixes of others. */
  listNames: boolean;
  /**
   * CIDRs from which people reach the store; empty: any. They bind only behind a proxy that replaces X-Forwarded-For,
   * because MinIO believes its first address (internal/handlers/proxy.go).
   */
  sourceRanges: string[];
}

const personalPrefix = {
  subject: `${variable("jwt:sub")}/`,
  "user-name": `${variable("jwt:preferred_username")}/`,
};

/** The condition of every Allow: one of the roles of the project and, where given, an address within the ranges. */
export const peopleCondition = (
  { projectId, sourceRanges }: Pick<PolicyScope, "projectId" | "sourceRanges">,
  roles: readonly PeopleRole[],
): Condition => ({
  "ForAnyValue:StringEquals": { "jwt:groups": roles.map((role) => groupPath(projectId, role)) },
  ...(sourceRanges.length > 0 ? { IpAddress: { "aws:SourceIp": sourceRanges } } : {}),
});

/** Researchers read the input, work under a prefix of their own and put egress requests there, which nobody can alter. */
export function researcherDocument(scope: PolicyScope): PolicyDocument {
  const allow = allowFor(scope, "researcher");
  const arns = (role: BucketOf["role"]) => bucketArns(scope.projectId, scope.buckets, role);
  const own = personalPrefix[scope.prefix];
  const ownListing = { StringLike: { "s3:prefix": [`${own}*`] } };
  const rootListing = { StringEquals: { "s3:prefix": [""], "s3:delimiter": ["/"] } };
  return policyDocument([
    ...allow(
      "Locate",
      ["s3:GetBucketLocation"],
      [...arns("input"), ...arns("scratch"), ...arns("egress-request")],
    ),
    ...allow("ListInput", ["s3:ListBucket"], arns("input")),
    ...allow("ReadInput", ["s3:GetObject"], objectArns(arns("input"))),
    ...allow("ListOwnScratch", ["s3:ListBucket"], arns("scratch"), ownListing),
    ...(scope.listNames ? allow("ListNames", ["s3:ListBucket"], arns("scratch"), rootListing) : []),
    ...allow(
      "WorkInOwnScratch",
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", ...multipartActions],
      objectArns(arns("scratch"), own),
    ),
    ...allow("RequestEgress", ["s3:PutObject", ...multipartActions], objectArns(arns("egress-request"), own)),
  ]);
}

/** Output checkers read egress requests, by version so that what was checked is what is copied, and put releases. */
export function checkerDocument(scope: PolicyScope): PolicyDocument {
  const allow = allowFor(scope, "checker");
  const requests = bucketArns(scope.projectId, scope.buckets, "egress-request");
  const releases = bucketArns(scope.projectId, scope.buckets, "release");
  return policyDocument([
    ...allow("Locate", ["s3:GetBucketLocation"], [...requests, ...releases]),
    ...allow("ListRequests", ["s3:ListBucket", "s3:ListBucketVersions"], requests),
    ...allow("ReadRequests", ["s3:GetObject", "s3:GetObjectVersion"], objectArns(requests)),
    ...allow("Release", ["s3:PutObject", ...multipartActions], objectArns(releases)),
  ]);
}

/** Managers bring the input in, see its names but not its contents, and read what was released. */
export function managerDocument(scope: PolicyScope): PolicyDocument {
  const allow = allowFor(scope, "manager");
  const inputs = bucketArns(scope.projectId, scope.buckets, "input");
  const releases = bucketArns(scope.projectId, scope.buckets, "release");
  return policyDocument([
    ...allow("Locate", ["s3:GetBucketLocation"], [...inputs, ...releases]),
    ...allow("ListInput", ["s3:ListBucket"], inputs, { StringLike: { "s3:prefix": ["?*"] } }),
    ...allow("ListInputRoot", ["s3:ListBucket"], inputs, {
      StringEquals: { "s3:prefix": [""], "s3:delimiter": ["/"] },
    }),
    ...allow("BringInput", ["s3:PutObject", ...multipartActions], objectArns(inputs)),
    ...allow("ListReleases", ["s3:ListBucket"], releases),
    ...allow("ReadReleases", ["s3:GetObject"], objectArns(releases)),
  ]);
}

/** Statements for one role of people; none where the project has no such bucket. */
const allowFor =
  (scope: PolicyScope, role: PeopleRole) =>
  (sid: string, actions: string[], resources: string[], limits: Condition = {}): Statement[] =>
    resources.length === 0
      ? []
      : [
          {
            Sid: sid,
            Effect: "Allow",
            Action: actions,
            Resource: resources,
            Condition: { ...peopleCondition(scope, [role]), ...limits },
          },
        ];
