import assert from "node:assert/strict";
import type { Exemption } from "../../policies/kit/exemption";
import { packConfig } from "../../policies/pack-config";
import { rules } from "../../policies/rules";

const exemption: Exemption = {
  rule: "safe-data-bucket-versioned",
  urn: "*::heart-store-input",
  reason: "the source keeps its versions",
  approvers: ["mona@example.org"],
  expires: "2027-01-31",
};

describe("packConfig", () => {
  it("says the level of every rule at the tier, and the project where a rule asks for it", () => {
    const config = packConfig({ project: "heart", tier: 1 });
    assert.deepEqual(
      Object.keys(config),
      rules.map(({ name }) => name),
    );
    assert.deepEqual(config["safe-data-bucket-private"], { enforcementLevel: "mandatory" });
    assert.deepEqual(config["safe-data-store-protected"], { enforcementLevel: "advisory" });
    assert.deepEqual(config["safe-data-bucket-versioned"], {
      enforcementLevel: "advisory",
      project: "heart",
    });
  });

  it("hands each parameter to the rules that take it", () => {
    const issuers = ["https://idp.example.org"];
    const config = packConfig({
      project: "heart",
      tier: 2,
      parameters: { issuers, claim: "groups", maxLifetimeDays: 90 },
    });
    assert.deepEqual(config["safe-people-broker-allowed"], { enforcementLevel: "mandatory", issuers });
    assert.deepEqual(config["safe-people-broker-entitlement-synced"], {
      enforcementLevel: "mandatory",
      claim: "groups",
    });
    assert.deepEqual(config["safe-projects-expiry-bounded"], {
      enforcementLevel: "mandatory",
      maxLifetimeDays: 90,
    });
  });

  it("hands the tier to the rules that judge by it", () => {
    const { tier } = packConfig({ project: "heart", tier: 2 })["safe-people-realm-second-factor"] as {
      tier: number;
    };
    assert.equal(tier, 2);
  });

  it("refuses a parameter that no rule takes, and says which there are", () => {
    assert.throws(
      () => packConfig({ project: "heart", tier: 2, parameters: { isuers: [] } }),
      /^Error: no rule takes the parameter isuers; rules take adminRanges, .*issuers, /,
    );
  });

  it("hands an exemption to its rule and to those about exemptions, also one for a misspelt rule", () => {
    const misspelt = { ...exemption, rule: "safe-data-bucket-versionned" };
    const config = packConfig({ project: "heart", tier: 3, exemptions: [exemption, misspelt] });
    const withExemptions = Object.entries(config).flatMap(([name, settings]) =>
      typeof settings === "object" && settings.exemptions ? [[name, settings.exemptions]] : [],
    );
    assert.deepEqual(withExemptions, [
      ["safe-data-bucket-versioned", [exemption]],
      ["safe-projects-exemption-in-force", [exemption, misspelt]],
      ["safe-projects-exemption-listed", [exemption, misspelt]],
    ]);
  });

  it("is plain JSON", () => {
    const config = packConfig({ project: "heart", tier: 3, exemptions: [exemption] });
    assert.deepEqual(JSON.parse(JSON.stringify(config)), config);
  });
});
