import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { assetOf, copyProblem, defaultLimits } from "../../../policies/kit/copied-file";

const { AssetArchive, FileArchive, FileAsset, RemoteAsset, StringAsset } = pulumi.asset;

describe("assetOf", () => {
  it("tells files and texts from what is more than one file", async () => {
    assert.deepEqual(await assetOf(new FileAsset("a.conf"), "/etc/b.conf"), { path: "a.conf" });
    assert.deepEqual(await assetOf(new StringAsset("text"), "/etc/b.conf"), {
      text: "text",
      path: "/etc/b.conf",
    });
    assert.deepEqual(await assetOf(new RemoteAsset("https://a.example/b.conf"), "/etc"), {
      kind: "a download",
    });
    for (const source of [new FileArchive("a"), new AssetArchive({}), undefined, "text", 7])
      assert.deepEqual(await assetOf(source, "/etc"), { kind: "a folder or an archive" });
  });
});

describe("copyProblem", () => {
  for (const name of ["slurm.conf", "A.YAML", "known_hosts", "site.env"])
    it(`takes "${name}" for configuration`, () => {
      assert.equal(copyProblem({ text: "a", path: `/etc/${name}` }, defaultLimits), undefined);
    });

  for (const name of ["cohort.csv", "scan.dcm", "conf", "genome.vcf.gz", "a.conf.bak", ""])
    it(`takes "${name}" for data`, () => {
      const problem = copyProblem({ text: "a", path: name }, defaultLimits);
      assert.equal(problem, `is of "${name}", which is not named as configuration`);
    });

  it("measures in bytes", () => {
    const limits = { ...defaultLimits, maxBytes: 3 };
    assert.equal(copyProblem({ text: "abc", path: "a.conf" }, limits), undefined);
    assert.equal(copyProblem({ text: "äb", path: "a.conf" }, limits), undefined);
    assert.equal(copyProblem({ text: "äbc", path: "a.conf" }, limits), "is of 4 bytes, more than 3");
  });
});
