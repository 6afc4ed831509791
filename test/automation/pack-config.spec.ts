import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../policies/rules";

const root = join(__dirname, "../..");
const spe = (...args: string[]) =>
  spawnSync("node", ["automation/spe", "pack-config", ...args], { cwd: root, encoding: "utf8" });

describe("spe pack-config", () => {
  it("prints the level and the parameters of every rule for an environment", () => {
    const { status, stdout } = spe("trial");
    assert.equal(status, 0);
    const config = JSON.parse(stdout) as Record<string, Record<string, unknown>>;
    assert.deepEqual(
      Object.keys(config),
      rules.map(({ name }) => name),
    );
    assert.deepEqual(config["safe-people-broker-allowed"], {
      enforcementLevel: "mandatory",
      issuers: ["https://login.aai.lifescience-ri.eu/oidc/"],
    });
    assert.equal(config["safe-projects-resource-labelled"]?.project, "trial");
  });

  it("tells what is wrong with the settings, in which file, and prints nothing else", () => {
    const folder = mkdtempSync(join(tmpdir(), "spe-pack-config-"));
    try {
      const file = join(folder, "Pulumi.wrong.yaml");
      const trial = readFileSync(join(root, "infra/environments/Pulumi.trial.yaml"), "utf8");
      writeFileSync(file, trial.replace("tier: 2", "tier: 7"));
      const { status, stdout, stderr } = spe(file);
      assert.equal(status, 3);
      assert.equal(stdout, "");
      assert.match(stderr, /Pulumi\.wrong\.yaml, project\.tier: 7\n +allowed: one of 0, 1, 2, 3/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
