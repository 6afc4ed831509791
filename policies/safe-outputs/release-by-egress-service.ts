import { bucketRoleOf } from "../kit/bucket-role";
import { fiveSafes } from "../kit/five-safes";
import { matchesPattern } from "../kit/pattern";
import { ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { allowing, isBucketPattern, resourceParts } from "../kit/s3-match";
import { readPolicy, type Statement } from "../kit/s3-policy";
import { reachOf, writesOf } from "../kit/s3-roles";

interface Config {
  project?: string;
  egressUsers?: string[];
}

const defaultUsers = ["*-egress", "*-egress-*"];

/** A machine that can release what it likes is a way around everybody who checks. */
export const releaseByEgressService: ResourceRule = {
  name: "safe-outputs-release-by-egress-service",
  description:
    "Of all machines only the egress service puts into a release bucket; it reads requests and reaches nothing else.",
  severity: "high",
  framework: fiveSafes("safe-outputs", { control: "O-06", satre: ["3.1.05"] }),
  remediationSteps:
    "Let machines write to other buckets only; limit the egress service to reading the egress-request bucket and putting into the release bucket.",
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project, which its buckets' names begin with." },
      egressUsers: {
        type: "array",
        items: { type: "string" },
        description: "What the egress service's user is called in the object store; * stands for any text.",
        default: defaultUsers,
      },
    },
  },
  validateResource: ofTypes(
    {
      "minio:index/iamServiceAccount:IamServiceAccount": "targetUser",
      // of later versions of the provider
      "minio:index/accesskey:Accesskey": "user",
    },
    (key, args, report) => {
      // one without a policy is refused for that, by a rule of its own
      if (!args.props.policy) return;
      const { project, egressUsers = defaultUsers } = args.getConfig<Config>();
      const subject = `service account "${args.name}"`;
      const statements = readPolicy(args.props.policy, (problem) => report(`${subject} ${problem}`));
      const allowed = allowing(statements);
      if (!allowed.some((statement) => releases(statement, project))) return;
      for (const statement of allowed)
        for (const extra of beyondEgress(statement, project))
          report(`${subject}, ${statement.label}, releases and ${extra}; limit it to requests and releases`);
      const user = String(args.props[key] ?? "");
      if (!egressUsers.some((pattern) => matchesPattern(pattern, user)))
        report(`${subject} of "${user}" writes to a release bucket; leave that to the egress service`);
    },
  ),
};

const releases = (statement: Statement, project: string | undefined): boolean =>
  writesOf(statement).length > 0 && reachOf(statement, "release", project).length > 0;

/** What a statement allows beside reading requests and putting releases. */
function beyondEgress(statement: Statement, project: string | undefined): string[] {
  const { resources, notResources } = statement;
  const requests = reachOf(statement, "egress-request", project);
  const writes = writesOf(statement);
  return [
    ...(notResources.length > 0 ? ["reaches buckets that it does not name"] : []),
    ...resources
      .filter((resource) => !isOfEgress(resource, project))
      .map((resource) => `reaches "${resource}"`),
    ...(requests.length > 0 && writes.length > 0
      ? [`uses ${writes.join(", ")} on ${requests.join(", ")}`]
      : []),
    ...writes.filter((action) => /^s3:(delete|bypass)/i.test(action)).map((action) => `uses ${action}`),
  ];
}

function isOfEgress(resource: string, project: string | undefined): boolean {
  const { bucket } = resourceParts(resource);
  const role = bucketRoleOf(bucket, project);
  return !isBucketPattern(bucket) && (role === "egress-request" || role === "release");
}
