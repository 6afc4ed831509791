import { type Judged, unknown } from "../../../policies/judge";
import { tierUniform } from "../../../policies/safe-projects/tier-uniform";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { bucket } from "../compliant";
import { compliantCloud, instance, keypair, network } from "../compliant-cloud";

const namespaceOf = (tier: unknown): Judged => ({
  type: "kubernetes:core/v1:Namespace",
  name: "heart-tes",
  props: { metadata: { labels: { "spe.tier": tier } } },
});
const carries = (what: string, tier = "2") =>
  `Namespace "heart-tes" carries ${what}; label it "spe.tier": "${tier}", or move it to another stack`;

describe("safe-projects-tier-uniform", () => {
  it("holds where all that takes labels carries the project's tier", async () => {
    await holds(tierUniform, [...compliantCloud, namespaceOf("2"), bucket, keypair]);
    await holds(tierUniform, [network, namespaceOf("2")], { config: { tier: 2 } });
  });

  it("reports a lower tier, by the highest that the stack's labels say", async () => {
    await reports(tierUniform, [namespaceOf("1"), network], [carries('the tier "1"')]);
  });

  it("reports a higher tier than the configured one", async () => {
    await reports(tierUniform, [namespaceOf("3"), network], [carries('the tier "3"')], {
      config: { tier: 2 },
    });
  });

  it("reports what carries no tier, or one that there is not", async () => {
    for (const [tier, shown] of [
      [undefined, "no tier"],
      ["", 'the tier ""'],
      ["4", 'the tier "4"'],
      ["2 ", 'the tier "2 "'],
      ["high", 'the tier "high"'],
    ] as const)
      await reports(tierUniform, [namespaceOf(tier), instance], [carries(shown)]);
  });

  it("reports a stack in which nothing says a tier, or only the lowest where another is configured", async () => {
    await reports(tierUniform, [namespaceOf(undefined)], [carries("no tier", "3")]);
    await reports(tierUniform, [namespaceOf("0")], [carries('the tier "0"')], { config: { tier: 2 } });
  });

  it("cannot be judged while labels are unknown, and still reports the others", async () => {
    await cannotJudge(
      tierUniform,
      [changed(network, { tags: unknown }), namespaceOf("1"), instance],
      "tags",
      [carries('the tier "1"')],
    );
  });
});
