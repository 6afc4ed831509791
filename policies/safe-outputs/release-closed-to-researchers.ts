import { fiveSafes } from "../kit/five-safes";
import { nameOf } from "../kit/resource";
import { rolePolicies } from "../kit/role-policies";
import type { StackRule } from "../kit/rule";
import { allowing } from "../kit/s3-match";
import { readPolicy } from "../kit/s3-policy";
import { actionsOf, mayBeOf, reachOf } from "../kit/s3-roles";
import { checkEach } from "../kit/unknown";

/** What a researcher can put there has left unseen; and MinIO believes any address that a request claims, so no reading is surely from inside. */
export const releaseClosedToResearchers: StackRule = {
  name: "safe-outputs-release-closed-to-researchers",
  description: "Researchers can neither write to a release bucket nor read it.",
  severity: "critical",
  framework: fiveSafes("safe-outputs", {
    control: "O-02",
    satre: ["3.1.05"],
    also: ["EHDS 73(2)", "TEHDAS2 EHDSR-12", "TEHDAS2 EHDSR-13"],
  }),
  remediationSteps:
    "Take the release bucket out of the statement, or limit the statement to a group other than the researchers'.",
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project, which its buckets' names begin with." },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { project } = getConfig<{ project?: string }>();
    checkEach(rolePolicies(resources), (policy) => {
      const subject = `role policy "${nameOf(policy, "name")}"`;
      const statements = readPolicy(policy.props.policy, (problem) =>
        report(`${subject} ${problem}`, policy.urn),
      );
      for (const statement of allowing(statements)) {
        const reach = reachOf(statement, "release", project);
        if (reach.length > 0 && mayBeOf("researcher", statement))
          report(
            `${subject}, ${statement.label}, lets researchers use ${actionsOf(statement).join(", ")} on ${reach.join(", ")}; leave releases to checkers and managers`,
            policy.urn,
          );
      }
    });
  },
};
