/**
 * Runs rules over resources in this process, as the policy SDK does for the engine: unknown values throw when read,
 * and each rule gets its configuration. Proves what a rule says, nothing about how the engine calls it.
 */
import type { PolicyPackConfig, PolicyResource, PolicyResourceOptions } from "@pulumi/policy";
import * as proxy from "@pulumi/policy/proxy";
import { clock } from "./kit/clock";
import type { Rule } from "./kit/rule";

/** What the SDK wraps properties in; it is exported, but marked as internal and so not declared. */
const { unknownCheckingProxy } = proxy as unknown as {
  unknownCheckingProxy: <T extends object>(props: T) => T;
};

/** A resource as a program registers it. */
export interface Judged {
  type: string;
  name: string;
  /** Inputs as plain values; a value not known yet is `unknown`. */
  props?: Record<string, unknown>;
  opts?: Partial<PolicyResourceOptions>;
  /** @default made from type and name, in the stack `test` of the project `spe` */
  urn?: string;
  /** URNs that the value of a property comes from. */
  dependencies?: Record<string, string[]>;
}

/** What a rule says about a resource, or about the stack where there is no URN. */
export interface Finding {
  rule: string;
  urn?: string;
  message: string;
  /** Whether the rule could not judge, because it read a value that is not known yet. */
  unknown: boolean;
}

/** The SDK's sign for a text that is not known before the resource exists (`@pulumi/policy` proxy.js). */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** URN of a resource in the stack `test`. */
export const urnOf = (type: string, name: string): string => `urn:pulumi:test::spe::${type}::${name}`;

/**
 * Judges resources by rules.
 * @param options.config configuration of the pack, @default none
 * @param options.today the day by which dates are judged, @default today
 */
export async function judge(
  rules: readonly Rule[],
  resources: readonly Judged[],
  { config = {}, today }: { config?: PolicyPackConfig; today?: string } = {},
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const stack = resources.map(toPolicyResource);
  const byUrn = new Map(stack.map((resource) => [resource.urn, resource]));
  for (const [index, { dependencies = {} }] of resources.entries())
    for (const [key, urns] of Object.entries(dependencies)) {
      const sources = urns.flatMap((urn) => byUrn.get(urn) ?? []);
      if (stack[index]) stack[index].propertyDependencies[key] = sources;
    }
  const realToday = clock.today;
  if (today !== undefined) clock.today = () => today;
  try {
    for (const rule of rules) await judgeBy(rule, stack, config, findings);
  } finally {
    clock.today = realToday;
  }
  return findings;
}

async function judgeBy(rule: Rule, stack: PolicyResource[], config: PolicyPackConfig, findings: Finding[]) {
  const settings = config[rule.name];
  const { enforcementLevel = rule.enforcementLevel, ...parameters } =
    typeof settings === "object" ? settings : { enforcementLevel: settings };
  if (enforcementLevel === "disabled") return;
  const shared = {
    stackTags: new Map<string, string>(),
    getConfig: <T>() => parameters as T,
    notApplicable: (): never => {
      throw notApplicable;
    },
  };
  const attempt = async (run: () => void | Promise<void>, judged?: string): Promise<void> => {
    try {
      await run();
    } catch (error) {
      if (error === notApplicable) return;
      if (!isUnknownValue(error)) throw error;
      findings.push({ rule: rule.name, ...urnPart(judged), message: error.message, unknown: true });
    }
  };
  const report = (message: string, urn?: string): void => {
    findings.push({ rule: rule.name, ...urnPart(urn), message, unknown: false });
  };
  if ("validateStack" in rule) {
    await attempt(() => rule.validateStack({ ...shared, resources: stack }, report));
    return;
  }
  const { __pulumiType: only } = rule.validateResource as { __pulumiType?: string };
  for (const resource of stack)
    if (only === undefined || only === resource.type)
      await attempt(
        () =>
          rule.validateResource({ ...shared, ...resource, asType: () => undefined }, (message) =>
            report(message, resource.urn),
          ),
        resource.urn,
      );
}

const urnPart = (urn: string | undefined): { urn?: string } => (urn === undefined ? {} : { urn });

function toPolicyResource({
  type,
  name,
  props = {},
  opts = {},
  urn = urnOf(type, name),
}: Judged): PolicyResource {
  return {
    type,
    name,
    urn,
    props: unknownCheckingProxy(props),
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
      ...opts,
    },
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  };
}

const isUnknownValue = (error: unknown): error is Error =>
  error instanceof Error && "unknownTypeSentinel" in error;

/** Thrown by a rule that has nothing to say about a resource; one for all, since a trace for each takes longer than judging. */
const notApplicable = new Error("the rule does not judge this resource");
