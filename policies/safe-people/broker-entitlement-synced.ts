import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { mappersOf } from "../kit/broker";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asTextMap } from "../kit/value";

const mapperTypes = [
  "keycloak:index/attributeImporterIdentityProviderMapper:AttributeImporterIdentityProviderMapper",
  "keycloak:index/customIdentityProviderMapping:CustomIdentityProviderMapping",
];

const defaultClaim = "eduperson_entitlement";

/** Who loses a group upstream must lose it here at the next login; Keycloak's default copies claims at the first login only. */
export const brokerEntitlementSynced: StackRule = {
  name: "safe-people-broker-entitlement-synced",
  description: "A broker takes over people's entitlements anew at every login.",
  severity: "high",
  framework: fiveSafes("safe-people", {
    control: "U-14",
    satre: ["1.5.03", "3.2.03"],
    also: ["CanDIG/roadmap#57"],
  }),
  remediationSteps:
    "Set the broker's syncMode to FORCE and give it a mapper of the entitlement claim whose syncMode is FORCE or INHERIT.",
  configSchema: {
    properties: {
      claim: { type: "string", description: "The claim that carries entitlements.", default: defaultClaim },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { claim = defaultClaim } = getConfig<{ claim?: string }>();
    const mappers = resourcesOfType(resources, ...mapperTypes);
    checkEach(resourcesOfType(resources, "keycloak:oidc/identityProvider:IdentityProvider"), (broker) =>
      checkBroker(broker, mappers, claim, report),
    );
  },
};

function checkBroker(
  broker: PolicyResource,
  mappers: readonly PolicyResource[],
  claim: string,
  report: ReportViolation,
): void {
  const subject = `broker "${nameOf(broker, "alias")}"`;
  checkAll(
    () => {
      const { syncMode } = broker.props;
      if (syncMode !== "FORCE")
        report(`${subject} has the syncMode "${syncMode ?? "IMPORT"}"; set it to "FORCE"`, broker.urn);
    },
    () => {
      let found = 0;
      checkEach(mappersOf(broker, mappers), (mapper) => {
        if (!claimsOf(mapper).includes(claim)) return;
        found += 1;
        const mode: unknown = mapper.props.extraConfig?.syncMode;
        if (mode !== "FORCE" && mode !== "INHERIT")
          report(
            `mapper "${nameOf(mapper, "name")}" of ${subject} has the syncMode "${mode ?? "LEGACY"}"; set it to "FORCE"`,
            mapper.urn,
          );
      });
      if (found === 0)
        report(`${subject} has no mapper of the claim "${claim}"; add one for each entitlement`, broker.urn);
    },
  );
}

function claimsOf({ props }: PolicyResource): string[] {
  const { claimName } = props;
  const config = asTextMap({ claim: props.extraConfig?.claim, claims: props.extraConfig?.claims });
  return [claimName, config.claim, ...keysOf(config.claims)].filter((it) => typeof it === "string");
}

/** The claims of Keycloak's advanced mappers: a JSON list of `{ key, value }`. */
function keysOf(claims: string | undefined): unknown[] {
  try {
    const list: unknown = JSON.parse(claims ?? "[]");
    return Array.isArray(list) ? list.map((item) => item?.key) : [];
  } catch {
    return [];
  }
}
