import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { type Evidence, evidenceSchema, schemaFile } from "../../../automation/evidence/evidence-schema";
import { exitCodeOf, makeEvidence } from "../../../automation/evidence/make-evidence";
import type { PackFacts } from "../../../infra/pack-facts";
import { inputsOf, recordedEnvironment, recordedResource, recordedState } from "./recorded";

const schema = JSON.parse(readFileSync(schemaFile, "utf8"));

function assertValid(evidence: Evidence): void {
  const validate = new Ajv({ strict: false }).compile(schema);
  assert.ok(validate(JSON.parse(JSON.stringify(evidence))), JSON.stringify(validate.errors));
}

const ruleOf = (evidence: Evidence, name: string) => {
  const rule = evidence.rules.find((it) => it.name === name);
  assert.ok(rule, name);
  return rule;
};

const versioned = "safe-data-bucket-versioned";
const input = () => recordedResource("heart-store-input");
const inputVersioning = () => recordedResource("heart-store-input-versioning");
const stackOf = () => recordedResource("spe-local");

describe("the schema of a report", () => {
  it("stands in the repository as the program has it", () => {
    assert.deepEqual(schema, JSON.parse(JSON.stringify(evidenceSchema)));
  });
});

describe("the report on the recorded environment", () => {
  let evidence: Evidence;
  before(async () => {
    evidence = await makeEvidence({ ...inputsOf([]), state: recordedState() });
  });

  it("has the form of the schema", () => assertValid(evidence));

  it("finds nothing, and cannot judge the secrets that it does not read", () => {
    const named = (status: string) =>
      evidence.rules.filter((rule) => rule.status === status).map(({ name }) => name);
    assert.deepEqual(named("not met"), []);
    assert.deepEqual(named("could not judge"), ["safe-settings-secret-unguessable"]);
    assert.deepEqual(
      ruleOf(evidence, "safe-settings-secret-unguessable").couldNotJudge.map(({ message }) => message),
      ["minioPassword", "clientSecret", "spe:keycloakClientSecret"].map(
        (it) => `${it} is a secret, which is not read for evidence`,
      ),
    );
    assert.equal(exitCodeOf(evidence), 2);
  });

  it("never says met of a rule that judged nothing, or of a statement of such rules", () => {
    const met = evidence.rules.filter(({ status }) => status === "met");
    assert.equal(met.length, 43);
    for (const { name, judged } of met) assert.notEqual(judged.length, 0, name);
    for (const { id, status, resources } of evidence.statements)
      if (status === "met") assert.notEqual(resources.length, 0, id);
  });

  it("says nothing of what the environment does not have", () => {
    const kubernetes = ruleOf(evidence, "safe-settings-namespace-default-deny");
    assert.equal(kubernetes.status, "nothing judged");
    assert.deepEqual(kubernetes.judged, []);
    const blocked = evidence.statements.find(({ id }) => id === "2.2.11");
    assert.equal(blocked?.status, "nothing judged");
    assert.ok(evidence.missing.includes("2.2.11"));
  });

  it("names the resources by which a statement is met", () => {
    const factor = evidence.statements.find(({ id }) => id === "3.2.04");
    assert.equal(factor?.status, "met");
    assert.deepEqual(
      factor?.resources.map((urn) => urn.split("::").at(-1)),
      ["heart", "heart-console", "heart-client-workbench", "heart-ls-aai"].filter((it) => it),
    );
  });

  it("tells what it was made from", () => {
    assert.deepEqual(evidence.environment, {
      stack: "local",
      project: "heart",
      title: "Heart failure cohort",
      tier: 2,
      dataController: "dc@hospital.example",
      permit: "EHDS-2026-0042",
      expires: "2027-06-30",
    });
    assert.equal(evidence.inputs.state.resources, 114);
    assert.match(evidence.inputs.state.sha256, /^[0-9a-f]{64}$/);
  });
}).timeout(60_000);

