import type { PolicyResource } from "@pulumi/policy";
import { labelKeys } from "../../components/five-safes";
import { bucketRoleOf } from "../kit/bucket-role";
import { clock, daysAfter, isDate } from "../kit/clock";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { kindOf } from "../kit/kubernetes";
import { labelsOf } from "../kit/labels";
import { nameOf } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkEach, ifKnown } from "../kit/unknown";
import { isOn } from "../kit/value";

const defaultDays = 180;

/** How what runs or lets somebody in is ended. */
interface End {
  mend: string;
  isEnded: (props: Record<string, unknown>) => boolean;
}

const scaled: End = {
  mend: "set spec.replicas to 0",
  isEnded: (props) => ["0", 0].includes(field(props, "spec", "replicas") as number),
};
const enabled: End = { mend: "set enabled to false", isEnded: (props) => isOff(props.enabled) };
const user: End = { mend: "set disableUser to true", isEnded: (props) => isOn(props.disableUser) };

const isOff = (value: unknown): boolean => value === false || value === "false";

const ends: Readonly<Record<string, End>> = {
  Deployment: scaled,
  StatefulSet: scaled,
  "keycloak:openid/client:Client": enabled,
  "keycloak:saml/client:Client": enabled,
  "minio:index/iamServiceAccount:IamServiceAccount": user,
  "minio:index/iamUser:IamUser": user,
  "openstack:compute/instance:Instance": {
    mend: 'set powerState to "shutoff"',
    isEnded: ({ powerState }) => ["shutoff", "shelved_offloaded"].includes(powerState as string),
  },
};

const stores = [
  "minio:index/s3Bucket:S3Bucket",
  "openstack:blockstorage/volume:Volume",
  "openstack:objectstorage/container:Container",
  "openstack:sharedfilesystem/share:Share",
];

/** Without a permit there is no right to work on the data, and later none to have it; what somebody started by hand shows after a refresh only. */
export const expiredEnded: StackRule = {
  name: "safe-projects-expired-ended",
  description:
    "After the last day of its permit a project runs nothing and lets nobody in, and some months later it holds no data.",
  severity: "high",
  framework: fiveSafes("safe-projects", {
    control: "P-10",
    satre: ["1.4.04", "3.1.09"],
    also: ["TEHDAS2 OPR-5"],
  }),
  remediationSteps:
    "Freeze the project: stop its machines and disable its clients; when the retention is over, run the destroy workflow.",
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project, which its buckets' names begin with." },
      dataRetentionDays: {
        type: "integer",
        minimum: 0,
        description: "How many days after the last day of the permit the data may stay.",
        default: defaultDays,
      },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { project, dataRetentionDays = defaultDays } = getConfig<Config>();
    const lastDay = lastDayOf(resources);
    if (lastDay === undefined || clock.today() <= lastDay) return;
    const isDataOver = clock.today() > daysAfter(lastDay, dataRetentionDays);
    checkEach(resources, (resource) => {
      const { type, props } = resource;
      const subject = `${type.split(":").at(-1)} "${nameOf(resource, "name")}"`;
      const key = kindOf(type) ?? type;
      const end = Object.hasOwn(ends, key) ? ends[key] : undefined;
      if (end !== undefined && !end.isEnded(props))
        report(`${subject} works although the permit ended on ${lastDay}; ${end.mend}`, resource.urn);
      // the audit must be kept for longer (EHDS 73(1)(e)), and no research data is in it
      if (isDataOver && stores.includes(type) && bucketRoleOf(String(props.bucket), project) !== "audit")
        report(
          `${subject} holds data more than ${dataRetentionDays} days after the permit ended on ${lastDay}; destroy it`,
          resource.urn,
        );
    });
  },
};

interface Config {
  project?: string;
  dataRetentionDays?: number;
}

/** The earliest last day that labels say; throws where none does and a label is not known yet. */
function lastDayOf(resources: readonly PolicyResource[]): string | undefined {
  const expiresOf = ({ type, props }: PolicyResource): string | undefined =>
    Object.hasOwn(labelsOf, type) ? labelsOf[type]?.(props)[labelKeys.expires] : undefined;
  const [earliest] = resources
    .map((resource) => ifKnown(() => expiresOf(resource)))
    .filter(isDate)
    .sort();
  if (earliest === undefined) checkEach(resources, (resource) => void expiresOf(resource));
  return earliest;
}
