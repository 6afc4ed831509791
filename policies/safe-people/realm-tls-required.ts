import type { RealmArgs } from "@pulumi/keycloak";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";

/** Keycloak's own default takes logins without TLS from private addresses, which is where everything inside a cluster comes from. */
export const realmTlsRequired: ResourceRule = {
  name: "safe-people-realm-tls-required",
  description: "A realm takes logins over TLS only, whatever address they come from.",
  severity: "high",
  framework: fiveSafes("safe-people", {
    control: "U-02",
    satre: ["2.8.02"],
    also: ["Keycloak mitigating security threats"],
  }),
  remediationSteps: `Set sslRequired to "all".`,
  configSchema: {
    properties: {
      sslRequired: {
        type: "string",
        enum: ["all", "external"],
        description: "The least that a realm must ask for; external excepts private addresses.",
        default: "all",
      },
    },
  },
  validateResource: ofType<RealmArgs>("keycloak:index/realm:Realm", (props, args, report) => {
    const { sslRequired: least = "all" } = args.getConfig<{ sslRequired?: string }>();
    const found = String(props.sslRequired || "external").toLowerCase();
    if (found === "all" || found === least) return;
    report(
      `realm "${nameOf(args, "realm")}" takes logins without TLS ${
        found === "external" ? "from private addresses" : "from anywhere"
      }; set sslRequired to "all"`,
    );
  }),
};
