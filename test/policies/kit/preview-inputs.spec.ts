import assert from "node:assert/strict";
import { type Judged, judge } from "../../../policies/judge";
import { seeingInputs } from "../../../policies/kit/preview-inputs";
import type { ResourceRule, StackRule } from "../../../policies/kit/rule";

const about = {
  description: "What is seen.",
  severity: "low",
  framework: { name: "none", version: "1", reference: "none", specification: "none" },
  remediationSteps: "None.",
} as const;

const alone: ResourceRule = { ...about, name: "alone", validateResource: () => undefined };

const together: StackRule = {
  ...about,
  name: "together",
  validateStack: ({ resources }, report) => {
    for (const { props, urn } of resources) report(JSON.stringify(props), urn);
  },
};

const namespace = (props: Record<string, unknown>): Judged => ({
  type: "kubernetes:core/v1:Namespace",
  name: "tasks",
  props,
});

const seen = async (rules: ReturnType<typeof seeingInputs>, ...previews: Record<string, unknown>[]) => {
  const messages: string[] = [];
  for (const props of previews) {
    const found = await judge(rules, [namespace(props)]);
    messages.push(...found.map(({ message }) => message));
  }
  return messages;
};

describe("a rule on relations", () => {
  const inputs = { metadata: { name: "heart-tasks" } };

  it("sees the inputs of what the engine has no outputs of", async () => {
    const [first, second] = seeingInputs([alone, together]);
    assert.ok(first !== undefined && second !== undefined);
    await seen([first], inputs);
    assert.deepEqual(await seen([second], {}), [JSON.stringify(inputs)]);
  });

  it("sees outputs where there are some, and nothing where nothing was asked", async () => {
    const [first, second] = seeingInputs([alone, together]);
    assert.ok(first !== undefined && second !== undefined);
    assert.deepEqual(await seen([second], {}), ["{}"]);
    await seen([first], inputs);
    assert.deepEqual(await seen([second], { id: "1" }), ['{"id":"1"}']);
  });
});
