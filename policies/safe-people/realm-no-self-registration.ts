import type { RealmArgs } from "@pulumi/keycloak";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { mayBeOn } from "../kit/value";

/** People come in by a home organisation that vouches for them, not by a form. */
export const realmNoSelfRegistration: ResourceRule = {
  name: "safe-people-realm-no-self-registration",
  description: "Nobody registers themselves in the realm.",
  severity: "high",
  framework: fiveSafes("safe-people", {
    control: "U-01",
    satre: ["1.5.01", "3.2.02"],
    also: ["Keycloak server administration guide"],
  }),
  remediationSteps: "Set registrationAllowed to false.",
  validateResource: ofType<RealmArgs>(
    "keycloak:index/realm:Realm",
    ({ registrationAllowed }, args, report) => {
      if (mayBeOn(registrationAllowed))
        report(
          `realm "${nameOf(args, "realm")}" lets people register themselves; set registrationAllowed to false`,
        );
    },
  ),
};
