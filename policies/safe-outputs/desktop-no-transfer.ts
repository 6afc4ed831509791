import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { environmentOf } from "../kit/container";
import { desktopsIn, parameterName } from "../kit/desktop";
import { fiveSafes } from "../kit/five-safes";
import { kindOf, subjectOf } from "../kit/kubernetes";
import { entriesOf } from "../kit/object-data";
import { ofPods, podKinds } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { isOff, type Setting, settingsBehind, settingsNamed } from "../kit/setting";
import { checkAll, checkEach } from "../kit/unknown";
import { isOn } from "../kit/value";

type Refuse = (problem: string) => void;

/** Parameters of a connection that keep the clipboard in, off by default; and those that open a way for files. */
const keepers = ["disable-copy", "disable-paste"];
const openers = ["enable-sftp", "enable-drive", "enable-printing"];

/** The clipboard and the drive of a desktop carry data past everybody who checks what leaves. */
export const desktopNoTransfer: ResourceRule = {
  name: "safe-outputs-desktop-no-transfer",
  description: "The desktop gateway passes on the picture: no clipboard, no files, no printing.",
  severity: "critical",
  framework: fiveSafes("safe-outputs", { control: "O-08", satre: ["2.1.01"], also: ["TEHDAS2 TIR-25"] }),
  remediationSteps:
    "Set disable-copy and disable-paste to true for every connection, and leave enable-sftp, enable-drive and enable-printing out.",
  validateResource: (args, report) => {
    const kind = kindOf(args.type) ?? "";
    if (podKinds.includes(kind)) return pods(args, report);
    if (kind === "ConfigMap" || kind === "Secret") return checkTexts(args, report);
    if (/^kubernetes:helm\.sh\/v\d:(Chart|Release)$/.test(args.type)) return checkChart(args, report);
    args.notApplicable("judges pods, ConfigMaps, Secrets and charts");
  },
};

/** An image whose variables are the parameters of all its connections; others take them from elsewhere. */
const pods = ofPods({
  container: (container, refuse) => checkIfAny(environmentOf(container).map(asParameter), refuse),
});

function checkTexts(args: ResourceValidationArgs, report: ReportViolation): void {
  const entries = entriesOf(args);
  const refuse = (problem: string): void => report(`${subjectOf(args)} ${problem}`);
  checkAll(
    () => checkIfAny(entries.map(asParameter), refuse),
    () =>
      checkEach(entries, ({ name: entry, read }) => {
        for (const { name, settings } of desktopsIn(read()))
          checkParameters(settings, (problem) =>
            report(`${subjectOf(args)}, ${name} in "${entry}", ${problem}`),
          );
      }),
  );
}

function checkChart({ name, props }: ResourceValidationArgs, report: ReportViolation): void {
  const settings = settingsBehind(() => props.values).map(asParameter);
  const refuse = (problem: string): void => report(`chart "${name}" ${problem}`);
  if (/guacamole/i.test(String(props.chart ?? ""))) checkParameters(settings, refuse);
  else checkIfAny(settings, refuse);
}

const asParameter = (setting: Setting): Setting => ({ ...setting, name: parameterName(setting.name) });

function checkIfAny(settings: readonly Setting[], refuse: Refuse): void {
  if (settings.some(({ name }) => [...keepers, ...openers].includes(name))) checkParameters(settings, refuse);
}

function checkParameters(settings: readonly Setting[], refuse: Refuse): void {
  checkAll(
    () =>
      checkEach(keepers, (name) => {
        const found = settingsNamed(settings, name);
        if (found.length === 0) refuse(`does not set ${name}; set it to true`);
        checkEach(found, ({ read }) => {
          if (!isOn(read())) refuse(`has ${name} off; set it to true`);
        });
      }),
    () =>
      checkEach(openers, (name) =>
        checkEach(settingsNamed(settings, name), ({ read }) => {
          if (!isOff(read())) refuse(`has ${name} on; leave it out`);
        }),
      ),
  );
}
