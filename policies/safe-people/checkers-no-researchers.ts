import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { examplesOf, matchesClaim } from "../kit/claim-pattern";
import { fiveSafes } from "../kit/five-safes";
import { customMappers, type GroupMapper, readGroupMapper } from "../kit/group-mapper";
import { namedBy, nameOf } from "../kit/resource";
import { isSameProject, membershipsOf, readRoleGroup, roleGroups } from "../kit/role-groups";
import type { StackRule } from "../kit/rule";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";

type Mapper = GroupMapper & { resource: PolicyResource };

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
    const researching = researchers
      .filter((group) => isSameProject(group, checkerGroup))
      .flatMap((group) => membershipsOf(group, resources));
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
  const of = (role: string): Mapper[] =>
    mappers.flatMap((resource) => {
      const mapper = ifKnown(() => readGroupMapper(resource));
      return mapper?.gives.endsWith(`/${role}`) ? [{ ...mapper, resource }] : [];
    });
  const researchers = of("researcher");
  for (const checker of of("checker"))
    for (const researcher of researchers.filter((it) => isSamePlace(it, checker)))
      if (overlaps(researcher, checker))
        report(
          `mapper "${nameOf(checker.resource, "name")}" makes checkers of people whom mapper "${nameOf(researcher.resource, "name")}" makes researchers; give each role an entitlement of its own`,
          checker.resource.urn,
        );
  checkEach(mappers, (mapper) => void readGroupMapper(mapper));
}

/** Whether two mappers are of one broker and lead into one project's groups. */
const isSamePlace = (one: Mapper, other: Mapper): boolean =>
  parentOf(one.gives) === parentOf(other.gives) &&
  namedBy(one.resource, "realm", [other.resource], ["realm"]).length > 0;

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

const overlaps = (one: Mapper, other: Mapper): boolean => {
  const [mine, theirs] = [one, other].map(({ claims }) => claims);
  const [claim, ...more] = mine ?? [];
  const [wanted, ...others] = theirs ?? [];
  // with several claims that must all hold, nothing is said of any one of them
  if (claim === undefined || wanted === undefined || more.length + others.length > 0) return false;
  return claim.key === wanted.key && (leadsTo(one, other) || leadsTo(other, one));
};

const leadsTo = (from: Mapper, to: Mapper): boolean =>
  valuesOf(from).some((value) =>
    to.claims.some((claim) => (to.isPattern ? matchesClaim(claim.value, value) : claim.value === value)),
  );

const valuesOf = ({ claims, isPattern }: Mapper): string[] =>
  claims.flatMap(({ value }) => (isPattern ? examplesOf(value) : [value]));
