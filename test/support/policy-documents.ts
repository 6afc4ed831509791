/**
 * Generates policies that MinIO takes, of every element and operator that it knows. The names are few and those of
 * `policy-cases.ts`, so that patterns, variables and values meet.
 */
import fc from "fast-check";
import { variable } from "../../components/storage/policy-document";
import type { PolicyCondition, PolicyStatement } from "../../components/storage/policy-language";

/** Two buckets, of which one name begins with the other. */
export const caseBuckets = ["evaluation", "evaluation-two"] as const;

/** A document as it is sent. */
export interface CaseDocument {
  Version: string;
  Statement: PolicyStatement[];
}

/** One of some values. */
export const pick = <const T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const some = <T>(item: fc.Arbitrary<T>) =>
  fc.uniqueArray(item, { minLength: 1, maxLength: 3, selector: String });
const oneOrSome = <T>(item: fc.Arbitrary<T>) => fc.oneof(item, some(item));

const [sub, upn, groups, userName] = ["jwt:sub", "jwt:upn", "jwt:groups", "aws:username"].map(variable);

const bucket = pick(...caseBuckets, ...caseBuckets, "evaluation*", "eval*-???", "*");
const path = pick(
  ...["*", "*", "ada/*", "ada/?", "*/1", "b?b/*", "top", "?/1", "??/1", ""],
  ...[`${sub}/*`, `${sub}*`, `${groups}/*`, `${upn}/*`, `${userName}/*`, `${sub}/deep/*`],
  ...[`${variable("jwt:preferred_username")}/*`, `${variable("jwt:unknown")}/*`, `\${${sub}`],
);
const resource = fc.oneof(
  { weight: 3, arbitrary: bucket.map((name) => `arn:aws:s3:::${name}`) },
  { weight: 5, arbitrary: fc.tuple(bucket, path).map(([name, key]) => `arn:aws:s3:::${name}/${key}`) },
  { weight: 1, arbitrary: pick("*", "arn:aws:s3:::*") },
);

const listing = pick("s3:ListBucket", "s3:ListBucketVersions", "s3:List*", "s3:ListBucket*", "s3:*");
const action = pick(
  ...["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObjectVersion"],
  ...["s3:*", "s3:*Object", "s3:???Object", "s3:Get*", "s3:GetBucketLocation", "s3:ListBucket", "s3:List*"],
);

/** Key → values to compare texts with. */
type Texts = Record<string, fc.Arbitrary<string>>;

/** Keys that every action takes. */
const everyKey: Texts = {
  "jwt:groups": pick(
    ...["heart", "/heart/researcher", "/heart/checker", "/heart/*", "*", `${groups}`, "b", "a", ""],
  ),
  "jwt:sub": pick("ada", "bob", "b?b", "b*", `${sub}`, `${upn}`, "7", "???"),
  "jwt:upn": pick("ada@up", "*@up", "bob", `${sub}@up`, "*"),
  "jwt:preferred_username": pick("ada", "Ada", "bob", "*", ""),
  "jwt:name": pick("ada", "*"),
  "aws:principaltype": pick("AssumedRole", "User", "assumedrole"),
  "aws:username": pick("ada", variable("aws:userid"), "*"),
  "s3:authType": pick("REST-HEADER", "POST", "rest-*"),
  "s3:signatureversion": pick("AWS4-HMAC-SHA256", "AWS4*"),
  "aws:Referer": pick("https://a.example/", "https://*", ""),
  "aws:SourceIp": pick("192.0.2.7", variable("aws:SourceIp"), "*"),
};

/** Keys that only what lists takes; beside others, MinIO refuses the document. */
const listKeys: Texts = {
  ...everyKey,
  "s3:prefix": pick("", "ada/", "ada/*", `${sub}/*`, `${sub}/`, "bob/", "*", "?*", "b?b/", "ada"),
  "s3:delimiter": pick("/", "", "*"),
  "s3:max-keys": pick("1", "5", "1?"),
};

