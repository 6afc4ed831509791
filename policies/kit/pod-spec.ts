/** The one reader of pods: whichever kind of object describes them, and whichever list a container stands in. */
import type { PolicyResource, ResourceValidation, ResourceValidationArgs } from "@pulumi/policy";
import { field } from "./field";
import { kindOf, ofKinds, subjectOf } from "./kubernetes";
import { checkAll, checkEach, ifKnown } from "./unknown";
import { asList } from "./value";

/** Where each kind of object describes its pods. */
const podPaths: Readonly<Record<string, readonly string[]>> = {
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  DaemonSet: ["spec", "template"],
  Deployment: ["spec", "template"],
  Job: ["spec", "template"],
  Pod: [],
  PodTemplate: ["template"],
  ReplicaSet: ["spec", "template"],
  ReplicationController: ["spec", "template"],
  StatefulSet: ["spec", "template"],
};

/** The kinds of objects that describe pods. */
export const podKinds: readonly string[] = Object.keys(podPaths);

const containerLists = [
  ["initContainers", "init container"],
  ["containers", "container"],
  ["ephemeralContainers", "ephemeral container"],
] as const;

/**
 * Judges what a pod, or a container in it, says.
 * @param spec the pod's own spec, or the container
 * @param refuse completes a message that begins with what is judged
 * @param pod what describes the pod: its metadata and spec
 * @param args what the SDK gives a rule, above all its configuration
 */
export type PodJudge = (
  spec: unknown,
  refuse: (problem: string) => void,
  pod: unknown,
  args: ResourceValidationArgs,
) => void;

/** Judges pods themselves, every container in them (those that start first or look inside too), or both. */
export function ofPods({
  pod: judgePod,
  container: judgeContainer,
}: {
  pod?: PodJudge;
  container?: PodJudge;
}): ResourceValidation {
  return ofKinds(podKinds, (args, report) => {
    const pod = podOf(args);
    const subject = subjectOf(args);
    checkAll(
      () => judgePod?.(field(pod, "spec"), (problem) => report(`${subject} ${problem}`), pod, args),
      () => {
        if (judgeContainer === undefined) return;
        checkEach(containerLists, ([list, kind]) =>
          checkEach(asList(field(pod, "spec", list)), (container) => {
            const name = ifKnown(() => field(container, "name"));
            const part = `${kind}${typeof name === "string" ? ` "${name}"` : ""} of ${subject}`;
            judgeContainer(container, (problem) => report(`${part} ${problem}`), pod, args);
          }),
        );
      },
    );
  });
}

/** What describes the pods of an object: their metadata and spec. */
export const podOf = ({ type, props }: Pick<PolicyResource, "type" | "props">): unknown =>
  field(props, ...(podPaths[kindOf(type) ?? ""] ?? []));

/** The containers of a pod, of every list. */
export const containersOf = (pod: unknown): unknown[] =>
  containerLists.flatMap(([list]) => asList(field(pod, "spec", list)));

/** Whether a pod is for Windows, which has no privilege escalation, capabilities or seccomp to speak of. */
export const isForWindows = (pod: unknown): boolean => field(pod, "spec", "os", "name") === "windows";

/** Whether a pod has users of its own, so that its root is nobody on the node. */
export const hasOwnUsers = (pod: unknown): boolean => field(pod, "spec", "hostUsers") === false;

/** Whether a container asks for /proc with nothing masked. */
export const isProcUnmasked = (container: unknown): boolean =>
  !["Default", undefined].includes(field(container, "securityContext", "procMount") as string | undefined);

/** What messages call a volume. */
export const volumeName = (volume: unknown): string => String(ifKnown(() => field(volume, "name")) ?? "");
