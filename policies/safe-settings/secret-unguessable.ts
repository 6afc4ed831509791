import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import type { ResourceRule } from "../kit/rule";
import { isGuessable, isLiteral, materialIn, namesSecret, secretsIn } from "../kit/secret";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";

/** Everything that logs in by it is as safe as the secret; what stands in a command's text stands in the list of processes. */
export const secretUnguessable: ResourceRule = {
  name: "safe-settings-secret-unguessable",
  description:
    "Secrets of providers and commands are long, no defaults, and in no address and no command line.",
  severity: "critical",
  framework: fiveSafes("safe-settings", { control: "S-49", satre: ["2.8.05"] }),
  remediationSteps:
    "Generate the secret, keep it as a secret of the stack, and give it to a command in its environment or a file.",
  validateResource: (args, report) => {
    if (args.type.startsWith("pulumi:providers:"))
      return judgeSettings(`provider "${args.name}"`, args.props, report);
    if (!/^command:(?:local|remote):Command$/.test(args.type))
      args.notApplicable("judges providers and commands");
    judgeCommand(args, report);
  },
};

function judgeCommand({ name, props }: ResourceValidationArgs, report: ReportViolation): void {
  const subject = `command "${name}"`;
  checkAll(
    () => judgeSettings(subject, field(props, "environment"), report),
    () =>
      checkEach(["create", "update", "delete"], (key) => {
        const text = String(props[key] ?? "");
        const found = [materialIn(text) ?? [], secretsIn(text)].flat();
        if (found.length > 0)
          report(
            `${subject}, ${key}, shows ${found.join(", ")} in its text; give it in the environment or a file`,
          );
      }),
  );
}

/** Judges settings by their names; their values are never part of a message. */
function judgeSettings(subject: string, settings: unknown, report: ReportViolation): void {
  checkEach(Object.keys(Object(settings)), (key) => {
    // of a cluster that the program itself makes; the update judges it, when it is known
    const value = key === "kubeconfig" ? ifKnown(() => field(settings, key)) : field(settings, key);
    if (typeof value !== "string") return;
    if (namesSecret(key) && isLiteral(value) && isGuessable(value))
      report(`${subject} has a ${key} that can be guessed; generate one of 32 characters`);
    else if (materialIn(value) === "a password in an address")
      report(`${subject} has a password in the address ${key}; give it as a secret of its own`);
  });
}
