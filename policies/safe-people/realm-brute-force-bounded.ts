import type { RealmArgs } from "@pulumi/keycloak";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll } from "../kit/unknown";
import { isOn } from "../kit/value";

const defaultFailures = 10;

/** A second factor of six digits, and any password made by hand, can be guessed by whoever may guess for ever. */
export const realmBruteForceBounded: ResourceRule = {
  name: "safe-people-realm-brute-force-bounded",
  description: "A realm locks an account for a time after a few failed logins.",
  severity: "high",
  framework: fiveSafes("safe-people", { control: "U-04", also: ["Keycloak mitigating security threats"] }),
  remediationSteps: `Give the realm securityDefenses.bruteForceDetection with maxLoginFailures of at most ${defaultFailures} and waits above 0.`,
  configSchema: {
    properties: {
      maxLoginFailures: {
        type: "integer",
        minimum: 1,
        description: "How many failed logins there may be before a lock.",
        default: defaultFailures,
      },
    },
  },
  validateResource: ofType<RealmArgs>("keycloak:index/realm:Realm", (props, args, report) => {
    const { maxLoginFailures: most = defaultFailures } = args.getConfig<{ maxLoginFailures?: number }>();
    const refuse = (problem: string): void => report(`realm "${nameOf(args, "realm")}" ${problem}`);
    const detection = field(props, "securityDefenses", "bruteForceDetection");
    if (typeof detection !== "object")
      return refuse("lets passwords be guessed for ever; set securityDefenses.bruteForceDetection");
    checkAll(
      () => {
        const failures = field(detection, "maxLoginFailures");
        if (!(Number(failures) >= 1 && Number(failures) <= most))
          refuse(
            `takes ${failures ?? "the provider's 30"} failed logins before it locks; set maxLoginFailures to 1 to ${most}`,
          );
      },
      () => {
        if (isOn(field(detection, "permanentLockout"))) return;
        checkAll(
          ...["waitIncrementSeconds", "maxFailureWaitSeconds", "failureResetTimeSeconds"].map((key) => () => {
            const seconds = field(detection, key);
            if (seconds !== undefined && !(Number(seconds) > 0))
              refuse(`locks for no time: ${key} is ${seconds}; set it above 0`);
          }),
        );
      },
    );
  }),
};
