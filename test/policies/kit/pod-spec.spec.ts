import { type Judged, unknown } from "../../../policies/judge";
import { containerUnprivileged } from "../../../policies/safe-settings/container-unprivileged";
import { podNamespacesOwn } from "../../../policies/safe-settings/pod-namespaces-own";
import { podNonRoot } from "../../../policies/safe-settings/pod-non-root";
import { cannotJudge, holds, reports } from "../../support/verdict";

const privileged = { name: "main", securityContext: { privileged: true } };
const pods = { spec: { containers: [privileged] } };
const ofPods = { template: pods };
const metadata = { name: "count" };
const message = (subject: string) =>
  `container "main" of ${subject} is privileged; remove securityContext.privileged`;

describe("the pods of an object", () => {
  const kinds: [string, string, Record<string, unknown>][] = [
    ["core/v1:Pod", "pod", pods],
    ["v1:Pod", "pod", pods],
    ["core/v1:PodPatch", "pod", pods],
    ["core/v1:PodTemplate", "pod template", ofPods],
    ["core/v1:ReplicationController", "replication controller", { spec: ofPods }],
    ["apps/v1:Deployment", "deployment", { spec: ofPods }],
    ["apps/v1:DeploymentPatch", "deployment", { spec: ofPods }],
    ["apps/v1beta1:Deployment", "deployment", { spec: ofPods }],
    ["extensions/v1beta1:Deployment", "deployment", { spec: ofPods }],
    ["apps/v1:StatefulSet", "stateful set", { spec: ofPods }],
    ["apps/v1beta2:StatefulSet", "stateful set", { spec: ofPods }],
    ["apps/v1:DaemonSet", "daemon set", { spec: ofPods }],
    ["extensions/v1beta1:DaemonSet", "daemon set", { spec: ofPods }],
    ["apps/v1:ReplicaSet", "replica set", { spec: ofPods }],
    ["batch/v1:Job", "job", { spec: ofPods }],
    ["batch/v1:CronJob", "cron job", { spec: { jobTemplate: { spec: ofPods } } }],
    ["batch/v1beta1:CronJob", "cron job", { spec: { jobTemplate: { spec: ofPods } } }],
    ["batch/v2alpha1:CronJob", "cron job", { spec: { jobTemplate: { spec: ofPods } } }],
  ];
  for (const [type, kind, props] of kinds)
    it(`are judged in ${type}`, async () => {
      const object: Judged = {
        type: `kubernetes:${type}`,
        name: "heart-count",
        props: { metadata, ...props },
      };
      await reports(containerUnprivileged, [object], [message(`${kind} "count"`)]);
    });

  for (const type of [
    "kubernetes:serving.knative.dev/v1:Service",
    "kubernetes:example.org/v1:Job",
    "other:apps/v1:Deployment",
  ])
    it(`are not looked for in ${type}, which is not Kubernetes' own`, async () => {
      await holds(containerUnprivileged, [{ type, name: "count", props: { spec: ofPods } }]);
    });
});

describe("the containers of a pod", () => {
  const pod = (spec: Record<string, unknown>, name: unknown = "count"): Judged => ({
    type: "kubernetes:core/v1:Pod",
    name: "heart-count",
    props: { metadata: { name }, spec },
  });

  it("are judged in every list, and named by it", async () => {
    await reports(
      containerUnprivileged,
      [pod({ initContainers: [privileged], containers: [privileged], ephemeralContainers: [privileged] })],
      ["init container", "container", "ephemeral container"].map(
        (kind) => `${kind} "main" of pod "count" is privileged; remove securityContext.privileged`,
      ),
    );
  });

  it("are judged where there is one in place of a list", async () => {
    await reports(containerUnprivileged, [pod({ containers: privileged })], [message('pod "count"')]);
  });

  it("are judged though a list, a container or a name is unknown", async () => {
    const unnamed = 'container of pod "heart-count" is privileged; remove securityContext.privileged';
    await cannotJudge(
      containerUnprivileged,
      [pod({ initContainers: unknown, containers: [unknown, { ...privileged, name: unknown }] }, unknown)],
      "spec.initContainers",
      [unnamed],
    );
  });

  it("need not be known for what the pod says itself", async () => {
    await reports(
      podNamespacesOwn,
      [pod({ containers: unknown, hostPID: true })],
      ['pod "count" uses a namespace of its node; remove hostPID'],
    );
  });

  it("are none where there is nothing to read them from", async () => {
    for (const spec of [
      undefined,
      null,
      7,
      "x",
      [],
      {},
      { containers: null },
      { containers: [null, 7, "x"] },
    ])
      await holds(containerUnprivileged, [pod(spec as Record<string, unknown>)]);
  });

  it("cannot be judged by a pod that is unknown", async () => {
    await cannotJudge(podNonRoot, [pod(unknown as never)], "spec");
  });
});
