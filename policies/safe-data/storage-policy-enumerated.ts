import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { hasOpenVerb, isBucketPattern, resourceParts } from "../kit/s3-match";
import { readPolicy, type Statement } from "../kit/s3-policy";

/** A right by pattern grows by itself: with the next bucket on the server, and with the server's next release. */
export const storagePolicyEnumerated: ResourceRule = {
  name: "safe-data-storage-policy-enumerated",
  description: "A policy of the object store lists the actions and the buckets it allows.",
  severity: "high",
  framework: fiveSafes("safe-data", { control: "D-03", satre: ["3.2.03"] }),
  remediationSteps: "List each action and each bucket by name.",
  validateResource: ofTypes(
    {
      "minio:index/iamPolicy:IamPolicy": { kind: "policy", optional: false },
      "minio:index/iamGroupPolicy:IamGroupPolicy": { kind: "group policy", optional: false },
      // without a policy of its own, a service account has its user's, which is judged where it stands
      "minio:index/iamServiceAccount:IamServiceAccount": { kind: "service account", optional: true },
    },
    ({ kind, optional }, args, report) => {
      const { policy } = args.props as { policy?: unknown };
      if (optional && (policy === undefined || policy === null)) return;
      const subject = `${kind} "${nameOf(args, "name")}"`;
      const statements = readPolicy(policy, (problem) => report(`${subject} ${problem}`));
      for (const statement of statements)
        for (const problem of statement.effect === "Allow" ? openRights(statement) : unstorable(statement))
          report(`${subject}, ${statement.label}, ${problem}`);
    },
  ),
};

function openRights({ actions, notActions, resources, notResources }: Statement): string[] {
  const buckets = resources.filter((resource) => isBucketPattern(resourceParts(resource).bucket));
  return [
    ...(notActions.length > 0 ? ["allows by NotAction all but a few actions; list the actions"] : []),
    ...actions.filter(hasOpenVerb).map((action) => `allows the action "${action}"; list the actions`),
    ...(notResources.length > 0 ? ["allows by NotResource all but a few buckets; list the buckets"] : []),
    ...buckets.map((resource) => `allows the resource "${resource}"; list the buckets`),
  ];
}

/** MinIO takes a NotAction, keeps an empty Action in its place, and then knows no user after its next start. */
function unstorable({ notActions }: Statement): string[] {
  return notActions.length > 0
    ? ["denies by NotAction, with which the server does not come back from a restart; list the actions"]
    : [];
}
