import type { S3BucketPolicyArgs } from "@pulumi/minio";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { allowing } from "../kit/s3-match";
import { readPolicy } from "../kit/s3-policy";

/** A bucket's own policy is asked for requests without a login too; a pattern for a principal matches those. */
export const bucketPolicyNamed: ResourceRule = {
  name: "safe-data-bucket-policy-named",
  description: "A bucket's policy lets in nobody without a name.",
  severity: "critical",
  framework: fiveSafes("safe-data", { control: "D-02", satre: ["3.1.12"], also: ["EHDS 73(1)(b)"] }),
  remediationSteps: "Delete the statement; give people access by the role policies of the project.",
  validateResource: ofType<S3BucketPolicyArgs>(
    "minio:index/s3BucketPolicy:S3BucketPolicy",
    ({ policy }, args, report) => {
      const subject = `policy of bucket "${nameOf(args, "bucket")}"`;
      const statements = readPolicy(policy, (problem) => report(`${subject} ${problem}`));
      for (const { label, principals, notPrincipals } of allowing(statements)) {
        const open = principals.filter((principal) => /[*?]/.test(principal));
        if (notPrincipals.length > 0 || principals.length === 0 || open.length > 0)
          report(
            `${subject}, ${label}, lets in ${
              open.length > 0 ? `"${open.join('", "')}"` : "everyone it does not name"
            }; delete the statement`,
          );
      }
    },
  ),
};
