import { type Judged, unknown } from "../../../policies/judge";
import { resourceLabelled } from "../../../policies/safe-projects/resource-labelled";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { bucket, group, inputShare, network } from "../compliant";

const namespace: Judged = {
  type: "kubernetes:core/v1:Namespace",
  name: "heart-tes",
  props: { metadata: { labels: { "spe.project": "heart" } } },
};
const labelled = [group, network, inputShare, namespace];

describe("safe-projects-resource-labelled", () => {
  it("holds where all that takes labels carries the project's id", async () => {
    await holds(resourceLabelled, [...labelled, bucket], { config: { project: "heart" } });
    await holds(resourceLabelled, labelled);
  });

  it("reports what carries none", async () => {
    await reports(
      resourceLabelled,
      [
        group,
        changed({ ...group, name: "other" }, { name: "other", attributes: undefined }),
        changed(network, { tags: ["heart", "spe.project"] }),
        changed(namespace, { metadata: {} }),
        changed(inputShare, { metadata: { "SPE.project": "heart" } }),
      ],
      [
        'Group "other" carries no project; label it "spe.project": "heart"',
        'Network "heart" carries no project; label it "spe.project": "heart"',
        'Namespace "heart-tes" carries no project; label it "spe.project": "heart"',
        'Share "heart-input" carries no project; label it "spe.project": "heart"',
      ],
    );
  });

  it("reports another project's, by the configured project or the stack's first", async () => {
    const lungs = changed(namespace, { metadata: { labels: { "spe.project": "lungs" } } });
    const message = 'Namespace "heart-tes" carries the project "lungs"; label it "spe.project": "heart"';
    await reports(resourceLabelled, [group, lungs], [message]);
    await reports(resourceLabelled, [lungs], [message], { config: { project: "heart" } });
  });

  it("reports a stack in which nothing says a project", async () => {
    await reports(
      resourceLabelled,
      [changed(group, { attributes: {} })],
      ['Group "heart" carries no project; label it "spe.project": "<project>"'],
    );
  });

  it("cannot be judged while labels are unknown, and still reports the others", async () => {
    await cannotJudge(
      resourceLabelled,
      [changed(group, { attributes: unknown }), network, changed(inputShare, { metadata: {} })],
      "attributes",
      ['Share "heart-input" carries no project; label it "spe.project": "heart"'],
    );
  });
});