const comparison = pick(
  "Equals",
  "NotEquals",
  "LessThan",
  "LessThanEquals",
  "GreaterThan",
  "GreaterThanEquals",
);
const textOperator = pick(
  ...["StringEquals", "StringLike", "StringNotEquals", "StringNotLike"],
  ...["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "BinaryEquals"],
);
const setOperator = pick("", "", "", "ForAnyValue:", "ForAllValues:");
const number = pick<number | string>(1, "5", 7, "+5", 0, -1, "4102444800");
const date = pick(
  ...[
    "2000-01-01T00:00:00Z",
    "2099-12-31T23:59:59Z",
    "2000-01-01T00:00:00-01:00",
    "2099-01-01T00:00:00.5+02:00",
  ],
);
const range = pick(
  ...["192.0.2.0/24", "192.0.2.7", "127.0.0.0/8", "0.0.0.0/0", "::ffff:192.0.2.0/120"],
  ...["2001:db8::/32", "2001:db8::1", "::/0"],
);

type Line = [operator: string, keys: PolicyCondition[string]];

const lineOf = (
  operator: fc.Arbitrary<string>,
  key: fc.Arbitrary<string>,
  valuesOf: (key: string, operator: string) => fc.Arbitrary<PolicyCondition[string][string]>,
): fc.Arbitrary<Line> =>
  fc
    .tuple(operator, key)
    .chain(([op, name]) => valuesOf(name, op).map((values): Line => [op, { [name]: values }]));

function line(keys: Texts): fc.Arbitrary<Line> {
  const key = pick(...Object.keys(keys));
  const encoded = (text: string): string => Buffer.from(text).toString("base64");
  const textLine = lineOf(
    fc.tuple(setOperator, textOperator).map((parts) => parts.join("")),
    key,
    (name, operator) => {
      const text = keys[name] ?? pick("");
      return oneOrSome(operator.endsWith("BinaryEquals") ? text.map(encoded) : text);
    },
  );
  const numeric = fc.oneof(comparison, pick("GreaterThanIfExists")).map((name) => `Numeric${name}`);
  const numericKeys = pick("aws:EpochTime", "jwt:sub", "jwt:email", ...Object.keys(keys).slice(-1));
  const dateKeys = pick("aws:CurrentTime", "aws:CurrentTime", "jwt:name");
  return fc.oneof(
    { weight: 11, arbitrary: textLine },
    { weight: 2, arbitrary: lineOf(numeric, numericKeys, () => number) },
    {
      weight: 2,
      arbitrary: lineOf(
        comparison.map((name) => `Date${name}`),
        dateKeys,
        () => date,
      ),
    },
    {
      weight: 3,
      arbitrary: lineOf(pick("IpAddress", "NotIpAddress"), pick("aws:SourceIp"), () => oneOrSome(range)),
    },
    {
      weight: 1,
      arbitrary: lineOf(pick("Bool"), pick("aws:SecureTransport"), () =>
        pick<boolean | string>(true, false, "true", "1"),
      ),
    },
    {
      weight: 1,
      arbitrary: lineOf(pick("Null"), key, () => pick<boolean | string>(true, false, "true", "0")),
    },
  );
}

const conditionOf = (keys: Texts): fc.Arbitrary<{ Condition?: PolicyCondition }> =>
  fc.oneof(
    pick({}),
    fc
      .array(line(keys), { minLength: 1, maxLength: 2 })
      .map((lines) => ({ Condition: Object.fromEntries(lines) })),
  );

const statementOf = (actions: fc.Arbitrary<object>, keys: Texts): fc.Arbitrary<PolicyStatement> =>
  fc
    .tuple(
      pick("Allow", "Allow", "Allow", "Allow", "Deny"),
      actions,
      fc.oneof(
        { weight: 6, arbitrary: oneOrSome(resource).map((Resource) => ({ Resource })) },
        { weight: 1, arbitrary: some(resource).map((NotResource) => ({ NotResource })) },
      ),
      conditionOf(keys),
    )
    .map(([Effect, ...parts]) => Object.assign({ Effect }, ...parts) as PolicyStatement);

const statement = fc.oneof(
  {
    weight: 4,
    arbitrary: statementOf(
      oneOrSome(action).map((Action) => ({ Action })),
      everyKey,
    ),
  },
  {
    weight: 4,
    arbitrary: statementOf(
      oneOrSome(listing).map((Action) => ({ Action })),
      listKeys,
    ),
  },
  {
    weight: 2,
    arbitrary: statementOf(
      oneOrSome(action).map((NotAction) => ({ NotAction })),
      listKeys,
    ),
  },
  // to MinIO this is an action of STS, for which it looks at no resource
  {
    weight: 1,
    arbitrary: fc
      .tuple(pick("Allow", "Allow", "Deny"), resource)
      .map(([Effect, Resource]): PolicyStatement => ({ Effect, Action: "*", Resource })),
  },
);

/** In some documents, so that what is refused is not only refused for want of an Allow. */
const allowsAll: PolicyStatement = { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::*" };

/** A document of one to five statements. */
export const policyDocuments: fc.Arbitrary<CaseDocument> = fc
  .tuple(fc.array(statement, { minLength: 1, maxLength: 4 }), pick(true, false, false, false))
  .map(([statements, open]) => documentOf(open ? [...statements, allowsAll] : statements));

/** A document of statements. */
export const documentOf = (Statement: PolicyStatement[]): CaseDocument => ({
  Version: "2012-10-17",
  Statement,
});
