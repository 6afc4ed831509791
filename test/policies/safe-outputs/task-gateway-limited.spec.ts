import { unknown } from "../../../policies/judge";
import { taskGatewayLimited } from "../../../policies/safe-outputs/task-gateway-limited";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { bucket, scratchBucket } from "../compliant";
import { configMapOf, gatewayOf, minio, teskApi } from "../compliant-programs";
import { releaseBucket, requestBucket } from "../compliant-store";

const buckets = [bucket, scratchBucket, requestBucket, releaseBucket];
const gateway = gatewayOf();
const subject = 'config map "task-gateway"';
const places = {
  outputPrefixes: "scratch and egress-request buckets of the project",
  inputPrefixes: "named buckets or hosts",
  executorImages: "images with their registry",
};

describe("safe-outputs-task-gateway-limited", () => {
  it("holds for a task server behind a gateway that lists everything", async () => {
    await holds(taskGatewayLimited, [...buckets, teskApi(), gateway]);
    await holds(taskGatewayLimited, [teskApi(), gateway], { config: { project: "heart" } });
  });

  it("holds where no tasks run, and leaves other ConfigMaps alone", async () => {
    await holds(taskGatewayLimited, [minio(), configMapOf("other", { outputPrefixes: "*" })]);
  });

  it("reports a task server without a gateway, whatever its image is called", async () => {
    for (const image of ["docker.io/elixircloud/tesk-api:1.1.0", "quay.io/ohsu-comp-bio/funnel:0.12"])
      await reports(
        taskGatewayLimited,
        [teskApi({}, { image }), configMapOf("other", {})],
        [
          'deployment "tesk-api" takes any task; put a gateway with lists of prefixes and images in front of it',
        ],
      );
  });

  for (const [key, right] of Object.entries(places))
    it(`reports a gateway without ${key}`, async () => {
      for (const list of [undefined, "", "[]", "\n"])
        await reports(
          taskGatewayLimited,
          [...buckets, gatewayOf({ [key]: list })],
          [`${subject} has no ${key}; list ${right}`],
        );
    });

  const entries: [keyof typeof places, string[]][] = [
    [
      "outputPrefixes",
      [
        "s3://heart-release/",
        "s3://heart-input/",
        "s3://lungs-scratch/",
        "s3://*/",
        "s3://heart-scratch",
        "https://files.example.org/",
        "ftp://heart-scratch/",
      ],
    ],
    [
      "inputPrefixes",
      ["https://", "s3://*/", "http://reference.example.org/", "https://*.example.org/", "file:///"],
    ],
    ["executorImages", ["*", "alpine", "*/samtools"]],
  ];
  for (const [key, wrong] of entries)
    for (const entry of wrong)
      it(`reports "${entry}" among ${key}`, async () => {
        await reports(
          taskGatewayLimited,
          [...buckets, gatewayOf({ [key]: JSON.stringify([entry]) })],
          [`${subject} has "${entry}" among its ${key}; list ${places[key]}`],
        );
      });

  it("reports another project's bucket by the configured project, too", async () => {
    await reports(
      taskGatewayLimited,
      [gatewayOf({ outputPrefixes: "s3://lungs-scratch/" })],
      [`${subject} has "s3://lungs-scratch/" among its outputPrefixes; list ${places.outputPrefixes}`],
      { config: { project: "heart" } },
    );
  });

  it("cannot be judged while a list, a bucket or a label is unknown, and still reports the rest", async () => {
    await cannotJudge(
      taskGatewayLimited,
      [...buckets, gatewayOf({ inputPrefixes: unknown, executorImages: "*" })],
      "data.inputPrefixes",
      [`${subject} has "*" among its executorImages; list ${places.executorImages}`],
    );
    await cannotJudge(
      taskGatewayLimited,
      [changed(scratchBucket, { bucket: unknown }), requestBucket, gateway],
      "bucket",
    );
    await cannotJudge(taskGatewayLimited, [teskApi(), changed(gateway, { metadata: unknown })], "metadata");
  });
});
