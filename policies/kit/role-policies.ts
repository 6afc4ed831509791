import type { PolicyResource } from "@pulumi/policy";
import { namedBy } from "./naming";
import { perList } from "./per-list";
import { resourcesOfType } from "./resource";

/** What gives a policy of MinIO to a user or group of its own. */
const attachments = [
  "minio:index/iamUserPolicyAttachment:IamUserPolicyAttachment",
  "minio:index/iamGroupPolicyAttachment:IamGroupPolicyAttachment",
];

/**
 * The policies of a stack that are no user's or group's of MinIO: role policies, which everyone who logs in has.
 * One whose attachment cannot be told counts as a role policy, since that is held to more.
 */
export const rolePolicies = perList((resources: readonly PolicyResource[]): readonly PolicyResource[] => {
  const policies = resourcesOfType(resources, "minio:index/iamPolicy:IamPolicy");
  const attached = new Set(
    resourcesOfType(resources, ...attachments).flatMap((attachment) =>
      namedBy(attachment, "policyName", policies, ["name", "id"]),
    ),
  );
  return policies.filter((policy) => !attached.has(policy));
});
