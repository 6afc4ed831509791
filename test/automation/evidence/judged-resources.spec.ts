import assert from "node:assert/strict";
import { judgedResources } from "../../../automation/evidence/judged-resources";
import { asAsked, asStanding } from "../../../automation/evidence/standing-resources";
import { urnOf } from "../../../policies/judge";
import { packConfig } from "../../../policies/pack-config";
import { rules } from "../../../policies/rules";
import { compliant } from "../../policies/compliant";
import { access } from "../../policies/compliant-access";
import { compliantCloud } from "../../policies/compliant-cloud";
import { compliantKubernetes } from "../../policies/compliant-kubernetes";
import { compliantPrograms } from "../../policies/compliant-programs";
import { compliantStore } from "../../policies/compliant-store";
import { recordedResource, recordedState } from "./recorded";

const today = "2026-11-25";
const config = packConfig({ project: "heart", tier: 2 });
const stackUrn = "urn:pulumi:local::spe::pulumi:pulumi:Stack::spe-local";

function ruleNamed(name: string) {
  const rule = rules.find((it) => it.name === name);
  assert.ok(rule, name);
  return rule;
}

/** Names of the recorded resources that a rule judges. */
async function judgedBy(
  name: string,
  resources = recordedState().value.resources,
  by = config,
): Promise<string[]> {
  const rule = ruleNamed(name);
  const seen = ("validateStack" in rule ? asStanding : asAsked)(resources);
  const urns = await judgedResources(rule, seen, stackUrn, { config: by, today });
  return [...urns].map((urn) => urn.split("::").at(-1) ?? "").sort();
}

describe("the resources that a rule judges", () => {
  it("are those of its type", async () => {
    assert.deepEqual(await judgedBy("safe-people-realm-tls-required"), ["heart"]);
    assert.deepEqual(await judgedBy("safe-data-access-key-machine-only"), [
      "heart-machine-mount",
      "heart-machine-mount-keys",
    ]);
  });

  it("are the audit bucket and the realm's events, and no bucket whose name the rule only reads", async () => {
    assert.deepEqual(await judgedBy("safe-outputs-audit-kept"), ["heart-events", "heart-store-audit"]);
    const others = [recordedResource("heart-store-input"), recordedResource("heart-store-scratch")];
    assert.deepEqual(await judgedBy("safe-outputs-audit-kept", others), []);
  });

  it("are those that need a counterpart, which may be of the same type", async () => {
    const names = ["heart-store-egress-request", "heart-store-release"];
    assert.deepEqual(await judgedBy("safe-outputs-egress-one-way"), names);
  });

  it("are none where the tier asks for nothing", async () => {
    const name = "safe-people-realm-second-factor";
    const judged = ["heart", "heart-client-workbench", "heart-console", "heart-ls-aai"];
    assert.deepEqual(await judgedBy(name), judged);
    assert.deepEqual(await judgedBy(name, undefined, packConfig({ project: "heart", tier: 1 })), []);
  });

  it("are none while the permit of a rule on its end is valid", async () => {
    assert.deepEqual(await judgedBy("safe-projects-expired-ended"), []);
  });

  it("are none of a rule that is turned off", async () => {
    const name = "safe-data-bucket-private";
    assert.equal((await judgedBy(name)).length, 5);
    assert.deepEqual(await judgedBy(name, undefined, { [name]: "disabled" }), []);
  });

  it("are the stack where an exemption is judged, and nothing where there is none", async () => {
    const name = "safe-projects-exemption-in-force";
    const exemption = {
      rule: "safe-data-bucket-versioned",
      urn: "urn:pulumi:local::spe::*::heart-store-input",
      reason: "The source keeps its versions.",
      approvers: ["dc@hospital.example"],
      expires: "2027-01-31",
    };
    const by = packConfig({ project: "heart", tier: 2, exemptions: [exemption] });
    assert.deepEqual(await judgedBy(name, undefined, by), ["spe-local"]);
    assert.deepEqual(await judgedBy(name), []);
  });

  it("are found for every rule in an environment that has what it is about, but for these", async () => {
    const found = new Set<string>();
    const project = [...access, ...compliantStore, ...compliantKubernetes, ...compliantPrograms];
    const names = new Set(project.map(({ type, name }) => `${type} ${name}`));
    project.push(...compliant.filter(({ type, name }) => !names.has(`${type} ${name}`)));
    for (const stack of [project, compliantCloud]) {
      const resources = stack.map((it) => ({ urn: urnOf(it.type, it.name), ...it }));
      for (const rule of rules)
        if ((await judgedResources(rule, resources, stackUrn, { config, today })).size > 0)
          found.add(rule.name);
    }
    assert.deepEqual(
      rules.map(({ name }) => name).filter((name) => !found.has(name)),
      [
        // the permit is valid
        "safe-projects-expired-ended",
        // these refuse what no single change makes of a right environment; they are never told as met
        "safe-settings-pod-host-process-off",
        "safe-settings-pod-selinux-kept",
        "safe-settings-container-proc-always-masked",
        "safe-settings-pod-volume-types-limited",
        "safe-settings-chart-rendered",
        "safe-settings-pod-secret-referenced",
        "safe-settings-command-harmless",
        "safe-data-upload-config-only",
        // there are no exemptions
        "safe-projects-exemption-in-force",
        "safe-projects-exemption-listed",
      ],
    );
  }).timeout(60_000);
});
