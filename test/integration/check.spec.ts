import assert from "node:assert/strict";
import { type EnvironmentPlace, placeOf, readFiles } from "../../automation/check/environment-files";
import { judgeEnvironment } from "../../automation/check/judge-environment";
import { judgePreview } from "../../automation/check/preview";
import { type Environment, readEnvironment } from "../../automation/check/read-environment";
import type { Verdict } from "../../automation/check/verdict";
import { Deployment } from "../../sandbox/deployment";
import { stackSections } from "../../sandbox/stack-sections";
import { spe } from "../support/spe-command";
import { startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

/** `spe check` beside the engine, on an environment that nobody has made yet and on one that stands. */
describe("spe check and the engine", function () {
  this.timeout(2 * 60_000);
  let environment: TestEnvironment;
  let place: EnvironmentPlace;
  const variables = { ...process.env };

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    const { project, ...sections } = stackSections(environment.sandbox);
    const fresh = await Deployment.open(environment.sandbox, environment.engine, {
      stackName: "fresh",
      sections: { ...sections, project: { ...project, id: "fresh" } },
    });
    place = placeOf(fresh.configFile);
    Object.assign(process.env, environment.engine);
  });

  after(() => {
    for (const name of Object.keys(environment.engine)) {
      if (variables[name] === undefined) delete process.env[name];
      else process.env[name] = variables[name];
    }
  });

  const read = (): Environment => readEnvironment(readFiles(place));

  /** What a preview says by itself. */
  async function previewed(of: Environment, verdict: Verdict): Promise<Verdict> {
    const preview = await judgePreview(place, of, { ...verdict, findings: [] });
    assert.equal(preview.previewFailure, undefined);
    return preview;
  }

  it("say the same of an environment that holds, and both can judge every rule", async () => {
    const fresh = read();
    const verdict = await judgeEnvironment(fresh);
    assert.deepEqual(verdict.findings, []);
    assert.deepEqual((await previewed(fresh, verdict)).findings, []);
  });

  const broken: Record<string, Partial<Environment["facts"]>> = {
    "on single resources": { parameters: { issuers: ["https://idp.example.org"], permitPattern: "^DAC-" } },
    // where a resource breaks one, the engine does not ask those on the stack
    "on the stack": { project: "another" },
  };
  for (const [which, facts] of Object.entries(broken))
    it(`say the same of one that breaks rules ${which}`, async () => {
      const fresh = read();
      const breaking = { ...fresh, facts: { ...fresh.facts, ...facts } };
      const verdict = await judgeEnvironment(breaking);
      assert.ok(verdict.findings.length > 3);
      const saidBy = ({ findings }: Verdict) =>
        findings.map(({ rule, urn, message }) => [rule, urn, message]);
      assert.deepEqual(saidBy(await previewed(breaking, verdict)), saidBy(verdict));
    });

  it("are asked together by --preview", async () => {
    const { code, output, errors } = await spe(environment, ["check", place.stackFile, "--preview"]);
    assert.deepEqual([code, errors], [0, ""], output);
    assert.match(output, /^fresh: holds \(tier 2, \d+ resources, \d+ rules\)\n$/);
  });

  it("judge what stands, by the stack's name, and find no secret in plain text", async () => {
    const { configFile } = environment.deployment;
    const { code, output, errors } = await spe(environment, ["check", configFile, "--state", "local"]);
    assert.deepEqual([code, errors], [0, ""], output);
    assert.match(output, /^local: holds \(tier 2, \d+ resources, \d+ rules\)\n$/);
  });

  it("say why where there is no preview, and judge all the same", async () => {
    // not the tracked stack file: a preview writes a salt into one that has none
    const { configFile } = environment.deployment;
    const { code, output } = await spe(environment, ["check", configFile, "--preview"], {
      PULUMI_CONFIG_PASSPHRASE_FILE: "",
      PULUMI_CONFIG_PASSPHRASE: "wrong",
    });
    assert.equal(code, 2);
    assert.match(output, /^local: preview failed \(tier 2/);
  });
});
