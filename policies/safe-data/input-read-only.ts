import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { labelKeys } from "../../components/five-safes";
import { bucketRoleOf } from "../kit/bucket-role";
import { fiveSafes } from "../kit/five-safes";
import { labelsOf } from "../kit/labels";
import { namedBy, nameOf } from "../kit/resource";
import { rolePolicies } from "../kit/role-policies";
import type { StackRule } from "../kit/rule";
import { allowing, isBucketPattern, onlyReads, resourceParts } from "../kit/s3-match";
import { groupLimits } from "../kit/s3-people";
import { readPolicy, type Statement } from "../kit/s3-policy";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";

const shareType = "openstack:sharedfilesystem/share:Share";

/** Results rest on inputs that nobody in the project could change, and what a researcher can write can carry data to others. */
export const inputReadOnly: StackRule = {
  name: "safe-data-input-read-only",
  description: "Researchers cannot write what is given to them as input.",
  severity: "high",
  framework: fiveSafes("safe-data", { control: "D-15", satre: ["3.1.12", "3.1.14"] }),
  remediationSteps:
    "Allow researchers only s3:Get… and s3:List… on input buckets, or limit the statement to a group other than theirs; share input file systems with accessLevel ro.",
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project, which its buckets' names begin with." },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { project } = getConfig<{ project?: string }>();
    const shares = resources.filter(({ type }) => type === shareType);
    checkAll(
      () => checkEach(rolePolicies(resources), (policy) => checkPolicy(policy, project, report)),
      () =>
        checkEach(resources, (resource) => {
          if (resource.type === "openstack:sharedfilesystem/shareAccess:ShareAccess")
            checkShare(resource, shares, report);
        }),
    );
  },
};

function checkPolicy(policy: PolicyResource, project: string | undefined, report: ReportViolation): void {
  const subject = `role policy "${nameOf(policy, "name")}"`;
  const statements = readPolicy(policy.props.policy, (problem) =>
    report(`${subject} ${problem}`, policy.urn),
  );
  for (const statement of allowing(statements)) {
    const inputs = inputsOf(statement, project);
    const writes = writesOf(statement);
    if (inputs.length === 0 || writes.length === 0 || !mayBeResearcher(statement)) continue;
    report(
      `${subject}, ${statement.label}, lets researchers use ${writes.join(", ")} on ${inputs.join(", ")}; allow them to read only`,
      policy.urn,
    );
  }
}

const writesOf = ({ actions, notActions }: Statement): string[] => [
  ...actions.filter((action) => !onlyReads(action)),
  ...(notActions.length > 0 ? [`all but ${notActions.join(", ")}`] : []),
];

function inputsOf({ resources, notResources }: Statement, project: string | undefined): string[] {
  if (notResources.length > 0) return [`all but ${notResources.join(", ")}`];
  return resources.filter((resource) => {
    const { bucket } = resourceParts(resource);
    return isBucketPattern(bucket) || bucketRoleOf(bucket, project) === "input";
  });
}

/** Whether researchers have the statement: no condition on groups leaves them out. */
const mayBeResearcher = (statement: Statement): boolean =>
  groupLimits(statement).every((groups) => groups.some((group) => /\/(researcher|\*)$/.test(group)));

function checkShare(access: PolicyResource, shares: PolicyResource[], report: ReportViolation): void {
  const inputs = namedBy(access, "shareId", shares, ["id"]).filter(
    ({ props }) => ifKnown(() => labelsOf[shareType]?.(props)[labelKeys.role]) === "input",
  );
  if (inputs.length === 0 || access.props.accessLevel === "ro") return;
  report(
    `access "${access.name}" to the input share "${inputs[0]?.name}" has the level "${access.props.accessLevel}"; set accessLevel to "ro"`,
    access.urn,
  );
}
