/** Generates policies about credentials and access keys, for which MinIO asks only whether something denies them. */
import fc from "fast-check";
import { variable } from "../../components/storage/policy-document";
import type { PolicyCondition, PolicyStatement } from "../../components/storage/policy-language";
import { type CaseDocument, documentOf, pick } from "./policy-documents";

/** How many seconds credentials are asked for. */
export const caseSeconds = [900, 3600, 3601, 7200] as const;

const effect = pick("Deny", "Deny", "Allow");
const resource = pick<{ Resource?: string }>({}, { Resource: "arn:aws:s3:::elsewhere/*" });
const comparison = pick(
  "Equals",
  "NotEquals",
  "LessThan",
  "LessThanEquals",
  "GreaterThan",
  "GreaterThanEquals",
  "GreaterThanIfExists",
);

const onSeconds = fc
  .tuple(comparison, pick<number | string>(900, "3600", 3601))
  .map(([name, seconds]): PolicyCondition => ({ [`Numeric${name}`]: { "sts:DurationSeconds": seconds } }));
const onPerson = pick<PolicyCondition>(
  { "ForAnyValue:StringEquals": { "jwt:groups": ["/heart/researcher"] } },
  { "ForAllValues:StringLike": { "jwt:groups": ["/heart/*"] } },
  { StringLike: { "jwt:sub": variable("jwt:sub") } },
  { StringNotEquals: { "aws:principaltype": "User" } },
  { Null: { "svc:DurationSeconds": true } },
);

const statementOf = (actions: fc.Arbitrary<object>, condition: fc.Arbitrary<PolicyCondition>) =>
  fc
    .tuple(effect, actions, resource, fc.option(condition, { nil: undefined }))
    .map(
      ([Effect, action, where, Condition]) =>
        ({ Effect, ...action, ...where, ...(Condition && { Condition }) }) as PolicyStatement,
    );

const statement = fc.oneof(
  statementOf(pick({ Action: "sts:AssumeRoleWithWebIdentity" }, { Action: ["*"] }), onSeconds),
  statementOf(
    pick(
      { Action: ["admin:CreateServiceAccount", "admin:UpdateServiceAccount"] },
      { Action: "admin:*" },
      { Action: "admin:ListUsers" },
    ),
    onPerson,
  ),
  fc
    .tuple(
      effect,
      pick("s3:*", "admin:*", "*", "sts:AssumeRoleWithWebIdentity"),
      pick("*", "arn:aws:s3:::elsewhere/*"),
    )
    .map(([Effect, NotAction, Resource]): PolicyStatement => ({ Effect, NotAction, Resource })),
);

/** Documents; the same for the same seed. */
export const guardPolicies = (seed: number, count: number): CaseDocument[] =>
  fc.sample(fc.array(statement, { minLength: 1, maxLength: 2 }).map(documentOf), { seed, numRuns: count });
