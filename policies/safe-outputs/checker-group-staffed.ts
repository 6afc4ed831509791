import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { bucketRoleOf } from "../kit/bucket-role";
import { fiveSafes } from "../kit/five-safes";
import { customMappers, givesToSomebody, readGroupMapper } from "../kit/group-mapper";
import { labelsOf } from "../kit/labels";
import { perList } from "../kit/per-list";
import { nameOf, resourcesOfType } from "../kit/resource";
import { membershipsOf, ofSameProject, type RoleGroup, readRoleGroup, roleGroups } from "../kit/role-groups";
import type { StackRule } from "../kit/rule";
import { tierOf, tierSchema } from "../kit/tier";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";

/** Two pairs of eyes. */
const minimum = 2;
const approvalsKey = "spe.approvals";

/** Where nobody checks, results leave unchecked, or never. */
export const checkerGroupStaffed: StackRule = {
  name: "safe-outputs-checker-group-staffed",
  description: "Where people can ask for egress, there is a group of output checkers, and people in it.",
  severity: "high",
  framework: fiveSafes("safe-outputs", {
    control: "O-05",
    satre: ["3.3.05", "3.1.07"],
    also: ["AzureTRE#4568", "OpenSAFELY two reviews"],
  }),
  remediationSteps: `Give the project a group for checkers and lead an entitlement to it, or put at least ${minimum} people into it.`,
  configSchema: { properties: { tier: tierSchema } },
  validateStack: ({ resources, getConfig }, report) => {
    const { tier } = getConfig<{ tier?: number }>();
    const buckets = resourcesOfType(resources, "minio:index/s3Bucket:S3Bucket");
    const requests = buckets.filter((it) => ifKnown(() => isForRequests(it)));
    const checkers = roleGroups(resources, "checker");
    checkAll(
      () => {
        for (const group of roleGroups(resources, "researcher"))
          if (ofSameProject(group, checkers).length === 0)
            report(
              `group "${nameOf(group.resource, "name")}" has no checkers beside it; add the project's group for output checkers`,
              group.resource.urn,
            );
      },
      () => {
        for (const bucket of requests)
          if (checkers.length === 0)
            report(
              `bucket "${nameOf(bucket, "bucket")}" has no checkers; add a group for output checkers`,
              bucket.urn,
            );
      },
      () => checkEach(checkers, (group) => checkApprovals(group, tier, report)),
      () => {
        if (requests.length > 0) checkEach(checkers, (group) => checkStaff(group, resources, report));
      },
      // what cannot be told may be a bucket for requests or a group
      () => checkEach(buckets, (bucket) => void isForRequests(bucket)),
      () => checkEach(resources, (resource) => void readRoleGroup(resource)),
    );
  },
};

const isForRequests = ({ props }: PolicyResource): boolean =>
  bucketRoleOf(String(props.bucket)) === "egress-request";

function checkApprovals({ resource }: RoleGroup, configured: unknown, report: ReportViolation): void {
  const labels = labelsOf[resource.type]?.(resource.props) ?? {};
  const approvals = labels[approvalsKey];
  if (approvals === undefined || tierOf(configured, labels) < 2 || Number(approvals) >= minimum) return;
  report(
    `group "${nameOf(resource, "name")}" lets out what ${approvals} approve; set "${approvalsKey}" to ${minimum} or more`,
    resource.urn,
  );
}

function checkStaff(group: RoleGroup, resources: readonly PolicyResource[], report: ReportViolation): void {
  const { resource, project } = group;
  const { projects, unknown } = entitlements(customMappers(resources));
  // how many an entitlement leads here, only its authority knows
  if (project === undefined ? projects.size > 0 : projects.has(project)) return;
  const members = membershipsOf(group, resources);
  if (new Set(members.flatMap(({ person }) => ifKnown(person) ?? [])).size >= minimum) return;
  checkAll(
    () => void (unknown && checkersPath(unknown)),
    () => checkEach(members, ({ person }) => void person()),
  );
  report(
    `group "${nameOf(resource, "name")}" has fewer than ${minimum} checkers; lead an entitlement to it, or put people into it`,
    resource.urn,
  );
}

/** The projects to whose checkers mappers lead somebody, and the first mapper that cannot be told. */
const entitlements = perList((mappers: readonly PolicyResource[]) => ({
  projects: new Set(mappers.flatMap((mapper) => ifKnown(() => checkersPath(mapper)) ?? [])),
  unknown: mappers.find((mapper) => ifKnown(() => checkersPath(mapper)) === undefined),
}));

/** What stands above the group of checkers that a mapper leads somebody to, of which the project is one; nothing for any other. */
function checkersPath(mapper: PolicyResource): string[] {
  const read = readGroupMapper(mapper);
  const [role, ...path] = read?.gives.split("/").reverse() ?? [];
  return read !== undefined && givesToSomebody(read) && role === "checker" ? path : [];
}
