import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { importedAttributes, isBroker } from "../kit/broker";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { isGiven } from "../kit/given";
import { LoginFlows } from "../kit/login-flow";
import { namedBy, naming } from "../kit/naming";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import {
  asksForFactor,
  isAssuranceOf,
  isClosedToOneFactor,
  refusesWithoutFactor,
} from "../kit/second-factor";
import { tierOf, tierSchema } from "../kit/tier";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";
import { asList, asTextMap, isOn } from "../kit/value";

const defaultValues = ["https://refeds.org/profile/mfa", "mfa"];

interface Config {
  tier?: number;
  secondFactorValues?: string[];
}

/** A password that was given away by mistake opens everything where it is the only thing asked for. */
export const realmSecondFactor: StackRule = {
  name: "safe-people-realm-second-factor",
  description: "From tier 2, nobody comes into a realm with one factor alone.",
  severity: "critical",
  framework: fiveSafes("safe-people", {
    control: "U-06",
    satre: ["3.2.04"],
    also: ["TEHDAS2 TIR-22", "K8TRE identity"],
  }),
  remediationSteps:
    "Make auth-otp-form or webauthn-authenticator REQUIRED in the broker's post-login flow, or refuse there whoever's assurance does not say that the upstream asked; bind browser flows that lead to the broker.",
  configSchema: {
    properties: {
      tier: tierSchema,
      secondFactorValues: {
        type: "array",
        items: { type: "string" },
        description: "Values of an upstream's claim that say it asked for a second factor.",
        default: defaultValues,
      },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const config = getConfig<Config>();
    const flows = new LoginFlows(resources);
    const realms = resourcesOfType(resources, "keycloak:index/realm:Realm");
    const binds = (resource: PolicyResource, key: string): boolean => {
      const [realm] = namedBy(resource, key, realms, ["realm", "id"]);
      return tierOf(config.tier, asTextMap(realm?.props.attributes)) >= 2;
    };
    checkAll(
      () =>
        checkEach(resources.filter(isBroker), (broker) => {
          if (binds(broker, "realm")) checkBroker(broker, resources, flows, config, report);
        }),
      () =>
        checkEach(realms, (realm) => {
          if (binds(realm, "realm")) checkRealm(realm, resources, flows, report);
        }),
      () =>
        checkEach(resourcesOfType(resources, "keycloak:openid/client:Client"), (client) => {
          if (binds(client, "realmId")) checkClient(client, flows, report);
        }),
    );
  },
};

function checkBroker(
  broker: PolicyResource,
  resources: readonly PolicyResource[],
  flows: LoginFlows,
  { secondFactorValues = defaultValues }: Config,
  report: ReportViolation,
): void {
  if (String(broker.props.enabled) === "false") return;
  const refuse = (problem: string): void =>
    report(`broker "${nameOf(broker, "alias")}" ${problem}`, broker.urn);
  const realm = ifKnown(() => broker.props.realm as unknown);
  const flow = flows.named(broker, "postBrokerLoginFlowAlias", realm);
  if (flow === undefined) {
    const alias = broker.props.postBrokerLoginFlowAlias;
    refuse(
      `runs ${alias ? `"${alias}", which is no flow of this stack,` : "no flow"} after a login; set postBrokerLoginFlowAlias to one that asks for a second factor`,
    );
    return;
  }
  const parts = flows.partsOf(flow);
  if (asksForFactor(parts)) return;
  const attributes = importedAttributes(broker, resources);
  if (refusesWithoutFactor(parts, (it) => isAssuranceOf(it, attributes, secondFactorValues))) return;
  refuse(
    `lets people in with one factor by the flow "${nameOf(flow, "alias")}"; make auth-otp-form REQUIRED there, or refuse whoever's assurance does not say that the upstream asked for two`,
  );
}

function checkRealm(
  realm: PolicyResource,
  resources: readonly PolicyResource[],
  flows: LoginFlows,
  report: ReportViolation,
): void {
  const of = (type: string): PolicyResource[] =>
    naming(resourcesOfType(resources, type), "realmId", realm, ["realm", "id"]);
  const [bindings] = of("keycloak:authentication/bindings:Bindings");
  const bound = [bindings, realm].find((it) => it !== undefined && isGiven(it, "browserFlow"));
  const name = ifKnown(() => realm.props.realm as unknown);
  const flow = bound && flows.named(bound, "browserFlow", name);
  if (flow !== undefined && isClosedToOneFactor(flows.partsOf(flow))) return;
  const alias = flow?.props.alias ?? bound?.props.browserFlow ?? "browser";
  // Keycloak's own flow asks whoever has a second factor for it
  if (alias === "browser" && of("keycloak:index/requiredAction:RequiredAction").some(setsUpFactor)) return;
  report(
    `realm "${nameOf(realm, "realm")}" lets people in with one factor by the flow "${alias}"; bind a browserFlow that leads to the broker or asks for a second factor`,
    realm.urn,
  );
}

function checkClient(client: PolicyResource, flows: LoginFlows, report: ReportViolation): void {
  const key = "authenticationFlowBindingOverrides";
  const browserId = (): unknown => field(asList(client.props[key])[0], "browserId");
  const bound = flows.withId(ifKnown(browserId), client.propertyDependencies[key] ?? []);
  const open = bound.find((flow) => !isClosedToOneFactor(flows.partsOf(flow)));
  if (open === undefined && (bound.length > 0 || !browserId())) return;
  report(
    `client "${nameOf(client, "clientId")}" lets people in with one factor by ${
      open ? `the flow "${nameOf(open, "alias")}"` : "a flow that is not of this stack"
    }; bind a browserId that leads to the broker or asks for a second factor`,
    client.urn,
  );
}

const setsUpFactor = ({ props }: PolicyResource): boolean =>
  ["CONFIGURE_TOTP", "webauthn-register"].includes(String(props.alias)) &&
  isOn(props.enabled) &&
  isOn(props.defaultAction);
