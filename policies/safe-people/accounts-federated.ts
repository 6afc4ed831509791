import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { matchesPattern } from "../kit/pattern";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll } from "../kit/unknown";
import { asList, isOn } from "../kit/value";

const defaultMachines = ["*-machine-*"];

/** Names behind which anybody can be: `admin`, `test2`, `userA`, `shared_user`. */
const genericName =
  /^(?:(?:admin(?:istrator)?|demo|everyone|group|guest|lab|login|root|service|shared|student|team|test(?:er)?|user|researcher|science|temp)[-_.\d]*)+[a-z]?$/i;

interface Config {
  breakGlassUsers?: string[];
  machineUsers?: string[];
}

type Judge = (args: ResourceValidationArgs, config: Config, report: ReportViolation) => void;

/** Behind a shared account nobody can be named; a standing one outlives the membership of the person. */
export const accountsFederated: ResourceRule = {
  name: "safe-people-accounts-federated",
  description: "People come by the federated login; accounts made here are for emergencies and machines.",
  severity: "high",
  framework: fiveSafes("safe-people", { control: "U-24", satre: ["3.2.01", "1.5.06"] }),
  remediationSteps:
    "Remove the account and let the person come by the broker; name accounts for emergencies in breakGlassUsers.",
  configSchema: {
    properties: {
      breakGlassUsers: {
        type: "array",
        items: { type: "string" },
        description: "User names of the accounts for emergencies, each of one person.",
        default: [],
      },
      machineUsers: {
        type: "array",
        items: { type: "string" },
        description: "What users of machines are called in the object store; * stands for any text.",
        default: defaultMachines,
      },
    },
  },
  validateResource: ofTypes<Judge>(
    { "keycloak:index/user:User": judgeUser, "minio:index/iamUser:IamUser": judgeStoreUser },
    (judge, args, report) => judge(args, args.getConfig<Config>(), report),
  ),
};

function judgeUser(
  args: ResourceValidationArgs,
  { breakGlassUsers = [] }: Config,
  report: ReportViolation,
): void {
  const refuse = (problem: string): void => report(`user "${nameOf(args, "username")}" ${problem}`);
  const { props } = args;
  checkAll(
    () => {
      if (genericName.test(String(props.username)))
        refuse("has a name that anybody can be behind; name the account for one person");
    },
    () => {
      if (props.initialPassword && !isOn(field(props.initialPassword, "temporary")))
        refuse("keeps its first password; set initialPassword.temporary to true");
    },
    () => {
      // one that can log in by an upstream only is that upstream's account
      if (asList(props.federatedIdentities).length > 0 && !props.initialPassword) return;
      const names = breakGlassUsers.map((name) => name.toLowerCase());
      if (!names.includes(String(props.username).toLowerCase()))
        refuse("is a local account; remove it, or list it in breakGlassUsers if it is for emergencies");
    },
  );
}

function judgeStoreUser(
  args: ResourceValidationArgs,
  { machineUsers = defaultMachines }: Config,
  report: ReportViolation,
): void {
  const name = String(args.props.name ?? args.name);
  if (!machineUsers.some((pattern) => matchesPattern(pattern, name)))
    report(`user "${name}" of the object store is not named as a machine's; let people log in by the realm`);
}
