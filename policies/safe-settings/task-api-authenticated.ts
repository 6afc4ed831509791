import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { environmentOf, imageName } from "../kit/container";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofPods, type PodJudge } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { isOff, settingOf } from "../kit/setting";
import { checkAll } from "../kit/unknown";

const helm = /^kubernetes:helm\.sh\/v[34]:(Chart|Release)$/;

/** Whoever reaches an open task API runs programs next to the data, and the chart of TES-K is open unless told otherwise. */
export const taskApiAuthenticated: ResourceRule = {
  name: "safe-settings-task-api-authenticated",
  description: "TES-K serves only people who are logged in, over TLS, without a port on every node.",
  severity: "critical",
  framework: fiveSafes("safe-settings", { control: "S-44", also: ["TEHDAS2 TIR-7", "TES-K chart"] }),
  remediationSteps:
    "Set auth.mode to auth, ingress.tls_secret_name to the certificate's Secret and tesk.debug to false; leave service.type ClusterIP.",
  validateResource: (args, report) => {
    if (helm.test(args.type)) return checkChart(args, report);
    return pods(args, report);
  },
};

function checkChart({ name, props }: ResourceValidationArgs, report: ReportViolation): void {
  if (!/(^|[^a-z])tesk([^a-z]|$)/i.test(String(props.chart ?? ""))) return;
  const refuse = (problem: string): void => report(`chart "${name}" ${problem}`);
  const value = (...path: string[]): unknown => field(props.values, ...path);
  checkAll(
    () => {
      const mode = value("auth", "mode");
      if (mode !== "auth") refuse(`has auth.mode "${mode ?? "noauth"}"; set it to "auth"`);
    },
    () => {
      if (!value("ingress", "tls_secret_name"))
        refuse("has no certificate; set ingress.tls_secret_name to its Secret");
    },
    () => {
      if (value("service", "type") === "NodePort")
        refuse('opens a port on every node; leave service.type "ClusterIP"');
    },
    () => {
      if (!isOff(value("tesk", "debug"))) refuse("has tesk.debug on; set it to false");
    },
  );
}

const checkApi: PodJudge = (container, refuse) => {
  if (!imageName(container).includes("tesk-api")) return;
  const environment = environmentOf(container);
  checkAll(
    () => {
      const profiles = settingOf(environment, "SPRING_PROFILES_ACTIVE")?.read();
      const active = String(profiles ?? "").split(/[\s,]+/);
      if (!active.includes("auth") || active.includes("noauth"))
        refuse(`has SPRING_PROFILES_ACTIVE "${profiles ?? ""}"; set it to "auth"`);
    },
    () => {
      if (!isOff(settingOf(environment, "TESK_API_TASKMASTER_DEBUG")?.read()))
        refuse("has TESK_API_TASKMASTER_DEBUG on; set it to false");
    },
  );
};

const pods = ofPods({ container: checkApi });
