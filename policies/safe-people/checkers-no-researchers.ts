import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { examplesOf, matchesClaim } from "../kit/claim-pattern";
import { fiveSafes } from "../kit/five-safes";
import { customMappers, type GroupMapper, readGroupMapper } from "../kit/group-mapper";
import { naming } from "../kit/naming";
import { nameOf } from "../kit/resource";
import { membershipsOf, ofSameProject, readRoleGroup, roleGroups } from "../kit/role-groups";
import type { StackRule } from "../kit/rule";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";

/** Whoever checks their own requests for egress is checked by nobody. */
export const checkersNoResearchers: StackRule = {
  name: "safe-people-checkers-no-researchers",
  description: "Nobody is researcher and output checker of one project.",
  severity: "high",
  framework: fiveSafes("safe-people", {
    control: "U-25",
    satre: ["3.3.05", "3.1.07"],
    also: ["trevor ADR-0010", "OpenSAFELY output checking"],
  }),
  remediationSteps: "Take the person out of one of the groups; give each role an entitlement of its own.",
  validateStack: ({ resources }, report) =>
    checkAll(
      () => checkMembers(resources, report),
      () => checkMappers(resources, report),
      // groups that cannot be told may be for either role
      () => checkEach(resources, (resource) => void readRoleGroup(resource)),
    ),
};

function checkMembers(resources: readonly PolicyResource[], report: ReportViolation): void {
  const researchers = roleGroups(resources, "researcher");
  checkEach(roleGroups(resources, "checker"), (checkerGroup) => {
    const checking = membershipsOf(checkerGroup, resources);
    const checkers = new Set(checking.map(({ person }) => ifKnown(person)));
    const researching = ofSameProject(checkerGroup, researchers).flatMap((group) =>
      membershipsOf(group, resources),
    );
    checkAll(
      () =>
        checkEach(researching, ({ person, resource }) => {
          if (checkers.has(person()))
            report(
              `person "${person()}" is researcher and checker of one project; take the person out of one of the groups`,
              resource.urn,
            );
        }),
      () => checkEach(checking, ({ person }) => void person()),
    );
  });
}

/** Where people come into groups by entitlements, no value of the claim may lead into both. */
function checkMappers(resources: readonly PolicyResource[], report: ReportViolation): void {
  const mappers = customMappers(resources);
  const of = (role: string): PolicyResource[] =>
    mappers.filter((it) => ifKnown(() => readGroupMapper(it))?.gives.endsWith(`/${role}`));
  const researchers = Map.groupBy(of("researcher"), parentOf);
  for (const checker of of("checker"))
    for (const researcher of naming(researchers.get(parentOf(checker)) ?? [], "realm", checker, ["realm"]))
      if (overlaps(readGroupMapper(researcher), readGroupMapper(checker)))
        report(
          `mapper "${nameOf(checker, "name")}" makes checkers of people whom mapper "${nameOf(researcher, "name")}" makes researchers; give each role an entitlement of its own`,
          checker.urn,
        );
  checkEach(mappers, (mapper) => void readGroupMapper(mapper));
}

/** Path of what has the group that a mapper gives, which is the project's. */
function parentOf(mapper: PolicyResource): string {
  const path = readGroupMapper(mapper)?.gives ?? "";
  return path.slice(0, path.lastIndexOf("/"));
}

const overlaps = (one?: GroupMapper, other?: GroupMapper): boolean => {
  const [claim, ...more] = one?.claims ?? [];
  const [wanted, ...others] = other?.claims ?? [];
  // with several claims that must all hold, nothing is said of any one of them
  if (!one || !other || !claim || !wanted || more.length + others.length > 0) return false;
  return claim.key === wanted.key && (leadsTo(one, other) || leadsTo(other, one));
};

const leadsTo = (from: GroupMapper, to: GroupMapper): boolean =>
  valuesOf(from).some((value) =>
    to.claims.some((claim) => (to.isPattern ? matchesClaim(claim.value, value) : claim.value === value)),
  );

const valuesOf = ({ claims, isPattern }: GroupMapper): string[] =>
  claims.flatMap(({ value }) => (isPattern ? examplesOf(value) : [value]));
