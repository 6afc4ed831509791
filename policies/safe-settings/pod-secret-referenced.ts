import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { environmentOf } from "../kit/container";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { kindOf, subjectOf } from "../kit/kubernetes";
import { ofPods, podKinds } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { isLiteral, materialIn, namesSecret, secretsIn } from "../kit/secret";
import { checkAll, checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

const mend = "keep it in a Secret and refer to it by secretKeyRef or a mounted file";

/** Programs, whose words that look like settings are code. */
const isCode = (file: string): boolean => /\.(?:groovy|java|js|lua|nf|pl|py|r|rb|smk|ts)$/i.test(file);

/** Whoever may list pods or ConfigMaps reads what stands in them, and their objects lie about in plain files. */
export const podSecretReferenced: ResourceRule = {
  name: "safe-settings-pod-secret-referenced",
  description: "Pods refer to their secrets; none stands in a pod's description or in a ConfigMap.",
  severity: "critical",
  framework: fiveSafes("safe-settings", { control: "S-49", satre: ["2.8.05"], also: ["CIS 5.4.1"] }),
  remediationSteps:
    "Keep the secret in a Secret; refer to it by secretKeyRef, or better, mount it as a file.",
  validateResource: (args: ResourceValidationArgs, report) => {
    const kind = kindOf(args.type);
    if (kind === "ConfigMap") return judgeConfigMap(args, report);
    if (!podKinds.includes(kind ?? "")) args.notApplicable("judges pods and ConfigMaps");
    return judgePods(args, report);
  },
};

const judgePods = ofPods({
  container: (container, refuse) =>
    checkAll(
      () =>
        checkEach(environmentOf(container), ({ name, read, from }) => {
          const value = from === undefined ? read() : undefined;
          const material = materialIn(String(value ?? ""));
          if (material !== undefined) refuse(`has ${material} in the variable ${name}; ${mend}`);
          else if (namesSecret(name) && isLiteral(value))
            refuse(`has a secret in the variable ${name}; ${mend}`);
        }),
      () =>
        checkEach(["command", "args"], (key) => {
          const text = asList(field(container, key)).join(" ");
          const found = [materialIn(text) ?? [], secretsIn(` ${text}`)].flat();
          if (found.length > 0) refuse(`shows ${found.join(", ")} in its ${key}; ${mend}`);
        }),
    ),
});

function judgeConfigMap(args: ResourceValidationArgs, report: ReportViolation): void {
  const judge = (file: string, text: string): void => {
    const settings = isCode(file) ? [] : secretsIn(text);
    const named = namesSecret(file) && isLiteral(text) ? ["a secret"] : [];
    const found = [...(materialIn(text) ? [materialIn(text)] : named), ...settings];
    if (found.length > 0) report(`${subjectOf(args)} holds ${found.join(", ")} in "${file}"; ${mend}`);
  };
  checkAll(
    ...(["data", "binaryData"] as const).map((key) => () => {
      const entries = field(args.props, key);
      checkEach(Object.keys(Object(entries)), (file) => {
        const text = String(field(entries, file) ?? "");
        judge(file, key === "data" ? text : Buffer.from(text, "base64").toString("latin1"));
      });
    }),
  );
}
