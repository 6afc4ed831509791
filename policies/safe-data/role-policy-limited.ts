import { fiveSafes } from "../kit/five-safes";
import { anyHas } from "../kit/known-values";
import { nameOf, resourcesOfType } from "../kit/resource";
import { rolePolicies } from "../kit/role-policies";
import type { StackRule } from "../kit/rule";
import { allowing, resourceParts } from "../kit/s3-match";
import { isLimitedToPeople } from "../kit/s3-people";
import { readPolicy, type Statement } from "../kit/s3-policy";
import { checkEach } from "../kit/unknown";

/** Everyone who logs in gets every policy of the role: what a statement does not limit, all of the login's users may do. */
export const rolePolicyLimited: StackRule = {
  name: "safe-data-role-policy-limited",
  description: "A role policy allows only what is in the project's buckets, and only certain people.",
  severity: "critical",
  framework: fiveSafes("safe-data", {
    control: "D-04",
    also: ["EHDS 73(1)(d)", "MinIO OpenID access management"],
  }),
  remediationSteps:
    "Name the project's buckets in Resource; limit each Allow by a ForAnyValue:StringEquals condition on jwt:groups, a StringEquals condition on jwt:upn, or a path that begins with the variable jwt:sub.",
  validateStack: ({ resources }, report) => {
    const buckets = resourcesOfType(resources, "minio:index/s3Bucket:S3Bucket");
    const isOurs = (resource: string): boolean => anyHas(buckets, "bucket", resourceParts(resource).bucket);
    checkEach(rolePolicies(resources), (policy) => {
      const subject = `role policy "${nameOf(policy, "name")}"`;
      const statements = readPolicy(policy.props.policy, (problem) =>
        report(`${subject} ${problem}`, policy.urn),
      );
      checkEach(allowing(statements), (statement) => {
        if (!isLimitedToPeople(statement))
          report(
            `${subject}, ${statement.label}, is for everyone who logs in; limit it by a condition on jwt:groups or jwt:upn, or by a path such as \${jwt:sub}/*`,
            policy.urn,
          );
        for (const foreign of foreignResources(statement, isOurs))
          report(
            `${subject}, ${statement.label}, reaches ${foreign}; name buckets of this stack`,
            policy.urn,
          );
      });
    });
  },
};

function foreignResources(
  { resources, notResources }: Statement,
  isOurs: (arn: string) => boolean,
): string[] {
  if (notResources.length > 0) return ["all but a few buckets by NotResource"];
  if (resources.length === 0) return ["everything, since it has no Resource"];
  return resources.filter((resource) => !isOurs(resource)).map((resource) => `"${resource}"`);
}
