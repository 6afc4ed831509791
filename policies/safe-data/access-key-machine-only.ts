import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { fiveSafes } from "../kit/five-safes";
import { matchesPattern } from "../kit/pattern";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll } from "../kit/unknown";

const defaultPatterns = ["*-machine-*"];

/** A key that never ends outlives the membership of whoever holds it; people get keys for an hour by their login. */
export const accessKeyMachineOnly: ResourceRule = {
  name: "safe-data-access-key-machine-only",
  description: "Only machines have lasting keys to the object store, each with a policy of its own.",
  severity: "high",
  framework: fiveSafes("safe-data", {
    control: "D-13",
    satre: ["3.2.01"],
    also: ["5S-TES ephemeral credentials"],
  }),
  remediationSteps:
    "Let people use AssumeRoleWithWebIdentity; give a machine a user of its own, named as a machine's, and a service account with a policy.",
  configSchema: {
    properties: {
      machineUsers: {
        type: "array",
        items: { type: "string" },
        description:
          "What users of machines are called in the object store; * stands for any text. Anybody else is a person, or root.",
        default: defaultPatterns,
      },
    },
  },
  validateResource: ofTypes<(args: ResourceValidationArgs, report: ReportViolation) => void>(
    {
      "minio:index/iamUser:IamUser": checkUser,
      "minio:index/iamServiceAccount:IamServiceAccount": (args, report) =>
        checkAccount(args, "targetUser", report),
      // of later versions of the provider
      "minio:index/accesskey:Accesskey": (args, report) => checkAccount(args, "user", report),
      "openstack:identity/ec2CredentialV3:Ec2CredentialV3": ({ name }, report) =>
        report(
          `EC2 credential "${name}" opens all of its project without end; use AssumeRoleWithWebIdentity`,
        ),
    },
    (check, args, report) => check(args, report),
  ),
};

function checkUser(args: ResourceValidationArgs, report: ReportViolation): void {
  const subject = `user "${nameOf(args, "name")}"`;
  checkAll(
    () => {
      if (!isMachine(args.props.name ?? args.name, args))
        report(`${subject} is not named as a machine's; let people log in, which gives them short keys`);
    },
    () => {
      if (args.props.secret)
        report(`${subject} has a secret that somebody chose; leave it out, the provider makes one`);
    },
  );
}

function checkAccount(args: ResourceValidationArgs, key: string, report: ReportViolation): void {
  const subject = `service account "${args.name}"`;
  checkAll(
    () => {
      const user: unknown = args.props[key];
      if (!isMachine(user, args))
        report(
          user
            ? `${subject} has the rights of "${user}", which is not named as a machine's; make a user for the machine`
            : `${subject} has no ${key} and so the rights of root; make a user for the machine`,
        );
    },
    () => {
      if (!args.props.policy)
        report(`${subject} has no policy of its own; list in one what the machine needs`);
    },
  );
}

function isMachine(user: unknown, { getConfig }: ResourceValidationArgs): boolean {
  const { machineUsers = defaultPatterns } = getConfig<{ machineUsers?: string[] }>();
  return typeof user === "string" && machineUsers.some((pattern) => matchesPattern(pattern, user));
}
