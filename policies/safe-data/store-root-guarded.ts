import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { environmentOf, servesMinio, wordsOf } from "../kit/container";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { kindOf, ofKinds, subjectOf } from "../kit/kubernetes";
import { entriesOf } from "../kit/object-data";
import { ofPods, podKinds } from "../kit/pod-spec";
import { checkPublishedPorts } from "../kit/published-port";
import type { ResourceRule } from "../kit/rule";
import { settingOf, settingsBehind, settingsNamed } from "../kit/setting";
import { checkAll, checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

type Refuse = (problem: string) => void;

const shortest = 24;

/** Root's keys, by their names today and before 2021. */
const rootKeys = ["MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"];

/** No policy binds root: with its keys, or at a console that asks for them, every bucket of every project is open. */
export const storeRootGuarded: ResourceRule = {
  name: "safe-data-store-root-guarded",
  description:
    "MinIO's root has long keys of its own from a Secret; the server speaks TLS and its console is not published.",
  severity: "critical",
  framework: fiveSafes("safe-data", { control: "D-09", also: ["MinIO security checklist"] }),
  remediationSteps: `Take MINIO_ROOT_USER and MINIO_ROOT_PASSWORD (${shortest} characters or more) from a Secret, mount the certificate, and keep port 9001 inside the cluster.`,
  validateResource: ofKinds([...podKinds, "Ingress", "Secret", "Service"], (args, report) => {
    const kind = kindOf(args.type);
    if (kind === "Secret") checkSecret(args, report);
    else if (kind === "Ingress" || kind === "Service") checkConsole(args, report);
    else pods(args, report);
  }),
};

const pods = ofPods({
  container: (container, refuse) => {
    if (!servesMinio(container)) return;
    checkAll(
      () => checkRoot(container, refuse),
      () => {
        if (!hasCertificate(container))
          refuse("speaks http; mount its certificate in /root/.minio/certs, or where --certs-dir says");
      },
    );
  },
});

function checkRoot(container: unknown, refuse: Refuse): void {
  const environment = environmentOf(container);
  checkAll(
    () =>
      checkEach(rootKeys, (key) => {
        const setting = settingOf(environment, key);
        if (setting !== undefined && setting.from !== "a Secret")
          refuse(`has ${key} in the open; take it from a Secret`);
      }),
    () => {
      const isSet = environment.some(({ name }) => /^MINIO_(ROOT_PASSWORD|SECRET_KEY)(_FILE)?$/.test(name));
      const fromSecret = asList(field(container, "envFrom")).some((it) => field(it, "secretRef"));
      if (isSet || fromSecret || settingOf(environment, "MINIO_CONFIG_ENV_FILE")) return;
      refuse("has MinIO's default keys for root; take MINIO_ROOT_USER and MINIO_ROOT_PASSWORD from a Secret");
    },
  );
}

/** Whether it has a place for certificates: named, or that where MinIO looks. */
function hasCertificate(container: unknown): boolean {
  const mounts = asList(field(container, "volumeMounts"));
  if (mounts.some((mount) => /\bcerts\b/.test(String(field(mount, "mountPath") ?? "")))) return true;
  const words = wordsOf(container);
  return ["--certs-dir", "-S"].some((option) => settingOf(words, option) !== undefined);
}

function checkSecret(args: ResourceValidationArgs, report: ReportViolation): void {
  // inside of files only: what another secret is need not be known to judge these
  const settings = entriesOf(args).flatMap((entry) =>
    entry.name.includes(".") ? settingsBehind(entry.read) : [entry],
  );
  checkEach(["MINIO_ROOT_PASSWORD", "MINIO_SECRET_KEY", "rootPassword", "root-password"], (key) =>
    checkEach(settingsNamed(settings, key), ({ read }) => {
      const length = String(read() ?? "").length;
      if (length < shortest)
        report(`${subjectOf(args)} has a ${key} of ${length} characters; make one of ${shortest} or more`);
    }),
  );
}

function checkConsole(args: ResourceValidationArgs, report: ReportViolation): void {
  checkPublishedPorts(args, (port) => {
    if (/^(9001|(minio-)?console)$/.test(String(port)))
      report(`${subjectOf(args)} publishes MinIO's console, port ${port}; keep it inside the cluster`);
  });
}
