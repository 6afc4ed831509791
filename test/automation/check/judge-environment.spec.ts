import assert from "node:assert/strict";
import { placeOf, readFiles } from "../../../automation/check/environment-files";
import { judgeEnvironment, verdictOn } from "../../../automation/check/judge-environment";
import { type Environment, readEnvironment } from "../../../automation/check/read-environment";
import type { Finding } from "../../../policies/judge";
import { rules } from "../../../policies/rules";

const read = (name: string): Environment => readEnvironment(readFiles(placeOf(name)));

describe("judging an environment by its settings", () => {
  for (const name of ["sandbox", "trial", "trial-bielefeld", "trial-charite", "trial-site", "trial-surf"])
    it(`finds nothing wrong with ${name}, and nothing that it could not judge`, async () => {
      const verdict = await judgeEnvironment(read(name));
      assert.deepEqual(verdict.findings, []);
      assert.ok(verdict.resources > 70);
      assert.deepEqual([verdict.tier, verdict.rules.length], [2, rules.length]);
    });

  it("finds what breaks a rule, where, and how it is mended", async () => {
    const trial = read("trial");
    const facts = { ...trial.facts, parameters: { ...trial.facts.parameters, permitPattern: "^DAC-" } };
    const { findings } = await judgeEnvironment({ ...trial, facts });
    assert.deepEqual(
      findings.map(({ urn }) => urn?.split("::").at(-1)),
      ["trial-group", "trial-group-checker", "trial-group-manager", "trial-group-researcher"],
    );
    assert.deepEqual(findings[0], {
      outcome: "violated",
      rule: "safe-projects-permit-referenced",
      safe: "safe-projects",
      severity: "high",
      isMandatory: true,
      urn: "urn:pulumi:trial::spe::spe:identity:ResearchRealm$keycloak:index/group:Group::trial-group",
      message:
        'group "trial" carries the permit "EHDS-2026-0042", which does not match ^DAC-; give the reference of the data access body',
      fix: 'Set "spe.permit" to the reference that the data access body gave.',
    });
  });

  it("lets an exemption of a resource count, and lists it", async () => {
    const trial = read("trial");
    const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const exemption = {
      rule: "safe-projects-permit-referenced",
      urn: "urn:pulumi:trial::spe::*::trial-group",
      reason: "The permit is being reissued.",
      approvers: ["dc@hospital.example"],
      expires,
    };
    const parameters = { ...trial.facts.parameters, permitPattern: "^DAC-" };
    const facts = { ...trial.facts, parameters, exemptions: [exemption] };
    const { findings, exemptions } = await judgeEnvironment({ ...trial, facts });
    assert.deepEqual(
      findings.map(({ urn }) => urn?.split("::").at(-1)),
      ["trial-group-checker", "trial-group-manager", "trial-group-researcher"],
    );
    assert.deepEqual(exemptions, [exemption]);
  });
});

describe("a verdict", () => {
  const finding = (rule: string, more: Partial<Finding> = {}): Finding => ({
    rule,
    urn: "urn:pulumi:trial::spe::a:b:C::name",
    message: "is wrong",
    unknown: false,
    ...more,
  });
  const found = [
    finding("safe-projects-resource-labelled"),
    finding("safe-data-bucket-versioned"),
    finding("safe-people-realm-events-kept", { unknown: true }),
    finding("safe-data-bucket-private"),
    finding("safe-people-broker-allowed"),
  ];
  const weightsAt = (tier: 1 | 2): string[] => {
    const trial = read("trial");
    const verdict = verdictOn({ ...trial, facts: { ...trial.facts, tier } }, 1, found);
    return verdict.findings.map(
      ({ rule, outcome, isMandatory }) => `${rule} ${outcome} ${isMandatory ? "mandatory" : "advisory"}`,
    );
  };

  it("has what the engine refuses first, then what is open, then advice", () => {
    assert.deepEqual(weightsAt(2), [
      "safe-people-broker-allowed violated mandatory",
      "safe-data-bucket-private violated mandatory",
      "safe-data-bucket-versioned violated mandatory",
      "safe-people-realm-events-kept unjudged mandatory",
      "safe-projects-resource-labelled violated advisory",
    ]);
  });

  it("holds high rules at the upper tiers only", () => {
    assert.deepEqual(weightsAt(1), [
      "safe-people-broker-allowed violated mandatory",
      "safe-data-bucket-private violated mandatory",
      "safe-people-realm-events-kept unjudged advisory",
      "safe-data-bucket-versioned violated advisory",
      "safe-projects-resource-labelled violated advisory",
    ]);
  });
});
