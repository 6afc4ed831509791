import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../infra/settings/right-settings";
import { EnvironmentFolder } from "../check/environment-folder";

/** The command as a process of its own, with nothing of an engine, a server or a secret in its environment. */
describe("spe access", function () {
  this.timeout(60_000);
  let folder: EnvironmentFolder;
  // the command goes by today's date, on which a right by name may have ended
  const withoutEnd = (text: string): string => text.replace(/ *until: .*\n/, "");
  const withoutManagers = (text: string): string =>
    withoutEnd(text).replace(/ *- entitlement: .*role=manager.*\n.*\n/, "");

  before(() => {
    folder = new EnvironmentFolder();
    folder.stack("trial", withoutManagers);
    folder.stack("wrong", (text) => text.replace("tier: 2 ", "tier: 9 "));
    folder.commit();
    folder.stack("wrong");
    folder.commit();
    folder.stack("trial", withoutEnd);
    folder.stack("new", withoutEnd);
  });
  after(() => folder.remove());

  function spe(...args: string[]): { code: number | null; output: string; errors: string } {
    const program = join(root, "automation/spe");
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, "access", ...args], {
      cwd: folder.path,
      env: { HOME: folder.path, PATH: process.env.PATH },
      encoding: "utf8",
    });
    return { code: status, output: stdout, errors: stderr };
  }

  it("loads neither rules nor Pulumi's SDK, which it would wait for", () => {
    const script = `require("./automation/access/access-report"); console.log(Object.keys(require.cache).join("\\n"))`;
    const args = ["--require", "tsx/cjs", "--eval", script];
    const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    const loaded = stdout.split("\n");
    assert.ok(loaded.includes(join(root, "automation/check/stack-file-settings.ts")));
    assert.deepEqual(
      loaded.filter((file) => file.startsWith(join(root, "policies")) || file.includes("/@pulumi/")),
      [],
    );
  });

  it("shows everybody of an environment, by name or by path", () => {
    const byName = spe("trial");
    assert.deepEqual([byName.code, byName.errors], [0, ""]);
    assert.match(
      byName.output,
      /^bucket +who +where +may\ntrial-input +researcher +everywhere +list, versions, get\n/,
    );
    assert.equal(spe(join(root, "infra/environments/Pulumi.trial.yaml")).output, byName.output);
  });

  it("shows one person, and somebody who is named in each role", () => {
    const { code, output } = spe("trial", "--as", "Data steward");
    assert.equal(code, 0);
    assert.deepEqual(output.match(/^.* as \w+(?=: )/gm), [
      "Data steward as researcher",
      "Data steward as checker",
      "Data steward as manager",
    ]);
    assert.match(spe("trial", "--as", "mount").output, /^machine mount: whoever holds the keys/);
  });

  it("prints the same for programs", () => {
    const { people, endpoints, entries } = JSON.parse(spe("trial", "--format", "json").output);
    assert.equal(people.length, 12);
    assert.deepEqual(people[0].rights[0], {
      bucket: "trial-input",
      place: "root",
      request: "list",
      allowed: true,
      by: { policy: "spe-trial-researcher", sid: "ListInput" },
    });
    assert.deepEqual(people[0].longCredentials, {
      allowed: false,
      by: { policy: "spe-trial-guard", sid: "NoLongCredentials" },
    });
    assert.deepEqual(endpoints[1], {
      name: "client workbench",
      addresses: ["https://workbench.site.example/callback"],
      for: "people with a role",
    });
    assert.equal(entries.length, 6);
    const { against, changes } = JSON.parse(
      spe("Pulumi.trial.yaml", "--diff", "HEAD", "--format", "json").output,
    );
    assert.equal(against, "HEAD");
    assert.deepEqual(changes[0], {
      who: "manager",
      what: "list, versions, put on trial-input",
      gained: true,
    });
  });

  it("shows who gains what since a commit, and nobody where nothing has changed", () => {
    const { code, output } = spe("Pulumi.trial.yaml", "--diff", "HEAD");
    assert.equal(code, 0);
    assert.deepEqual(output.trimEnd().split("\n"), [
      "manager gains list, versions, put on trial-input",
      "manager gains list, versions, put on trial-input-imaging",
      "manager gains list, versions, get on trial-release",
      "Data steward as manager gains get on trial-input-imaging",
      "whoever has urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:trial:role=manager#aai.lifescience-ri.eu gains the role manager",
    ]);
    assert.equal(
      spe("Pulumi.trial.yaml", "--diff", "HEAD", "--as", "checker").output,
      "nobody gains or loses anything\n",
    );
    assert.equal(
      spe("Pulumi.trial.yaml", "--diff", "HEAD", "--as", "Data steward").output,
      "Data steward as manager gains get on trial-input-imaging\n",
    );
    assert.match(
      spe("Pulumi.new.yaml", "--diff", "HEAD").output,
      /^researcher gains list, versions, get on trial-input\n/,
    );
  });

  it("ends with 2 where the settings of a commit cannot be read, because there is none or they are wrong", () => {
    const unknown = spe("Pulumi.trial.yaml", "--diff", "origin/main");
    assert.deepEqual([unknown.code, unknown.output], [2, ""]);
    assert.match(unknown.errors, /^at origin\/main, git knows no commit "origin\/main" here; fetch it first/);
    const wrong = spe("Pulumi.wrong.yaml", "--diff", "HEAD~1");
    assert.deepEqual([wrong.code, wrong.output], [2, ""]);
    assert.match(
      wrong.errors,
      /^at HEAD~1, the settings of wrong are wrong\n {2}Pulumi\.wrong\.yaml, project\.tier: 9\n/,
    );
  });

  it("ends with 3 for wrong settings, a file that does not exist, and a wrong use", () => {
    folder.stack("wrong", (text) => text.replace("tier: 2 ", "tier: 9 "));
    assert.match(
      spe("Pulumi.wrong.yaml").errors,
      /^the settings of wrong are wrong\n {2}Pulumi\.wrong\.yaml, project\.tier: 9\n {4}allowed: one of 0, 1, 2, 3\n/,
    );
    folder.stack("wrong", () => "config: [spe:storage: {secret: hidden}");
    const { errors } = spe("Pulumi.wrong.yaml");
    assert.match(
      errors,
      /^the settings of wrong are wrong\n {2}Pulumi\.wrong\.yaml, the file: .*\n {4}allowed: YAML\n/,
    );
    assert.doesNotMatch(errors, /hidden/);
    assert.match(
      spe("nowhere").errors,
      /Pulumi\.nowhere\.yaml, the file: does not exist\n {4}allowed: .* \(.*\bsandbox\b.*\btrial\b.*\), or/,
    );
    assert.match(
      spe("trial", "--as", "eve").errors,
      /^nobody here is called "eve"; there are researcher, checker,/,
    );
    for (const args of [
      ["nowhere"],
      ["Pulumi.wrong.yaml"],
      ["trial", "--as", "eve"],
      [],
      ["trial", "--af", "x"],
    ])
      assert.equal(spe(...args).code, 3, args.join(" "));
    assert.equal(spe("--help").code, 0);
  });
});
