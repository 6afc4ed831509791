import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../infra/settings/right-settings";
import { breaking, EnvironmentFolder } from "./environment-folder";

/** The command as a process of its own, with nothing of an engine, a server or a secret in its environment. */
describe("spe check", function () {
  this.timeout(60_000);
  let folder: EnvironmentFolder;

  before(() => {
    folder = new EnvironmentFolder();
    folder.stack("good");
    folder.stack("bad");
    folder.pack("bad", breaking);
    folder.stack("wrong", (text) =>
      text.replace("tier: 2 ", "tier: 9 ").replace("privacyPolicy:", "privacy:"),
    );
  });
  after(() => folder.remove());

  function spe(...args: string[]): { code: number | null; output: string; errors: string } {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, "automation/spe"), "check", ...args],
      { cwd: folder.path, env: { HOME: folder.path }, encoding: "utf8" },
    );
    return { code: status, output: stdout, errors: stderr };
  }
  const file = (name: string): string => `Pulumi.${name}.yaml`;

  it("ends with 0 where the rules hold, for names and paths at once", () => {
    const { code, output, errors } = spe("sandbox", file("good"));
    assert.deepEqual([code, errors], [0, ""]);
    assert.match(output, /^sandbox: holds \(.*\)\ngood: holds \(.*\)\n2 of 2 environments hold\n$/);
  });

  it("ends with 1 for violations, and judges the others all the same", () => {
    const { code, output, errors } = spe(file("bad"), file("good"));
    assert.deepEqual([code, errors], [1, ""]);
    assert.match(output, /^bad: 4 violations .*\n {2}Safe projects\n {4}high {8}group "trial" carries/);
    assert.match(output, /\ngood: holds /);
  });

  it("ends with 2 where something could not be judged", () => {
    const { code, output } = spe(file("good"), "--against", "origin/main");
    assert.equal(code, 2);
    assert.match(output, /^good: could not be judged\n {4}git knows no commit "origin\/main"/);
  });

  it("ends with 3 for wrong settings, and shows all that is wrong", () => {
    const { code, output, errors } = spe(file("wrong"), file("bad"), "nowhere");
    assert.deepEqual([code, errors], [3, ""]);
    for (const problem of [
      "wrong: 3 wrong settings",
      "project.tier: 9",
      "site.privacy: is not a setting",
      "site.privacyPolicy: is missing",
      "bad: 4 violations",
      "nowhere: 1 wrong setting",
    ])
      assert.ok(output.includes(problem), `${problem} is not in\n${output}`);
  });

  it("ends with 3 for a wrong use, so that nobody takes it for a verdict", () => {
    for (const args of [[], ["--formt", "json"], [file("good"), "--format", "xml"]])
      assert.equal(spe(...args).code, 3, args.join(" "));
    const { code, errors } = spe(file("good"), file("bad"), "--state", "x");
    assert.deepEqual([code, errors], [3, "--state judges one environment\n"]);
    assert.equal(spe("--help").code, 0);
  });

  it("prints nothing beside the report in each format", () => {
    assert.match(spe(file("bad"), "--format", "markdown").output, /^### `bad`: 4 violations\n/);
    assert.equal(JSON.parse(spe(file("bad"), "--format", "json").output).exitCode, 1);
    assert.equal(JSON.parse(spe(file("bad"), "--format", "sarif").output).version, "2.1.0");
    assert.match(spe(file("bad"), "--format", "junit").output, /^<\?xml .*<\/testsuites>\n$/s);
  });
});
