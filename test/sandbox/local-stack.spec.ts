import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../sandbox/engine/cache";
import { linkStackFile, localStack, unlinkStackFile } from "../../sandbox/local-stack";
import { useTemporaryFolder } from "./fixtures/temporary-folder";

/** That `pulumi` finds the file there, and needs no flag, is not shown: it would take the sandbox of whoever runs this. */
describe("the stack file for pulumi by hand", () => {
  const folder = useTemporaryFolder();
  const place = () => join(folder(), "environments", "Pulumi.local.yaml");
  const configFile = () => join(folder(), "stacks", "Pulumi.local.yaml");

  beforeEach(() => {
    for (const name of ["environments", "stacks"]) mkdirSync(join(folder(), name));
    writeFileSync(configFile(), "config: {}\n");
  });

  it("is the sandbox's own, found from wherever the clone lies", async () => {
    await linkStackFile(configFile(), place());
    assert.equal(readlinkSync(place()), "../stacks/Pulumi.local.yaml");
    writeFileSync(place(), "encryptionsalt: here\n");
    assert.equal(readFileSync(configFile(), "utf8"), "encryptionsalt: here\n");
  });

  it("is linked again by each start, also where the folder that it led to is gone", async () => {
    await linkStackFile(join(folder(), "gone", "Pulumi.local.yaml"), place());
    assert.ok(!existsSync(place()));
    await linkStackFile(configFile(), place());
    await linkStackFile(configFile(), place());
    assert.equal(readFileSync(place(), "utf8"), "config: {}\n");
  });

  it("is taken away, once or twice, and the sandbox's own stays", async () => {
    await linkStackFile(configFile(), place());
    await unlinkStackFile(place());
    await unlinkStackFile(place());
    assert.deepEqual(readdirSync(join(folder(), "environments")), []);
    assert.ok(existsSync(configFile()));
  });

  it("takes no place of a file that somebody wrote", async () => {
    writeFileSync(place(), "config: { mine: 1 }\n");
    await assert.rejects(
      linkStackFile(configFile(), place()),
      /Pulumi\.local\.yaml" is in the way: .*npm start/,
    );
    await unlinkStackFile(place());
    assert.ok(lstatSync(place()).isFile());
  });

  it("is ignored by git, unlike the stack files of environments", () => {
    const files = [localStack, "trial", "heart"].map((stack) => `infra/environments/Pulumi.${stack}.yaml`);
    const { stdout } = spawnSync("git", ["check-ignore", ...files], { cwd: projectRoot, encoding: "utf8" });
    assert.equal(stdout, `infra/environments/Pulumi.${localStack}.yaml\n`);
  });
});
