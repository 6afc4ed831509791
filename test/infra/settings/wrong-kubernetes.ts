import { onExisting, onKubeOne, pinned, rightKubernetes } from "./right-kubernetes";
import type { Wrong } from "./wrong-settings";

/** A right section with something about it wrong, and where that is told. */
const at = (place: string, value: unknown, says: string): Wrong => {
  const section: unknown = structuredClone(rightKubernetes);
  const steps = place.split(/[.[\]]+/).filter(Boolean);
  const last = steps.pop() ?? "";
  const group = steps.reduce(
    (it, step) => it[step] as Record<string, unknown>,
    section as Record<string, unknown>,
  );
  group[last] = value;
  return [{ kubernetes: section }, `kubernetes.${place}`, says];
};

/** In a server of tasks that is TES-K, one image wrong. */
const inTesk = (name: "api" | "taskmaster" | "filer"): Wrong => {
  const server = {
    by: "tesk",
    api: pinned,
    taskmaster: pinned,
    filer: pinned,
    [name]: "docker.io/tesk:latest",
  };
  return [
    { kubernetes: { ...rightKubernetes, tasks: { ...rightKubernetes.tasks, server } } },
    `kubernetes.tasks.server.${name}`,
    "digest",
  ];
};

/** A right cluster of another kind with something about it wrong, and where that is told. */
const inCluster =
  (kind: "kubeone" | "existing", right: Record<string, unknown>) =>
  (place: string, value: unknown, says: string): Wrong => [
    { kubernetes: rightKubernetes, ...right, [`kubernetes.${kind}.${place}`]: value },
    `kubernetes.${kind}.${place}`,
    says,
  ];
const inKubeOne = inCluster("kubeone", onKubeOne);
const inExisting = inCluster("existing", onExisting);

/** Each setting of `kubernetes` wrong by itself. */
export const wrongKubernetesByItself: Wrong[] = [
  [{ kubernetes: "kkp" }, "kubernetes", "a group of kkp"],
  at("kkp", "kkp", "a group of url"),
  at("kkp.url", "http://kkp.site.example", "https URL"),
  at("kkp.project", "two words", "without blanks"),
  at("kkp.datacenter", "", "one line"),
  at("kkp.version", "v1.36.0", "without `v`"),
  at("kkp.version", "1.36", "in full"),
  at("kkp.apiRanges", [], "at least one"),
  at("kkp.apiRanges[0]", "0.0.0.0/0", "anybody"),
  at("kkp.pools", [], "at least one"),
  at("kkp.pools[0].name", "Default", "lower-case"),
  at("kkp.pools[0].size", "huge", "one of small, medium, large"),
  at("kkp.pools[0].workers", -1, "from 0 to 100"),
  inKubeOne("version", "1.36", "in full"),
  inKubeOne("credential", "two words", "without blanks"),
  inKubeOne("apiRanges", [], "at least one"),
  inKubeOne("apiRanges[0]", "0.0.0.0/0", "anybody"),
  inKubeOne("controlPlane.machines", 2, "one of 1, 3, 5"),
  inKubeOne("controlPlane.size", "huge", "one of small, medium, large"),
  inKubeOne("pools", [], "at least one"),
  inKubeOne("pools[0].name", "Default", "lower-case"),
  inKubeOne("pools[0].size", "huge", "one of small, medium, large"),
  inKubeOne("pools[0].workers", 101, "from 0 to 100"),
  inExisting("version", "v1.36.0", "without `v`"),
  inExisting("subnet", "two words", "without blanks"),
  inExisting("networkPoliciesEnforced", "yes", "true or false"),
  at("quota.cpu", 0, "from 1"),
  at("quota.memoryGib", "64 GiB", "whole number"),
  at("quota.pods", 0, "from 1"),
  at("tasks.server", "funnel", "one of { by: funnel"),
  at("tasks.server.by", "slurm", "one of funnel, tesk"),
  at("tasks.server.image", "quay.io/ohsu-comp-bio/funnel:0.12.2", "digest"),
  at("tasks.server.tasksAtATime", 0, "from 1 to 500"),
  inTesk("api"),
  inTesk("taskmaster"),
  inTesk("filer"),
  at("tasks.images", [], "at least one"),
  at("tasks.images[0]", "samtools", "registry and digest"),
  at("tasks.accounts", [], "at least one"),
  at("tasks.accounts[0]", "Mount", "lower-case"),
  at("tasks.gateway", "node:24", "digest"),
  at("tasks.userInfoUrl", "http://login.site.example/userinfo", "https URL"),
  at("tasks.host", "https://tes.heart.example", "full name"),
  at("tasks.certificateFile", "/etc/ssl/tes.pem", "relative to the root"),
  at("tasks.ranges", [], "at least one"),
  at("tasks.ranges[0]", "0.0.0.0/0", "anybody"),
  ...(["login", "store", "api"] as const).flatMap((way) => [
    at(`tasks.ways.${way}.to`, "0.0.0.0/0", "anybody"),
    at(`tasks.ways.${way}.port`, 0, "from 1 to 65535"),
  ]),
  at("tasks.ways.balancer", "192.168.1.1/24", "example: 192.168.1.0/24"),
  at("tasks.address", "tes.heart.example", "IPv4 or IPv6 address"),
];

