/** Policy documents in all the shapes that MinIO reads; `policy-document.ts` has the one shape that we write. */

/** One value, or a list of them. */
export type OneOrMore<T> = T | readonly T[];

/** Operator, which may begin with `ForAnyValue:` or `ForAllValues:` → key → values. */
export type PolicyCondition = Readonly<
  Record<string, Readonly<Record<string, OneOrMore<string | number | boolean>>>>
>;

/** One statement; it has either of Action and NotAction, and at most one of Resource and NotResource. */
export interface PolicyStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Action?: OneOrMore<string>;
  NotAction?: OneOrMore<string>;
  Resource?: OneOrMore<string>;
  NotResource?: OneOrMore<string>;
  Condition?: PolicyCondition;
}

/** Documents by the names that they have in the server. */
export type NamedPolicies = Readonly<Record<string, { readonly Statement: readonly PolicyStatement[] }>>;

/** What a server knows of a request, by its own names: `groups`, `prefix`, `SourceIp`; a fact can have several values. */
export type RequestFacts = Readonly<Record<string, readonly string[]>>;

/** The values as a list; of nothing, an empty one. */
export const listOf = <T>(values: OneOrMore<T> | undefined): readonly T[] =>
  values === undefined ? [] : Array.isArray(values) ? values : [values as T];
