import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import rootPackage from "../../package.json";
import { rulesDocument } from "../../policies/docs";
import { type Judged, judge, unknown } from "../../policies/judge";
import packPackage from "../../policies/package.json";
import { rules } from "../../policies/rules";
import { compliant, today } from "./compliant";
import { access } from "./compliant-access";
import { compliantCloud } from "./compliant-cloud";
import { compliantKubernetes } from "./compliant-kubernetes";
import { compliantPrograms } from "./compliant-programs";
import { compliantStore } from "./compliant-store";

/** Each stands for a stack of its own. */
const compliantFamilies = {
  "the project": [
    ...withoutReplaced(compliant, [...access, ...compliantStore]),
    ...access,
    ...compliantStore,
    ...compliantKubernetes,
    ...compliantPrograms,
  ],
  "the cloud": compliantCloud,
};

/** The first list without what the second has in a stricter form. */
function withoutReplaced(resources: readonly Judged[], stricter: readonly Judged[]): Judged[] {
  const names = new Set(stricter.map(({ type, name }) => `${type} ${name}`));
  return resources.filter(({ type, name }) => !names.has(`${type} ${name}`));
}

const root = join(__dirname, "../..");

describe("the pack's rules", () => {
  it("are these", () => {
    assert.deepEqual(
      rules.map(({ framework, name }) => `${framework.reference} ${name}`),
      [
        "U-01 safe-people-realm-no-self-registration",
        "U-02 safe-people-realm-tls-required",
        "U-03 safe-people-realm-people-distinct",
        "U-04 safe-people-realm-brute-force-bounded",
        "U-06 safe-people-realm-second-factor",
        "U-10 safe-people-realm-events-kept",
        "U-11 safe-people-broker-allowed",
        "U-12 safe-people-broker-verified",
        "U-14 safe-people-broker-entitlement-synced",
        "U-16 safe-people-client-code-flow-only",
        "U-17 safe-people-client-pkce",
        "U-18 safe-people-client-redirects-exact",
        "U-20 safe-people-client-confidential",
        "U-21 safe-people-client-audience-single",
        "U-22 safe-people-access-never-default",
        "U-24 safe-people-accounts-federated",
        "U-25 safe-people-checkers-no-researchers",
        "U-26 safe-people-application-credential-limited",
        "U-29 safe-people-cluster-admin-listed",
        "U-30 safe-people-cluster-role-limited",
        "U-31 safe-people-role-binding-identified",
        "P-01 safe-projects-resource-labelled",
        "P-02 safe-projects-expiry-bounded",
        "P-03 safe-projects-permit-referenced",
        "P-06 safe-projects-tier-uniform",
        "P-07 safe-projects-stack-reference-own",
        "P-10 safe-projects-expired-ended",
        "G-02 safe-projects-ignored-changes-harmless",
        "G-03 safe-projects-resource-type-reviewed",
        "S-01 safe-settings-ingress-source-limited",
        "S-02 safe-settings-sensitive-ports-private",
        "S-03 safe-settings-egress-destination-limited",
        "S-04 safe-settings-remote-group-own",
        "S-05 safe-settings-port-security-on",
        "S-06 safe-settings-network-private",
        "S-07 safe-settings-floating-ip-edge-only",
        "S-08 safe-settings-router-no-gateway",
        "S-09 safe-settings-resolver-own",
        "S-10 safe-settings-instance-key-and-group",
        "S-13 safe-settings-instance-one-project",
        "S-16 safe-settings-listener-tls",
        "S-17 safe-settings-listener-source-ranges",
        "S-19 safe-settings-provider-tls-verified",
        "S-20 safe-settings-namespace-pod-security-enforced",
        "S-21 safe-settings-pod-host-process-off",
        "S-22 safe-settings-pod-namespaces-own",
        "S-23 safe-settings-container-unprivileged",
        "S-24 safe-settings-container-capabilities-default",
        "S-25 safe-settings-pod-without-host-path",
        "S-26 safe-settings-container-without-host-port",
        "S-27 safe-settings-pod-apparmor-kept",
        "S-28 safe-settings-pod-selinux-kept",
        "S-29 safe-settings-container-proc-always-masked",
        "S-29 safe-settings-container-proc-masked",
        "S-30 safe-settings-pod-seccomp-kept",
        "S-31 safe-settings-pod-sysctls-safe",
        "S-32 safe-settings-pod-volume-types-limited",
        "S-33 safe-settings-container-escalation-off",
        "S-34 safe-settings-pod-non-root",
        "S-35 safe-settings-pod-user-not-zero",
        "S-36 safe-settings-pod-seccomp-set",
        "S-37 safe-settings-container-capabilities-dropped",
        "S-38 safe-settings-image-pinned",
        "S-40 safe-settings-namespace-default-deny",
        "S-41 safe-settings-network-policy-limited",
        "S-42 safe-settings-service-edge-only",
        "S-43 safe-settings-ingress-authenticated",
        "S-43 safe-settings-ingress-encrypted",
        "S-44 safe-settings-task-api-authenticated",
        "S-45 safe-settings-task-namespace-fenced",
        "S-46 safe-settings-workflow-api-guarded",
        "S-47 safe-settings-keycloak-production-mode",
        "S-48 safe-settings-chart-rendered",
        "S-49 safe-settings-pod-secret-referenced",
        "S-49 safe-settings-secret-unguessable",
        "S-50 safe-settings-command-harmless",
        "S-51 safe-settings-command-secrets-unlogged",
        "S-51 safe-settings-remote-connection-pinned",
        "S-54 safe-settings-object-in-own-namespace",
        "S-55 safe-settings-container-probe-within-pod",
        "D-01 safe-data-bucket-private",
        "D-02 safe-data-bucket-policy-named",
        "D-03 safe-data-storage-policy-enumerated",
        "D-04 safe-data-role-policy-limited",
        "D-05 safe-data-bucket-listing-limited",
        "D-07 safe-data-login-role-policy-custom",
        "D-08 safe-data-login-issuer-trusted",
        "D-09 safe-data-store-root-guarded",
        "D-10 safe-data-bucket-encrypted",
        "D-11 safe-data-bucket-versioned",
        "D-13 safe-data-access-key-machine-only",
        "D-14 safe-data-attached-policy-custom",
        "D-15 safe-data-input-read-only",
        "D-17 safe-data-container-private",
        "D-19 safe-data-share-private",
        "D-20 safe-data-volume-encrypted",
        "D-21 safe-data-volume-one-project",
        "D-23 safe-data-persistent-volume-authenticated",
        "D-23 safe-data-storage-class-encrypted",
        "D-23 safe-data-volume-claim-encrypted",
        "D-23 safe-data-volume-retained",
        "D-24 safe-data-upload-config-only",
        "D-25 safe-data-store-protected",
        "O-01 safe-outputs-egress-one-way",
        "O-02 safe-outputs-release-closed-to-researchers",
        "O-03 safe-outputs-request-read-only",
        "O-04 safe-outputs-request-retained",
        "O-05 safe-outputs-checker-group-staffed",
        "O-06 safe-outputs-release-by-egress-service",
        "O-08 safe-outputs-desktop-no-transfer",
        "O-09 safe-outputs-task-gateway-limited",
        "O-10 safe-outputs-workflow-reviewed",
        "O-11 safe-outputs-audit-kept",
        "O-12 safe-outputs-published-by-edge",
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

  for (const [family, resources] of Object.entries(compliantFamilies))
    it(`all hold for the compliant resources of ${family}`, async () => {
      assert.deepEqual(await judge(rules, resources, { today }), []);
    });

  it("pass over nothing while every value is unknown", async () => {
    const heard = new Set<string>();
    for (const resources of Object.values(compliantFamilies)) {
      const pending = resources.map((resource) => ({
        ...resource,
        props: Object.fromEntries(Object.keys(resource.props ?? {}).map((key) => [key, unknown])),
      }));
      for (const { rule } of await judge(rules, pending, { today })) heard.add(rule);
    }
    // what reads no value has none to wait for: exemptions, ignored changes, types, charts
    const readsNothing = ["G-01", "G-02", "G-03", "S-48"];
    const read = rules.filter(({ framework }) => !readsNothing.includes(framework.reference ?? ""));
    assert.deepEqual(
      read.map(({ name }) => name).filter((name) => !heard.has(name)),
      [],
    );
  });

  it("crash on no property of no type", async () => {
    const odd = [undefined, null, true, 7, "", "x", [], [null], [{}], {}, { a: 1 }];
    for (const value of odd)
      for (const resources of Object.values(compliantFamilies))
        await judge(
          rules,
          resources.map((resource) => ({
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