/** Settings of `kubernetes` that are wrong together. */
export const wrongKubernetesTogether: Wrong[] = [
  [
    {
      kubernetes: rightKubernetes,
      "kubernetes.kkp.pools": [
        { name: "default", workers: 1 },
        { name: "default", workers: 2 },
      ],
    },
    "kubernetes.kkp.pools[1].name",
    "each pool once",
  ],
  at("quota.pods", 19, "at least 20: two for each of 8 tasks"),
  at("tasks.accounts[0]", "mounts", "a service account of storage: mount"),
  [{ kubernetes: {} }, "kubernetes", "exactly one of kkp, kubeone, existing"],
  [
    { kubernetes: { kkp: rightKubernetes.kkp, existing: { version: "1.36.0" } } },
    "kubernetes",
    "kkp and existing",
  ],
  [{ kubernetes: rightKubernetes, cloud: undefined }, "kubernetes.kkp", "only together with cloud"],
  [
    { kubernetes: rightKubernetes, ...onExisting, cloud: undefined },
    "kubernetes.tasks",
    "only together with cloud",
  ],
  [
    { kubernetes: rightKubernetes, ...onExisting, "kubernetes.existing.subnet": undefined },
    "kubernetes.existing.subnet",
    "the id of the workers' subnet",
  ],
  [
    {
      kubernetes: rightKubernetes,
      ...onKubeOne,
      "cloud.bastion": undefined,
      "cloud.machines": [],
      "cloud.egress": onKubeOne["cloud.egress"].slice(1),
    },
    "kubernetes.kubeone",
    "only with a bastion",
  ],
  [
    { kubernetes: rightKubernetes, ...onKubeOne, "cloud.egress": onKubeOne["cloud.egress"].slice(0, 2) },
    "cloud.egress",
    "no line from workers",
  ],
  [
    { kubernetes: rightKubernetes, "cloud.egress": onKubeOne["cloud.egress"].slice(0, 2) },
    "cloud.egress[1].from",
    "one of the machines",
  ],
  [
    {
      kubernetes: rightKubernetes,
      ...onKubeOne,
      "cloud.machines[0].name": "workers",
      "cloud.egress": onKubeOne["cloud.egress"].slice(1),
    },
    "cloud.machines[0].name",
    "are the machines of kubernetes.kubeone",
  ],
  [
    {
      kubernetes: rightKubernetes,
      ...onKubeOne,
      "kubernetes.kubeone.pools": [
        { name: "default", workers: 1 },
        { name: "default", workers: 2 },
      ],
    },
    "kubernetes.kubeone.pools[1].name",
    "each pool once",
  ],
  [
    {
      kubernetes: { kkp: rightKubernetes.kkp },
      identity: undefined,
      storage: undefined,
      people: [],
      "cloud.machines": [],
      "cloud.egress": [],
    },
    "kubernetes",
    "only together with identity",
  ],
];
