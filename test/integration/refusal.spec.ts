import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EngineEvent, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { packConfig } from "../../policies/pack-config";
import { projectRoot } from "../../sandbox/engine";
import { brokenRules, ruleBreakingProgram } from "../support/rule-breaking-program";
import { StoreAdministrator } from "../support/store-administrator";
import { startTimeout, type TestSandbox, testSandbox } from "../support/test-sandbox";

/** The engine with the pack in front; rules for servers that do not stand here are proved by their own specs. */
describe("an environment that breaks the rules", function () {
  this.timeout(2 * 60_000);
  let test: TestSandbox;
  let folder: string;
  let stack: Stack;
  /** Rule → URNs of the resources that break it. */
  let violations: Map<string, string[]>;

  before(async function () {
    this.timeout(startTimeout);
    test = await testSandbox();
    folder = mkdtempSync(join(tmpdir(), "spe-refusal-"));
    // the engine takes the version of a pack from the package.json of the program's folder
    writeFileSync(join(folder, "package.json"), '{ "name": "broken", "version": "1.0.0" }');
    const secret = (file: string) => readFileSync(file, "utf8");
    const program = ruleBreakingProgram(test, {
      keycloak: secret(test.sandbox.keycloak.provisioner.secretFile),
      minio: secret(test.sandbox.minio.provisioner.secretKeyFile),
    });
    process.env.PATH = test.engine.PATH;
    stack = await LocalWorkspace.createStack(
      { stackName: "broken", projectName: "broken", program },
      { workDir: folder, envVars: test.engine },
    );
  });

  after(() => rmSync(folder, { recursive: true }));

  it("is refused by up, with every rule that it breaks", async () => {
    violations = new Map();
    const config = join(folder, "five-safes.json");
    const exemptions = [
      {
        rule: "safe-data-bucket-private",
        urn: "*",
        reason: "expired",
        approvers: ["dc"],
        expires: "2020-01-01",
      },
    ];
    writeFileSync(config, JSON.stringify(packConfig({ project: "broken", tier: 2, exemptions })));
    const onEvent = ({ policyEvent }: EngineEvent) => {
      if (policyEvent === undefined) return;
      const { policyName, resourceUrn = "" } = policyEvent;
      violations.set(policyName, [...(violations.get(policyName) ?? []), resourceUrn]);
    };
    const policyPacks = [join(projectRoot, "policies", "five-safes")];
    await assert.rejects(stack.preview({ policyPacks, policyPackConfigs: [config], onEvent }));
    const missing = Object.keys(brokenRules).filter((rule) => !violations.has(rule));
    assert.deepEqual(missing, []);
    assert.ok(violations.has("safe-projects-exemption-in-force"));
  });

  it("is told apart by the resource that breaks each", () => {
    for (const [rule, resource] of Object.entries(brokenRules)) {
      assert.ok(
        violations.get(rule)?.some((urn) => urn.endsWith(`::${resource}`)),
        rule,
      );
    }
  });

  it("has made nothing", async () => {
    const { deployment } = await stack.exportStack();
    const { resources = [] } = deployment as { resources?: { type: string }[] };
    assert.deepEqual(resources, []);
    assert.equal(await test.keycloak.get("/broken"), undefined);
    const store = new StoreAdministrator(test);
    const names = JSON.stringify(await store.names());
    await store.close();
    assert.doesNotMatch(names, /broken/);
  });
});
