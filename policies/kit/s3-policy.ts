/** Reads the policy documents of S3 (as MinIO takes them) into statements; what cannot be read is refused, not skipped. */

/** One line of a statement's Condition. */
export interface Condition {
  /** Operator without its set operator, for example `StringEquals`. */
  operator: string;
  /** Set operator, `ForAnyValue` or `ForAllValues`. */
  set?: string;
  /** Key, for example `jwt:groups`. */
  key: string;
  /** Values, of which one must match. */
  values: string[];
}

/** One statement; each list holds a single value as a list of one, and nothing where the element is absent. */
export interface Statement {
  /** How messages call it: its Sid, else its place. */
  label: string;
  effect: "Allow" | "Deny";
  actions: string[];
  notActions: string[];
  resources: string[];
  notResources: string[];
  /** Whom a bucket's policy is for; `*` is everyone. */
  principals: string[];
  notPrincipals: string[];
  conditions: Condition[];
}

const documentKeys = ["Version", "Id", "ID", "Statement"];
const statementKeys = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
];

/**
 * The statements of a policy document.
 * @param document the JSON text
 * @param refuse told what is wrong where the document cannot be read; then no statements are returned
 */
export function readPolicy(document: unknown, refuse: (problem: string) => void): Statement[] {
  try {
    if (typeof document !== "string") throw new Error("is missing");
    const policy = asObject(parseJson(document), documentKeys, "the document");
    const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
    if (statements.length === 0) throw new Error("has no statement");
    return statements.map(readStatement);
  } catch (error) {
    refuse(`cannot be read: it ${(error as Error).message}; write it as a JSON policy document of S3`);
    return [];
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // the parser's own message would quote the document
    throw new Error("is not JSON");
  }
}

function readStatement(value: unknown, index: number): Statement {
  const place = `statement ${index + 1}`;
  const statement = asObject(value, statementKeys, place);
  const list = (key: string): string[] => asTexts(statement[key], `${key} of ${place}`);
  const { Sid: sid, Effect: effect } = statement;
  if (effect !== "Allow" && effect !== "Deny")
    throw new Error(`says neither "Allow" nor "Deny" in Effect of ${place}`);
  const actions = list("Action");
  const notActions = list("NotAction");
  if (actions.length + notActions.length === 0) throw new Error(`has no Action in ${place}`);
  return {
    label: typeof sid === "string" && sid !== "" ? `statement "${sid}"` : place,
    effect,
    actions,
    notActions,
    resources: list("Resource"),
    notResources: list("NotResource"),
    principals: readPrincipals(statement.Principal, `Principal of ${place}`),
    notPrincipals: readPrincipals(statement.NotPrincipal, `NotPrincipal of ${place}`),
    conditions: readConditions(statement.Condition, place),
  };
}

function readPrincipals(value: unknown, where: string): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return asTexts(value, where);
  return Object.values(value).flatMap((item) => asTexts(item, where));
}

function readConditions(value: unknown, place: string): Condition[] {
  if (value === undefined) return [];
  return Object.entries(asObject(value, undefined, `Condition of ${place}`)).flatMap(([name, keys]) => {
    const [operator = "", set] = name.split(":").reverse();
    return Object.entries(asObject(keys, undefined, `"${name}" of ${place}`)).map(([key, values]) => ({
      operator,
      ...(set === undefined ? {} : { set }),
      key,
      values: asTexts(values, `"${key}" of ${place}`),
    }));
  });
}

/** An object with no other than the given keys: servers may read `resource` as `Resource`, so a stray key is refused. */
function asObject(
  value: unknown,
  keys: readonly string[] | undefined,
  where: string,
): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`has no object in ${where}`);
  const stray = Object.keys(value).find((key) => keys !== undefined && !keys.includes(key));
  if (stray !== undefined) throw new Error(`has the unknown key "${stray}" in ${where}`);
  return value as Record<string, unknown>;
}

function asTexts(value: unknown, where: string): string[] {
  if (value === undefined) return [];
  const items = Array.isArray(value) ? value : [value];
  if (items.some((item) => !["string", "number", "boolean"].includes(typeof item)))
    throw new Error(`has something other than text in ${where}`);
  return items.map(String);
}
