import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { shellDangers } from "../kit/shell-danger";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";
import { asList } from "../kit/value";

const scripts = ["create", "update", "delete"];

/** A shell or interpreter without a script of its own: it runs what it is given on standard input. */
const runsInput =
  /(^|[\s;&|('"/])((ba|da|k|z)?sh|python[\d.]*|perl|ruby|node)((\s+-[a-bd-z]*)*\s*($|[;&|)'"\n])|(\s+-[a-z]+)*\s+(-s|-)(\s|$))/;

/** Rules see what resources are, not what a command makes of a machine: what gives one away must not be in it. */
export const commandHarmless: ResourceRule = {
  name: "safe-settings-command-harmless",
  description: "A command turns no protection off and runs nothing that nobody has looked at.",
  severity: "high",
  framework: fiveSafes("safe-settings", { control: "S-50", satre: ["2.4.03"] }),
  remediationSteps: "Rewrite the command as its violation says.",
  validateResource: ofTypes(
    { "command:local:Command": judge, "command:remote:Command": judge },
    (judgeCommand, args, report) => judgeCommand(args, report),
  ),
};

function judge({ name, props }: ResourceValidationArgs, report: ReportViolation): void {
  // not what was found there: it may hold a secret
  const checkScript = (place: string, script: unknown): void => {
    for (const { does, instead } of shellDangers(String(script ?? "")))
      report(`command "${name}", ${place}, ${does}; ${instead}`);
  };
  const environment = (): unknown => field(props, "environment");
  checkAll(
    () => checkEach(scripts, (key) => checkScript(key, props[key])),
    () => {
      const input = ifKnown(() => ({ text: props.stdin }));
      if (input !== undefined) checkScript("stdin", input.text);
      // what is not known yet may be data, such as a key that a server makes; or it may be what is run
      else if (scripts.some((key) => runsInput.test(String(props[key] ?? ""))))
        checkScript("stdin", props.stdin);
    },
    () => checkScript("interpreter", asList(props.interpreter).join(" ")),
    () =>
      checkEach(Object.keys(Object(environment())), (key) =>
        checkScript("environment", `${key}=${field(environment(), key) ?? ""}`),
      ),
  );
}
