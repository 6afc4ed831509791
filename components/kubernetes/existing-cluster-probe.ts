/** What a cluster that somebody gives can do, asked of its API. Changes nothing. */
import { labelKeys } from "../five-safes";
import { ClusterChannel, ClusterError } from "./existing-cluster-channel";
import type { ClusterAccess } from "./existing-cluster-kubeconfig";
import { missingRights } from "./existing-cluster-rights";

/** Lowest and highest minor version of Kubernetes 1: from the first whose Pod Security Standard judges all of a pod, to the last that this was run on. */
export const clusterWindow = { lowest: 34, highest: 36 } as const;

/** What an environment needs of a cluster, beside what every environment does. */
export interface ClusterNeeds {
  /** Id of the project. */
  project: string;
  /** Its namespace, which nobody else may have. */
  namespace: string;
  /** What all on it is made for. */
  kubernetesVersion: string;
  storageClasses: string[];
  /** Whether somebody vouches for the network where its API does not say that it enforces policies. */
  networkPoliciesEnforced: boolean;
}

/** What was found. */
export interface ClusterFacts {
  /** `1.36.0` */
  version: string;
  /** What enforces network policies: `Cilium`; empty where only somebody's word says so. */
  network: string;
}

/** API groups that a cluster serves by what enforces network policies in it. */
const enforcers: Readonly<Record<string, string>> = {
  "cilium.io": "Cilium",
  "crd.projectcalico.org": "Calico",
  "crd.antrea.io": "Antrea",
  "k8s.ovn.org": "OVN-Kubernetes",
};

/**
 * Finds out what a cluster can do.
 * @returns the facts, and everything that an environment lacks there, each with what to do
 * @throws ClusterError where the cluster cannot be asked
 */
export async function probeCluster(
  access: ClusterAccess,
  needs: ClusterNeeds,
): Promise<{ facts: ClusterFacts; problems: string[] }> {
  const channel = new ClusterChannel(access);
  try {
    // first, since it says whether the credential is known at all
    const version = await versionOf(channel, access.server);
    const [rights, network, classes, namespace, others] = await Promise.all([
      missingRights(channel, needs.namespace),
      networkOf(channel),
      storageClassesOf(channel),
      namespaceProblem(channel, needs),
      admissionProblems(channel),
    ]);
    const problems = [
      versionProblem(version, needs.kubernetesVersion),
      rights.length === 0
        ? undefined
        : `the kubeconfig may not ${rights.join("; ")}: give one of an account with the cluster role "cluster-admin", or bind these to it`,
      namespace,
      ...others,
      network === "" && !needs.networkPoliciesEnforced
        ? `nothing says that network policies are enforced (${Object.values(enforcers).join(", ")} would): install one of them, or say networkPoliciesEnforced where another does`
        : undefined,
      ...needs.storageClasses.map((name) => storageProblem(name, classes)),
    ].filter((it) => it !== undefined);
    return { facts: { version, network }, problems };
  } finally {
    await channel.close();
  }
}

async function versionOf(channel: ClusterChannel, server: string): Promise<string> {
  const { body } = await channel.get<{ gitVersion?: string }>("/version");
  const version = /^v?(\d+\.\d+\.\d+)/.exec(body.gitVersion ?? "")?.[1];
  if (version === undefined)
    throw new ClusterError(
      `cluster at ${server} does not say its version; check cluster.server of the kubeconfig`,
    );
  return version;
}

function versionProblem(version: string, wanted: string): string | undefined {
  const { lowest, highest } = clusterWindow;
  const [major, minor] = version.split(".").map(Number);
  if (major !== 1 || minor === undefined || minor < lowest || minor > highest)
    return `it is Kubernetes ${version}: bring it to 1.${lowest} to 1.${highest}`;
  return wanted.startsWith(`1.${minor}.`)
    ? undefined
    : `it is Kubernetes ${version}, not some ${wanted.replace(/\.\d+$/, "")}: bring it there, or name its version`;
}

/** What enforces network policies; every account may ask which groups are served. */
async function networkOf(channel: ClusterChannel): Promise<string> {
  const { body } = await channel.get<{ groups?: { name: string }[] }>("/apis");
  const found = body.groups?.map(({ name }) => enforcers[name]).find((it) => it !== undefined);
  return found ?? "";
}

/** Undefined where it may not be known. */
async function storageClassesOf(channel: ClusterChannel): Promise<string[] | undefined> {
  const { status, body } = await channel.get<{ items?: { metadata: { name: string } }[] }>(
    "/apis/storage.k8s.io/v1/storageclasses",
  );
  return status === 200 ? (body.items ?? []).map(({ metadata }) => metadata.name).sort() : undefined;
}

function storageProblem(name: string, classes: string[] | undefined): string | undefined {
  if (classes === undefined)
    return `whether the storage class "${name}" is there, the kubeconfig may not see: let it list storageclasses.storage.k8s.io`;
  const others = classes.length === 0 ? "" : `, only ${classes.join(", ")}`;
  return classes.includes(name)
    ? undefined
    : `it has no storage class "${name}"${others}: make it, or name another`;
}

/** Server-side apply would take over a namespace that somebody has. */
async function namespaceProblem(
  channel: ClusterChannel,
  { project, namespace }: ClusterNeeds,
): Promise<string | undefined> {
  const { status, body } = await channel.get<{ metadata?: { labels?: Record<string, string> } }>(
    `/api/v1/namespaces/${namespace}`,
  );
  return status === 200 && body.metadata?.labels?.[labelKeys.project] !== project
    ? `its namespace "${namespace}" is not the project's: remove it, or give the project another id`
    : undefined;
}

/** What judges pods when they are made, as nobody can see beforehand what a service makes. */
async function admissionProblems(channel: ClusterChannel): Promise<string[]> {
  const [policies, security] = await Promise.all([
    channel.get<{ resources?: { name: string }[] }>("/apis/admissionregistration.k8s.io/v1"),
    refusesWrongLevel(channel),
  ]);
  const hasPolicies = policies.body.resources?.some(({ name }) => name === "validatingadmissionpolicies");
  return [
    ...(hasPolicies
      ? []
      : [
          "it does not serve ValidatingAdmissionPolicy: serve admissionregistration.k8s.io/v1 and enable the admission plugin of that name",
        ]),
    ...(security
      ? []
      : ["it does not hold pods to the Pod Security Standards: enable the admission plugin PodSecurity"]),
  ];
}

/**
 * Whether the admission plugin PodSecurity is there, which no API lists: it refuses a namespace with a level that there is not.
 * The namespace is not made, whoever judges it. An account that may not make namespaces is refused before that and says nothing.
 */
async function refusesWrongLevel(channel: ClusterChannel): Promise<boolean> {
  const { status } = await channel.post("/api/v1/namespaces?dryRun=All", {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      generateName: "spe-probe-",
      labels: { "pod-security.kubernetes.io/enforce": "no-such-level" },
    },
  });
  return status >= 400;
}
