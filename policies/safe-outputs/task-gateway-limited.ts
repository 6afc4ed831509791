import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { labelKeys } from "../../components/five-safes";
import { bucketRoleOf } from "../kit/bucket-role";
import { imageName } from "../kit/container";
import { readDocument } from "../kit/document";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { decisive, holdsForAny } from "../kit/holds-for-any";
import { anyHas } from "../kit/known-values";
import { objectsOf, subjectOf } from "../kit/kubernetes";
import { containersOf, podOf } from "../kit/pod-spec";
import { resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";

/** Images of servers that run what a task names, and take its data from and to wherever it says. */
const taskServers = ["funnel", "tesk-api"];

/** Label of the ConfigMap by which the gateway in front of them is told what a task may name. */
const gatewayRole = "task-gateway";

/** A task brings its results to any address that its author writes down, unless something in front of the server asks which. */
export const taskGatewayLimited: StackRule = {
  name: "safe-outputs-task-gateway-limited",
  description:
    "The gateway of a task server lists where tasks may read, where they may write and which images they run.",
  severity: "high",
  framework: fiveSafes("safe-outputs", {
    control: "O-09",
    satre: ["3.1.12"],
    also: ["TEHDAS2 FCR-6(1)", "vantage6 allowed algorithms"],
  }),
  remediationSteps: `Give the gateway a ConfigMap with the label "${labelKeys.role}": "${gatewayRole}" and the lists outputPrefixes (scratch and egress-request buckets of the project), inputPrefixes and executorImages.`,
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project, which its buckets' names begin with." },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { project } = getConfig<{ project?: string }>();
    const buckets = resourcesOfType(resources, "minio:index/s3Bucket:S3Bucket");
    const isOurs = (bucket: string): boolean =>
      project === undefined ? anyHas(buckets, "bucket", bucket) : bucketRoleOf(bucket, project) !== undefined;
    const maps = objectsOf(resources, "ConfigMap");
    const gateway = decisive(maps, isGateway);
    checkAll(
      () =>
        checkEach(maps, (map) => {
          if (isGateway(map)) checkGateway(map, isOurs, report);
        }),
      () =>
        checkEach(resources, (resource) => {
          const containers = containersOf(podOf(resource));
          if (!holdsForAny(containers, (container) => taskServers.includes(imageName(container)))) return;
          if (gateway === undefined || !isGateway(gateway))
            report(
              `${subjectOf(resource)} takes any task; put a gateway with lists of prefixes and images in front of it`,
              resource.urn,
            );
        }),
    );
  },
};

const isGateway = ({ props }: PolicyResource): boolean =>
  field(props, "metadata", "labels", labelKeys.role) === gatewayRole;

function checkGateway(
  map: PolicyResource,
  isOurs: (bucket: string) => boolean,
  report: ReportViolation,
): void {
  const checkList = (key: string, isRight: (entry: string) => boolean, right: string) => (): void => {
    const entries = listOf(field(map.props, "data", key));
    const refuse = (problem: string): void => report(`${subjectOf(map)} ${problem}; list ${right}`, map.urn);
    if (entries.length === 0) refuse(`has no ${key}`);
    for (const entry of entries) if (!isRight(entry)) refuse(`has "${entry}" among its ${key}`);
  };
  const isWritable = (entry: string): boolean => {
    const bucket = /^s3:\/\/([^/*]+)\//.exec(entry)?.[1];
    if (bucket === undefined || !isOurs(bucket)) return false;
    return ["scratch", "egress-request"].includes(String(bucketRoleOf(bucket)));
  };
  checkAll(
    checkList("outputPrefixes", isWritable, "scratch and egress-request buckets of the project"),
    checkList("inputPrefixes", (entry) => /^(s3|https):\/\/[^/*]+\//.test(entry), "named buckets or hosts"),
    checkList("executorImages", (entry) => /^[^*\s]+\/[^*\s]+/.test(entry), "images with their registry"),
  );
}

/** A list of YAML or JSON, or the lines of a text. */
function listOf(text: unknown): string[] {
  const document = readDocument(text);
  const entries: unknown[] = Array.isArray(document) ? document : String(text ?? "").split("\n");
  return entries.map((entry) => String(entry).trim()).filter((entry) => entry !== "");
}
