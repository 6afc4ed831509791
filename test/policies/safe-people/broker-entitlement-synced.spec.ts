import { type Judged, unknown, urnOf } from "../../../policies/judge";
import { brokerEntitlementSynced } from "../../../policies/safe-people/broker-entitlement-synced";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { broker, entitlementMapper } from "../compliant";

const noMapper = `broker "ls-aai" has no mapper of the claim "eduperson_entitlement"; add one for each entitlement`;
const importer: Judged = {
  type: "keycloak:index/attributeImporterIdentityProviderMapper:AttributeImporterIdentityProviderMapper",
  name: "heart-entitlement",
  props: {
    realm: "heart",
    identityProviderAlias: "ls-aai",
    name: "entitlement",
    claimName: "eduperson_entitlement",
    userAttribute: "entitlement",
    extraConfig: { syncMode: "INHERIT" },
  },
};

describe("safe-people-broker-entitlement-synced", () => {
  it("holds for an advanced mapper, an importer and a mapper of one claim", async () => {
    const one = changed(entitlementMapper, {
      extraConfig: { syncMode: "FORCE", claim: "eduperson_entitlement" },
    });
    for (const mapper of [entitlementMapper, importer, one])
      await holds(brokerEntitlementSynced, [broker, mapper]);
  });

  it("finds a mapper's broker by the dependency while the alias is unknown", async () => {
    const pending = {
      ...changed(entitlementMapper, { identityProviderAlias: unknown }),
      dependencies: { identityProviderAlias: [urnOf(broker.type, broker.name)] },
    };
    await holds(brokerEntitlementSynced, [broker, pending]);
  });

  it("holds for another claim that is configured", async () => {
    const mapper = changed(importer, { claimName: "groups" });
    await holds(brokerEntitlementSynced, [broker, mapper], { config: { claim: "groups" } });
  });

  for (const syncMode of ["IMPORT", "LEGACY", "force", undefined])
    it(`reports the broker's syncMode ${JSON.stringify(syncMode)}`, async () => {
      await reports(
        brokerEntitlementSynced,
        [changed(broker, { syncMode }), entitlementMapper],
        [`broker "ls-aai" has the syncMode "${syncMode ?? "IMPORT"}"; set it to "FORCE"`],
      );
    });

  it("reports a broker whose mappers take other claims, another broker's or another realm's", async () => {
    const extraConfig = { syncMode: "FORCE", claims: JSON.stringify([{ key: "groups", value: "x" }]) };
    for (const mappers of [
      [],
      [changed(entitlementMapper, { extraConfig })],
      [changed(entitlementMapper, { extraConfig: { syncMode: "FORCE", claims: "eduperson_entitlement" } })],
      [changed(entitlementMapper, { extraConfig: undefined })],
      [changed(entitlementMapper, { identityProviderAlias: "other" })],
      [changed(entitlementMapper, { realm: "lungs" })],
      [changed(importer, { claimName: undefined })],
    ])
      await reports(brokerEntitlementSynced, [broker, ...mappers], [noMapper]);
  });

  it("reports a mapper that keeps what it took at the first login", async () => {
    for (const syncMode of ["IMPORT", undefined])
      await reports(
        brokerEntitlementSynced,
        [broker, changed(importer, { extraConfig: { syncMode } })],
        [
          `mapper "entitlement" of broker "ls-aai" has the syncMode "${syncMode ?? "LEGACY"}"; set it to "FORCE"`,
        ],
      );
  });

  it("cannot be judged while the mode or a mapper's claims are unknown, and still reports the rest", async () => {
    await cannotJudge(brokerEntitlementSynced, [changed(broker, { syncMode: unknown })], "syncMode", [
      noMapper,
    ]);
    const mapper = changed(entitlementMapper, { extraConfig: { syncMode: "FORCE", claims: unknown } });
    await cannotJudge(
      brokerEntitlementSynced,
      [changed(broker, { syncMode: "IMPORT" }), mapper],
      "extraConfig.claims",
      ['broker "ls-aai" has the syncMode "IMPORT"; set it to "FORCE"'],
    );
  });
});
