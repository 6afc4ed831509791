import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { fiveSafes } from "../kit/five-safes";
import { naming } from "../kit/naming";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList, isOn } from "../kit/value";

/** A year, in seconds. */
const minimumSeconds = 31_536_000;

/** Without these, nobody can say later who came in. */
const loginEvents = ["LOGIN", "LOGIN_ERROR", "LOGOUT"];

/** The law asks for a year of identifiable logs of access; Keycloak keeps none unless told to. */
export const realmEventsKept: StackRule = {
  name: "safe-people-realm-events-kept",
  description: "A realm records logins and administration with details and keeps them for a year or longer.",
  severity: "high",
  framework: fiveSafes("safe-people", {
    control: "U-10",
    satre: ["2.5.03"],
    also: ["EHDS 73(1)(e)", "TEHDAS2 EHDSR-6", "TEHDAS2 EHDSR-7", "TEHDAS2 EHDSR-8", "TEHDAS2 OPR-17"],
  }),
  remediationSteps:
    "Give the realm a RealmEvents with eventsEnabled, adminEventsEnabled, adminEventsDetailsEnabled, eventsExpiration of at least 31536000 s and a listener such as jboss-logging.",
  validateStack: ({ resources }, report) => {
    const events = resourcesOfType(resources, "keycloak:index/realmEvents:RealmEvents");
    const realms = resourcesOfType(resources, "keycloak:index/realm:Realm");
    checkAll(
      () => checkEach(events, (it) => checkEvents(it, report)),
      () =>
        checkEach(realms, (realm) => {
          if (naming(events, "realmId", realm, ["realm", "id"]).length === 0)
            report(`realm "${nameOf(realm, "realm")}" records no events; give it a RealmEvents`, realm.urn);
        }),
    );
  },
};

function checkEvents({ name, props, urn }: PolicyResource, report: ReportViolation): void {
  const refuse = (problem: string): void => report(`realm events "${name}" ${problem}`, urn);
  const switches = ["eventsEnabled", "adminEventsEnabled", "adminEventsDetailsEnabled"];
  checkAll(
    ...switches.map((key) => () => {
      if (!isOn(props[key])) refuse(`have ${key} off; set it to true`);
    }),
    () => {
      const seconds: unknown = props.eventsExpiration;
      if (!(Number(seconds) >= minimumSeconds))
        refuse(`say ${seconds ?? "nothing"} as eventsExpiration; set at least ${minimumSeconds} s`);
    },
    () => {
      if (asList(props.eventsListeners).length === 0)
        refuse(`have no listener; set eventsListeners, for example to "jboss-logging"`);
    },
    () => {
      const types = asList(props.enabledEventTypes);
      // an empty list records every type
      const missing = types.length === 0 ? [] : loginEvents.filter((type) => !types.includes(type));
      if (missing.length > 0) refuse(`leave out ${missing.join(", ")}; add them to enabledEventTypes`);
    },
  );
}
