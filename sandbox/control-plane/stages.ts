/**
 * What kwok says of nodes and pods, and when: stages of their lives, each with a template of Go for the object's status. After
 * kustomize/stage of kwok 0.8.0 (node/fast, node/heartbeat-with-lease, pod/fast), without what nothing here asks for.
 */

/** A stage, as kwok's configuration has it. */
export interface Stage {
  apiVersion: "kwok.x-k8s.io/v1alpha1";
  kind: "Stage";
  metadata: { name: string };
  spec: {
    resourceRef: { apiGroup: "v1"; kind: "Node" | "Pod" };
    selector: { matchExpressions: Condition[] };
    delay?: { durationMilliseconds: number; jitterDurationMilliseconds: number };
    next: { statusTemplate: string } | { delete: true };
  };
}

/** What of an object a stage waits for; the key is a query of jq. */
type Condition =
  | { key: string; operator: "In" | "NotIn"; values: string[] }
  | { key: string; operator: "Exists" | "DoesNotExist" };

const stage = (name: string, kind: "Node" | "Pod", rest: Omit<Stage["spec"], "resourceRef">): Stage => ({
  apiVersion: "kwok.x-k8s.io/v1alpha1",
  kind: "Stage",
  metadata: { name },
  spec: { resourceRef: { apiGroup: "v1", kind }, ...rest },
});

const ready = '.status.conditions.[] | select( .type == "Ready" ) | .status';
const isReady: Condition = { key: ready, operator: "In", values: ["True"] };
const isNotReady: Condition = { key: ready, operator: "NotIn", values: ["True"] };
const inPhase = (phase: string): Condition => ({ key: ".status.phase", operator: "In", values: [phase] });
const isThere: Condition = { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" };
const goes: Condition = { key: ".metadata.deletionTimestamp", operator: "Exists" };

const nodeConditions = `
{{ $now := Now }}
{{ $lastTransitionTime := or .metadata.creationTimestamp $now }}
conditions:
{{ range NodeConditions }}
- lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $lastTransitionTime | Quote }}
  message: {{ .message | Quote }}
  reason: {{ .reason | Quote }}
  status: {{ .status | Quote }}
  type: {{ .type | Quote }}
{{ end }}
`;

/** What a pretended node has: pods as many as a kubelet takes, and for each of them more than the usual. */
export const nodeCapacity = { cpu: "32", memory: "256Gi", pods: "110" } as const;

const capacity = Object.entries(nodeCapacity)
  .map(([resource, amount]) => `  ${resource}: "${amount}"`)
  .join("\n");

const nodeReady = `${nodeConditions}
addresses:
- address: {{ .metadata.name | Quote }}
  type: Hostname
allocatable:
${capacity}
capacity:
${capacity}
nodeInfo:
  architecture: amd64
  bootID: ""
  containerRuntimeVersion: kwok
  kernelVersion: kwok
  kubeProxyVersion: kwok
  kubeletVersion: kwok
  machineID: ""
  operatingSystem: linux
  osImage: ""
  systemUUID: ""
phase: Running
`;

const podReady = `
{{ $now := Now }}
conditions:
{{ range $type := list "Initialized" "Ready" "ContainersReady" }}
- lastTransitionTime: {{ $now | Quote }}
  status: "True"
  type: {{ $type }}
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- image: {{ .image | Quote }}
  name: {{ .name | Quote }}
  ready: true
  restartCount: 0
  state:
    running:
      startedAt: {{ $now | Quote }}
{{ end }}
{{ $podIPs := PodIPsWith .spec.nodeName false ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}
{{ with $podIPs }}
podIP: {{ index . 0 | Quote }}
podIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
phase: Running
startTime: {{ $now | Quote }}
`;

const podComplete = `
{{ $now := Now }}
containerStatuses:
{{ range .spec.containers }}
- image: {{ .image | Quote }}
  name: {{ .name | Quote }}
  ready: false
  restartCount: 0
  started: false
  state:
    terminated:
      exitCode: 0
      finishedAt: {{ $now | Quote }}
      reason: Completed
      startedAt: {{ $now | Quote }}
{{ end }}
phase: Succeeded
`;

/** Nodes are ready and stay it; pods run as soon as they have a node, those of jobs end well at once, and all go when asked to. */
export const stages: Stage[] = [
  stage("node-ready", "Node", {
    selector: { matchExpressions: [isNotReady] },
    next: { statusTemplate: nodeReady },
  }),
  // that a node lives its lease says; its status is told again every ten minutes or so
  stage("node-heartbeat", "Node", {
    selector: { matchExpressions: [inPhase("Running"), isReady] },
    delay: { durationMilliseconds: 600_000, jitterDurationMilliseconds: 610_000 },
    next: { statusTemplate: nodeConditions },
  }),
  stage("pod-ready", "Pod", {
    selector: { matchExpressions: [isThere, inPhase("Pending"), isNotReady] },
    next: { statusTemplate: podReady },
  }),
  stage("pod-complete", "Pod", {
    selector: {
      matchExpressions: [
        isThere,
        inPhase("Running"),
        { key: ".metadata.ownerReferences.[].kind", operator: "In", values: ["Job"] },
      ],
    },
    next: { statusTemplate: podComplete },
  }),
  stage("pod-delete", "Pod", { selector: { matchExpressions: [goes] }, next: { delete: true } }),
];

/** kwok's configuration: a document a stage. */
export const stagesText = (): string => stages.map((it) => JSON.stringify(it, null, 2)).join("\n---\n");
