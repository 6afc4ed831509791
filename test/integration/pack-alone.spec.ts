import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../sandbox/engine";
import { type EngineRun, foreignProgram } from "../support/foreign-program";
import { startTimeout, testSandbox } from "../support/test-sandbox";

/** With the real engine and MinIO. No program in another language: the engine here brings Node's host only. */
describe("the pack in front of somebody else's program", function () {
  this.timeout(60_000);
  const packs = ["policies", "policies/five-safes"].map((pack) => join(projectRoot, pack));
  const [folderPack = "", executablePack = ""] = packs;
  const open = { FOREIGN_ACL: "public-read" };
  let folder: string;
  let pulumi: ReturnType<typeof foreignProgram>;

  const isRefused = ({ code, output }: EngineRun): void => {
    assert.notEqual(code, 0, output);
    assert.match(output, /❌ five-safes@v0\.1\.0/);
    assert.match(
      output,
      /\[mandatory\] +\[severity: critical\] +safe-data-bucket-private +\(minio:index:S3Bucket: work\)/,
    );
    assert.match(output, /bucket "foreign-scratch" has the ACL "public-read"; set acl to "private"/);
    assert.equal(output.match(/\[mandatory\]/g)?.length, 1, output);
  };
  const isAccepted = ({ code, output }: EngineRun): void => {
    assert.equal(code, 0, output);
    assert.match(output, /✅ five-safes@v0\.1\.0/);
  };

  before(async function () {
    this.timeout(startTimeout);
    folder = mkdtempSync(join(tmpdir(), "spe-foreign-"));
    pulumi = foreignProgram(await testSandbox(), folder);
    const { code, output } = await pulumi(["stack", "init", "foreign"]);
    assert.equal(code, 0, output);
  });

  after(async () => {
    await pulumi(["state", "unprotect", "--all", "--yes"]);
    const { code, output } = await pulumi(["destroy", "--yes", "--skip-preview"]);
    rmSync(folder, { recursive: true });
    assert.equal(code, 0, output);
  });

  for (const pack of packs)
    it(`refuses a preview that breaks a rule, as --policy-pack ${pack.slice(projectRoot.length + 1)}`, async () => {
      isRefused(await pulumi(["preview", "--policy-pack", pack], open));
    });

  it("lets a program pass that breaks none", async () => {
    isAccepted(await pulumi(["up", "--yes", "--policy-pack", executablePack]));
  });

  it("says the same of the stack that stands", async () => {
    for (const pack of packs) isAccepted(await pulumi(["policy", "analyze", "--policy-pack", pack]));
  });

  it("refuses what stands once somebody went past it, as a stack and as a file anywhere", async () => {
    const { code, output } = await pulumi(["up", "--yes", "--skip-preview"], open);
    assert.equal(code, 0, output);
    for (const pack of packs) isRefused(await pulumi(["policy", "analyze", "--policy-pack", pack]));
    const state = join(folder, "state.json");
    await pulumi(["stack", "export", "--file", state]);
    // a folder without a package.json, as programs in other languages have
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    for (const pack of packs)
      isRefused(
        await pulumi(["--cwd", elsewhere, "policy", "analyze", "--file", state, "--policy-pack", pack]),
      );
  });

  it("takes a configuration, and refuses a wrong one with its path", async () => {
    const file = join(folder, "five-safes.json");
    const preview = (config: unknown): Promise<EngineRun> => {
      writeFileSync(file, JSON.stringify(config));
      return pulumi(["preview", "--policy-pack", folderPack, "--policy-pack-config", file], open);
    };
    const exemption = {
      rule: "safe-data-bucket-private",
      urn: "*::work",
      reason: "The data is open.",
      approvers: ["mona@example.org", "dc@example.org"],
      expires: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
    };
    isAccepted(await preview({ [exemption.rule]: { exemptions: [exemption] } }));
    isRefused(
      await preview({
        [exemption.rule]: { exemptions: [{ ...exemption, approvers: ["mona@example.org"] }] },
      }),
    );
    const wrong = await preview({ "safe-projects-expiry-bounded": { maxLifetimeDays: 0 } });
    assert.notEqual(wrong.code, 0);
    assert.match(
      wrong.output,
      /validating policy config: five-safes 0\.1\.0 +safe-projects-expiry-bounded: maxLifetimeDays: Must be greater than or equal to 1/,
    );
  });

  it("is not asked by refresh, destroy and import, which take no pack", async () => {
    for (const command of ["refresh", "destroy", "import"]) {
      const { code, output } = await pulumi([command, "--policy-pack", folderPack]);
      assert.notEqual(code, 0);
      assert.match(output, /unknown flag: --policy-pack/);
    }
  });

  it("has no use of validate-config, which asks a registry that files have not", async () => {
    const file = join(folder, "five-safes.json");
    writeFileSync(file, "{}");
    const { code, output } = await pulumi([
      ...["policy", "validate-config", "organization/five-safes", "0.1.0", "--config", file],
    ]);
    assert.equal(code, 1);
    assert.match(output, /DIY backend does not support resource policy/);
  });
});
