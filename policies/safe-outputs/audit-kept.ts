import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { firstBucket } from "../kit/bucket-project";
import { retentionDays } from "../kit/bucket-retention";
import { bucketRoleOf } from "../kit/bucket-role";
import { checkContainers, environmentOf, servesMinio } from "../kit/container";
import { fiveSafes } from "../kit/five-safes";
import { holdsForAny } from "../kit/holds-for-any";
import type { PodJudge } from "../kit/pod-spec";
import { resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { isOff, settingOf } from "../kit/setting";
import { checkAll, checkEach } from "../kit/unknown";
import { asList, httpsProblem, isOn } from "../kit/value";

interface Config {
  project?: string;
  auditListeners?: string[];
}

/** A year. */
const minimumDays = 365;
const defaultListeners = ["jboss-logging"];

/** Who saw the data must be known a year later, also where somebody would rather have it forgotten. */
export const auditKept: StackRule = {
  name: "safe-outputs-audit-kept",
  description:
    "Realms and object stores send what people do to the audit, which keeps it locked for a year or longer.",
  severity: "high",
  framework: fiveSafes("safe-outputs", {
    control: "O-11",
    satre: ["2.5.03"],
    also: [
      "EHDS 73(1)(e)",
      "TEHDAS2 EHDSR-6",
      "TEHDAS2 EHDSR-7",
      "TEHDAS2 EHDSR-8",
      "TEHDAS2 SPER-9",
      "TEHDAS2 OPR-17",
    ],
  }),
  remediationSteps:
    "Keep one audit bucket with objectLocking and a retention of 365 days; name a listener of the audit in the realm's events; set MinIO's MINIO_AUDIT_WEBHOOK_ENABLE and MINIO_AUDIT_WEBHOOK_ENDPOINT.",
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project, which its buckets' names begin with." },
      auditListeners: {
        type: "array",
        items: { type: "string" },
        description: "Keycloak's event listeners whose output the site's audit takes in.",
        default: defaultListeners,
      },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { project, auditListeners = defaultListeners } = getConfig<Config>();
    checkAll(
      () =>
        checkEach(resources, (resource) => {
          if (resource.type === "minio:index/s3Bucket:S3Bucket")
            checkBucket(resource, resources, project, report);
          if (resource.type === "keycloak:index/realmEvents:RealmEvents")
            checkEvents(resource, auditListeners, report);
        }),
      () => checkContainers(resources, checkServer, report),
    );
  },
};

function checkBucket(
  bucket: PolicyResource,
  all: readonly PolicyResource[],
  project: string | undefined,
  report: ReportViolation,
): void {
  const name = String(bucket.props.bucket ?? "");
  if (bucketRoleOf(name, project) !== "audit") return;
  const refuse = (problem: string): void => report(`bucket "${name}" ${problem}`, bucket.urn);
  const first = firstBucket(resourcesOfType(all, bucket.type), "audit", name, project);
  checkAll(
    () => {
      if (first !== name) refuse(`is a second audit bucket beside "${first}"; keep one`);
    },
    () => {
      if (!isOn(bucket.props.objectLocking))
        refuse("does not lock records; set objectLocking, which only a new bucket takes");
    },
    () => {
      const days = retentionDays(bucket, all);
      if (days < minimumDays) refuse(`keeps records for ${days} days; set its retention to ${minimumDays}`);
    },
  );
}

function checkEvents({ name, props, urn }: PolicyResource, listeners: string[], report: ReportViolation) {
  if (!asList(props.eventsListeners).some((listener) => listeners.includes(String(listener))))
    report(`realm events "${name}" do not reach the audit; add a listener: ${listeners.join(", ")}`, urn);
}

const enable = "MINIO_AUDIT_WEBHOOK_ENABLE";
const endpoint = "MINIO_AUDIT_WEBHOOK_ENDPOINT";

/** One webhook that is on suffices; their names end alike: `…_ENABLE_AUDIT` and `…_ENDPOINT_AUDIT`. */
const checkServer: PodJudge = (container, refuse) => {
  if (!servesMinio(container)) return;
  const settings = environmentOf(container);
  const ends = settings.flatMap(({ name }) => (name.startsWith(enable) ? name.slice(enable.length) : []));
  const isEnabled = (end: string): boolean => !isOff(settingOf(settings, `${enable}${end}`)?.read());
  checkAll(
    () => {
      if (!holdsForAny(["", ...ends], isEnabled)) refuse(`keeps no audit; set ${enable} to "on"`);
    },
    () =>
      checkEach(ends, (end) => {
        const problem = isEnabled(end) && httpsProblem(settingOf(settings, `${endpoint}${end}`)?.read());
        if (problem) refuse(`has an ${endpoint}${end} that ${problem}; set the audit's https address`);
      }),
  );
};
