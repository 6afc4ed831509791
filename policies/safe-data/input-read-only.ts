import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { roleOf } from "../kit/belonging";
import { fiveSafes } from "../kit/five-safes";
import { namedBy } from "../kit/naming";
import { nameOf, resourcesOfType } from "../kit/resource";
import { rolePolicies } from "../kit/role-policies";
import type { StackRule } from "../kit/rule";
import { allowing } from "../kit/s3-match";
import { readPolicy } from "../kit/s3-policy";
import { mayBeOf, reachOf, writesOf } from "../kit/s3-roles";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";

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
    const shares = resourcesOfType(resources, "openstack:sharedfilesystem/share:Share");
    checkAll(
      () => checkEach(rolePolicies(resources), (policy) => checkPolicy(policy, project, report)),
      () =>
        checkEach(
          resourcesOfType(resources, "openstack:sharedfilesystem/shareAccess:ShareAccess"),
          (access) => checkShare(access, shares, report),
        ),
    );
  },
};

function checkPolicy(policy: PolicyResource, project: string | undefined, report: ReportViolation): void {
  const subject = `role policy "${nameOf(policy, "name")}"`;
  const statements = readPolicy(policy.props.policy, (problem) =>
    report(`${subject} ${problem}`, policy.urn),
  );
  for (const statement of allowing(statements)) {
    const inputs = reachOf(statement, "input", project);
    const writes = writesOf(statement);
    if (inputs.length === 0 || writes.length === 0 || !mayBeOf("researcher", statement)) continue;
    report(
      `${subject}, ${statement.label}, lets researchers use ${writes.join(", ")} on ${inputs.join(", ")}; allow them to read only`,
      policy.urn,
    );
  }
}

function checkShare(
  access: PolicyResource,
  shares: readonly PolicyResource[],
  report: ReportViolation,
): void {
  const inputs = namedBy(access, "shareId", shares, ["id"]).filter(
    (share) => ifKnown(() => roleOf(share)) === "input",
  );
  if (inputs.length === 0 || access.props.accessLevel === "ro") return;
  report(
    `access "${access.name}" to the input share "${inputs[0]?.name}" has the level "${access.props.accessLevel}"; set accessLevel to "ro"`,
    access.urn,
  );
}
