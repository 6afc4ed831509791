import type { PolicyResource } from "@pulumi/policy";
import { namedBy } from "./resource";

/** What gives a policy of MinIO to a user or group of its own. */
const attachments = [
  "minio:index/iamUserPolicyAttachment:IamUserPolicyAttachment",
  "minio:index/iamGroupPolicyAttachment:IamGroupPolicyAttachment",
];

/**
 * The policies of a stack that are no user's or group's of MinIO: role policies, which everyone who logs in has.
 * One whose attachment cannot be told counts as a role policy, since that is held to more.
 */
export function rolePolicies(resources: readonly PolicyResource[]): PolicyResource[] {
  const policies = resources.filter(({ type }) => type === "minio:index/iamPolicy:IamPolicy");
  const attached = resources
    .filter(({ type }) => attachments.includes(type))
    .flatMap((attachment) => namedBy(attachment, "policyName", policies, ["name", "id"]));
  return policies.filter((policy) => !attached.includes(policy));
}
