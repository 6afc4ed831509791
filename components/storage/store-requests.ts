/** What MinIO asks the policies for each request (cmd/*-handlers.go). Locks and quotas, which can refuse as well, are not asked. */
import { decide, type PolicyDecision, type PolicyQuestion } from "./policy-evaluation";
import type { NamedPolicies } from "./policy-language";
import { type RequestTransport, requestFacts, type StoreIdentity } from "./request-facts";

/** A request to the object store. */
export type StoreRequest =
  | {
      /** Names what is in a bucket under a prefix; `versions` earlier versions as well. */
      does: "list" | "versions";
      bucket: string;
      /** @default not sent, which is something else than an empty one */
      prefix?: string;
      /** @default not sent */
      delimiter?: string;
    }
  /** To get an earlier version is the same right as to get the object. */
  | { does: "get" | "put" | "delete"; bucket: string; object: string }
  /** Deletes a version for good. */
  | { does: "delete version"; bucket: string; object: string; version: string }
  | { does: "locate"; bucket: string };

/** What the policies that somebody has, taken together, say to a request. */
export function decideRequest(
  policies: NamedPolicies,
  identity: StoreIdentity,
  request: StoreRequest,
  transport: RequestTransport,
): PolicyDecision {
  const facts = requestFacts(identity, { ...transport, query: { ...transport.query, ...queryOf(request) } });
  const object = "object" in request ? request.object : undefined;
  const ask = (action: string, more: Partial<PolicyQuestion> = {}): PolicyDecision =>
    decide(policies, { action, bucket: request.bucket, object, facts, ...more });
  switch (request.does) {
    case "list":
      return ask("s3:ListBucket");
    case "versions":
      return firstAllowed(ask("s3:ListBucketVersions"), () => ask("s3:ListBucket"));
    case "get":
      return ask("s3:GetObject");
    case "put":
      return ask("s3:PutObject");
    case "delete":
      return ask("s3:DeleteObject");
    case "delete version": {
      const denied = ask("s3:DeleteObjectVersion", { unlessDenied: true });
      return denied.allowed ? ask("s3:DeleteObject") : denied;
    }
    case "locate":
      return ask("s3:GetBucketLocation");
  }
}

/** Whether a person may buy temporary credentials for so many seconds; STS looks at nothing else. */
export const decideCredentials = (policies: NamedPolicies, seconds: number): PolicyDecision =>
  decide(policies, {
    action: "sts:AssumeRoleWithWebIdentity",
    facts: { DurationSeconds: [String(seconds)] },
    unlessDenied: true,
  });

/** Whether somebody may make an access key of their own, one without an end. */
export const decideAccessKey = (
  policies: NamedPolicies,
  identity: StoreIdentity,
  transport: RequestTransport,
): PolicyDecision =>
  decide(policies, {
    action: "admin:CreateServiceAccount",
    facts: requestFacts(identity, transport),
    unlessDenied: true,
  });

function queryOf(request: StoreRequest): Record<string, string> {
  if (request.does === "delete version") return { versionId: request.version };
  if (request.does !== "list" && request.does !== "versions") return {};
  const { prefix, delimiter } = request;
  return { ...(prefix === undefined ? {} : { prefix }), ...(delimiter === undefined ? {} : { delimiter }) };
}

const firstAllowed = (one: PolicyDecision, other: () => PolicyDecision): PolicyDecision => {
  if (one.allowed) return one;
  const instead = other();
  return instead.allowed ? instead : one;
};
