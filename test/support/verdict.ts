/** What a spec of a rule says of it: it holds, it reports these messages, or it cannot judge. */
import assert from "node:assert/strict";
import type { PolicyPackConfig } from "@pulumi/policy";
import { type Finding, type Judged, judge } from "../../policies/judge";
import type { Rule } from "../../policies/kit/rule";

/** Options of a verdict: the rule's own configuration, and the day by which dates are judged. */
export interface Circumstances {
  config?: Record<string, unknown>;
  today?: string;
}

/** A resource with some of its properties changed; `undefined` removes one. */
export const changed = (resource: Judged, props: Record<string, unknown>): Judged => ({
  ...resource,
  props: Object.fromEntries(
    Object.entries({ ...resource.props, ...props }).filter(([, value]) => value !== undefined),
  ),
});

/** The rule has nothing to say about the resources. */
export async function holds(rule: Rule, resources: Judged[], circumstances?: Circumstances): Promise<void> {
  assert.deepEqual(await findings(rule, resources, circumstances), []);
}

/** The rule reports exactly these messages. */
export async function reports(
  rule: Rule,
  resources: Judged[],
  messages: string[],
  circumstances?: Circumstances,
): Promise<void> {
  const found = await findings(rule, resources, circumstances);
  assert.deepEqual(
    found.map(({ message }) => message),
    messages,
  );
  assert.ok(found.every(({ unknown }) => !unknown));
}

/** The rule cannot judge because of an unknown value at the path, and reports exactly these messages beside that. */
export async function cannotJudge(
  rule: Rule,
  resources: Judged[],
  path: string,
  messages: string[] = [],
): Promise<void> {
  const found = await findings(rule, resources);
  assert.deepEqual(
    found.filter(({ unknown }) => !unknown).map(({ message }) => message),
    messages,
  );
  assert.deepEqual(
    found.filter(({ unknown }) => unknown).map(({ message }) => message),
    [`string value at .${path} can't be known during preview`],
  );
}

function findings(
  rule: Rule,
  resources: Judged[],
  { config, today }: Circumstances = {},
): Promise<Finding[]> {
  const settings: PolicyPackConfig = config === undefined ? {} : { [rule.name]: config };
  return judge([rule], resources, { config: settings, ...(today === undefined ? {} : { today }) });
}