describe("a report", () => {
  it("says not met with the resource, and exits with 1", async () => {
    const evidence = await makeEvidence(inputsOf([stackOf(), input()]));
    const rule = ruleOf(evidence, versioned);
    assert.equal(rule.status, "not met");
    assert.deepEqual(rule.findings, [
      {
        urn: input().urn,
        message: 'bucket "heart-input" keeps no versions; add an S3BucketVersioning with status "Enabled"',
      },
    ]);
    assert.equal(evidence.statements.find(({ id }) => id === "2.6.01")?.status, "not met");
    assert.equal(exitCodeOf(evidence), 1);
    assertValid(evidence);
  });

  it("says met of the same with its counterpart, and exits with 0", async () => {
    const encryption = recordedResource("heart-store-input-encryption");
    const evidence = await makeEvidence(inputsOf([stackOf(), input(), inputVersioning(), encryption]));
    assert.equal(ruleOf(evidence, versioned).status, "met");
    assert.equal(exitCodeOf(evidence), 0);
  });

  it("says nothing of an empty stack", async () => {
    const evidence = await makeEvidence(inputsOf([]));
    assert.deepEqual([...new Set(evidence.rules.map(({ status }) => status))], ["nothing judged"]);
    assert.deepEqual(
      evidence.missing,
      evidence.statements.map(({ id }) => id),
    );
  });

  it("says not met of what is exempted, with the exemption, and lists those that let nothing pass", async () => {
    const exemption: PackFacts["exemptions"][number] = {
      rule: versioned,
      urn: "urn:pulumi:local::spe::*::heart-store-input",
      reason: "The source keeps its versions.",
      approvers: ["dc@hospital.example"],
      expires: "2027-01-31",
    };
    const expired = { ...exemption, reason: "It was once.", expires: "2026-01-31" };
    const environment = recordedEnvironment({ exemptions: [expired, exemption] });
    const evidence = await makeEvidence(inputsOf([stackOf(), input()], { environment }));
    const rule = ruleOf(evidence, versioned);
    assert.equal(rule.status, "not met");
    assert.deepEqual(
      rule.findings.map((it) => it.exemption),
      [1],
    );
    assert.deepEqual(evidence.exemptions, [
      { ...expired, applied: 0 },
      { ...exemption, applied: 1 },
    ]);
    const inForce = ruleOf(evidence, "safe-projects-exemption-in-force");
    assert.deepEqual(
      inForce.findings.map(({ message }) => message),
      [
        `exemption of "${exemption.urn}" from ${versioned} expired on 2026-01-31; mend the resource, or have it decided again`,
      ],
    );
    assertValid(evidence);
  });

  it("takes a declaration for what could not be judged, and exits with 0", async () => {
    const provider = recordedResource("heart-minio");
    const undeclared = await makeEvidence(inputsOf([stackOf(), provider]));
    assert.equal(exitCodeOf(undeclared), 2);
    const declaration = { statement: "2.8.05", who: "Ada Example", when: "2026-10-01", document: "ISMS-9" };
    const declarations = {
      text: "",
      value: [declaration, { ...declaration, statement: "1.2.01", when: "2027-01-01" }],
    };
    const evidence = await makeEvidence(inputsOf([stackOf(), provider], { declarations }));
    assert.equal(evidence.statements.find(({ id }) => id === "2.8.05")?.status, "declared");
    assert.equal(exitCodeOf(evidence), 0);
    assert.deepEqual(
      evidence.declarations.map(({ notCounted }) => notCounted),
      [undefined, "dated 2027-01-01, which is to come"],
    );
    assertValid(evidence);
  });

  it("judges dates by the day of the report", async () => {
    const group = recordedResource("heart-group-researcher");
    const status = async (time: string) =>
      ruleOf(
        await makeEvidence(inputsOf([stackOf(), group], { time: new Date(time) })),
        "safe-projects-expiry-bounded",
      ).status;
    assert.equal(await status("2026-11-25T12:00:00Z"), "met");
    assert.equal(await status("2027-07-01T12:00:00Z"), "not met");
  });
});
