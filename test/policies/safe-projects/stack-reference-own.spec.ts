import { unknown } from "../../../policies/judge";
import { stackReferenceOwn } from "../../../policies/safe-projects/stack-reference-own";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { stackReference } from "../compliant-cloud";

const to = (name: unknown) => changed(stackReference, { name });
const reaches = (name: string) =>
  `stack reference "${name}" reaches another project's stack; publish the value through a stack of the platform`;

describe("safe-projects-stack-reference-own", () => {
  it("holds for the project's own stack, by this stack's name or the project's id", async () => {
    await holds(stackReferenceOwn, [to("test"), to("spe/test"), to("organization/spe/test")]);
    await holds(stackReferenceOwn, [to("heart"), to("spe/heart")], { config: { project: "heart" } });
  });

  it("holds for a listed stack of the platform", async () => {
    const config = { platformStacks: ["denbi/spe-site/bielefeld"] };
    await holds(stackReferenceOwn, [to("denbi/spe-site/bielefeld")], { config });
  });

  it("reports every other stack, also of another organisation or program", async () => {
    const config = { project: "heart", platformStacks: ["denbi/spe-site/bielefeld"] };
    for (const name of [
      "lungs",
      "organization/spe/lungs",
      "organization/spe/heart-2",
      "organization/other/heart",
      "other/spe/heart",
      "denbi/spe-site/berlin",
      "other/denbi/spe-site/bielefeld",
      "",
    ])
      await reports(stackReferenceOwn, [to(name)], [reaches(name)], { config });
  });

  it("reports a reference without a name", async () => {
    await reports(stackReferenceOwn, [to(undefined)], [reaches("undefined")]);
  });

  it("cannot be judged while the name is unknown", async () => {
    await cannotJudge(stackReferenceOwn, [to(unknown)], "name");
  });
});
