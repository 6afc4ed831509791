import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import rootPackage from "../../package.json";
import { rulesDocument } from "../../policies/docs";
import packPackage from "../../policies/package.json";
import { rules } from "../../policies/rules";
import { judge, unknown } from "../support/judge";
import { compliant, today } from "./compliant";

const root = join(__dirname, "../..");

describe("the pack's rules", () => {
  it("are these", () => {
    assert.deepEqual(
      rules.map(({ framework, name }) => `${framework.reference} ${name}`),
      [
        "U-01 safe-people-realm-no-self-registration",
        "U-10 safe-people-realm-events-kept",
        "U-11 safe-people-broker-allowed",
        "U-12 safe-people-broker-verified",
        "U-14 safe-people-broker-entitlement-synced",
        "U-16 safe-people-client-code-flow-only",
        "U-17 safe-people-client-pkce",
        "U-18 safe-people-client-redirects-exact",
        "P-01 safe-projects-resource-labelled",
        "P-02 safe-projects-expiry-bounded",
        "S-19 safe-settings-provider-tls-verified",
        "D-01 safe-data-bucket-private",
        "D-02 safe-data-bucket-policy-named",
        "D-03 safe-data-storage-policy-enumerated",
        "D-04 safe-data-role-policy-limited",
        "D-05 safe-data-bucket-listing-limited",
        "D-11 safe-data-bucket-versioned",
        "D-15 safe-data-input-read-only",
        "D-25 safe-data-store-protected",
        "G-01 safe-projects-exemption-in-force",
        "G-01 safe-projects-exemption-listed",
      ],
    );
  });

  for (const { name, framework, description, remediationSteps } of rules)
    describe(name, () => {
      it("is named for its safe and stands in the file of that name, with a spec", () => {
        assert.match(name, /^safe-(people|projects|settings|data|outputs)(-[a-z0-9]+){2,}$/);
        assert.ok(name.startsWith(`${framework.name}-`));
        const file = join(framework.name, name.slice(framework.name.length + 1));
        assert.ok(existsSync(join(root, "policies", `${file}.ts`)), `policies/${file}.ts`);
        assert.ok(
          existsSync(join(root, "test/policies", `${file}.spec.ts`)),
          `test/policies/${file}.spec.ts`,
        );
      });

      it("says what holds and what to do in whole sentences, and where it comes from", () => {
        assert.match(description, /^[A-Z].*\.$/);
        assert.match(remediationSteps, /^[A-Z].*\.$/);
        assert.match(framework.reference, /^[A-Z]-\d\d$/);
        assert.notEqual(framework.specification, "");
      });
    });

  it("bind by severity where no configuration relaxes them: critical and high are mandatory", () => {
    for (const { name, severity, enforcementLevel } of rules)
      assert.equal(
        enforcementLevel,
        severity === "critical" || severity === "high" ? "mandatory" : "advisory",
        name,
      );
  });

  it("all hold for the compliant resources", async () => {
    assert.deepEqual(await judge(rules, compliant, { today }), []);
  });

  it("judge the compliant resources ten times over in 0.3 s", async () => {
    const many = Array.from({ length: 10 }, () => compliant).flat();
    await judge(rules, many, { today });
    const before = performance.now();
    await judge(rules, many, { today });
    assert.ok(performance.now() - before < 300);
  });

  it("pass over nothing while every value is unknown", async () => {
    const pending = compliant.map((resource) => ({
      ...resource,
      props: Object.fromEntries(Object.keys(resource.props ?? {}).map((key) => [key, unknown])),
    }));
    const silent = rules.filter(({ framework }) => framework.reference !== "G-01").map(({ name }) => name);
    const heard = new Set((await judge(rules, pending, { today })).map(({ rule }) => rule));
    assert.deepEqual(
      silent.filter((name) => !heard.has(name)),
      [],
    );
  });

  it("crash on no property of no type", async () => {
    const odd = [undefined, null, true, 7, "", "x", [], [null], [{}], {}, { a: 1 }];
    for (const value of odd)
      await judge(
        rules,
        compliant.map((resource) => ({
          ...resource,
          props: Object.fromEntries(Object.keys(resource.props ?? {}).map((key) => [key, value])),
        })),
      );
  });
});

describe("the pack", () => {
  it("has the version of the project, because the language host reads it from either", () => {
    assert.equal(packPackage.version, rootPackage.version);
  });

  it("has fresh documents (`npm run docs` writes them)", () => {
    assert.equal(readFileSync(join(root, "docs/five-safes.md"), "utf8"), rulesDocument());
  });
});
