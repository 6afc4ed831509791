import type { Judged } from "../../../policies/judge";
import { ignoredChangesHarmless } from "../../../policies/safe-projects/ignored-changes-harmless";
import { holds, reports } from "../../support/verdict";
import { bucket, network } from "../compliant";

const ignoring = (...ignoreChanges: string[]): Judged => ({
  ...bucket,
  opts: { protect: true, ignoreChanges },
});
const hides = (path: string) =>
  `resource "heart-store-input" ignores changes of "${path}"; remove it from ignoreChanges`;

describe("safe-projects-ignored-changes-harmless", () => {
  it("holds where nothing is ignored, or nothing that a rule reads", async () => {
    await holds(ignoredChangesHarmless, [
      bucket,
      network,
      ignoring(
        "description",
        "spec.replicas",
        'spec["replicas"]',
        "status.loadBalancer",
        "metadata.managedFields[0]",
      ),
    ]);
  });

  it("holds for what is configured as ignorable, and then for nothing else", async () => {
    const config = { ignorable: ["quota"] };
    await holds(ignoredChangesHarmless, [ignoring("quota")], { config });
    await reports(ignoredChangesHarmless, [ignoring("description")], [hides("description")], { config });
  });

  for (const path of [
    "acl",
    "*",
    "spec",
    "metadata",
    "tags",
    "spec.replicasx",
    'metadata["annotations"]',
    "[0]",
    "",
  ])
    it(`reports "${path}"`, async () => {
      await reports(ignoredChangesHarmless, [ignoring(path)], [hides(path)]);
    });

  it("reports each of several, on any type", async () => {
    await reports(
      ignoredChangesHarmless,
      [ignoring("acl", "description", "policy")],
      [hides("acl"), hides("policy")],
    );
  });
});
