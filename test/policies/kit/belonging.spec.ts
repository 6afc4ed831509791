import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import { checkBelongs, projectOf, roleOf } from "../../../policies/kit/belonging";

const network = (name: string, ...tags: string[]): PolicyResource =>
  ({
    type: "openstack:networking/network:Network",
    name,
    props: { name, tags },
  }) as unknown as PolicyResource;

describe("labels", () => {
  it("say whose a resource is and what it is for", () => {
    const edge = network("edge", "spe.project=heart", "spe.role=edge");
    assert.equal(projectOf(edge), "heart");
    assert.equal(roleOf(edge), "edge");
    assert.equal(projectOf({ type: "toString", props: {} }), undefined);
  });
});

describe("what is named", () => {
  const refused = (found: PolicyResource[], elsewhere?: unknown): string[] => {
    const problems: string[] = [];
    checkBelongs({ found, elsewhere }, "heart", ["site"], (what) => problems.push(what));
    return problems;
  };

  it("may be the project's or the site's", () => {
    assert.deepEqual(refused([network("own", "spe.project=heart")], "site"), []);
  });

  it("is refused where it is another project's, nobody's or from elsewhere", () => {
    assert.deepEqual(refused([network("lungs", "spe.project=lungs"), network("bare")], "1f2e"), [
      '"1f2e", which is not of this stack',
      '"lungs" of project "lungs"',
      '"bare" of no project',
    ]);
  });
});
