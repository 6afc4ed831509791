import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { KubernetesApi } from "../kubernetes/api";
import { writeAuthentication } from "../kubernetes/authentication";
import type { ClusterFolder } from "../kubernetes/cluster-folder";
import { type ClusterClient, ensureClusterPki } from "../kubernetes/cluster-pki";
import { writeControlPlaneFiles } from "../kubernetes/control-plane-files";
import { privateDirectory, writePrivateFile } from "../private-file";
import { startServer } from "../server";
import { stopProcess } from "../server-process";
import {
  address,
  type ControlPlanePorts,
  type ControlPlanePrograms,
  components,
  type PartName,
  partServer,
  stagesFile,
} from "./components";
import { kwokRights, kwokUser, nodeName, pretendedNode } from "./objects";
import { stagesText } from "./stages";

/** A control plane whose nodes are not ready after this time is not going to have them, in milliseconds. */
const patienceMs = 60_000;

/** What runs, in the order in which it ends: who asks, before whom it asks. */
const ending: PartName[][] = [
  ["kwok", "kube-scheduler", "kube-controller-manager"],
  ["kube-apiserver"],
  ["etcd"],
];

/** Everything that runs. */
export const partNames: PartName[] = ending.flat();

/** What a start is about. */
export interface ControlPlaneContext {
  folder: ClusterFolder;
  ports: ControlPlanePorts;
  programs: ControlPlanePrograms;
  /** How many nodes it has at least. */
  nodes: number;
}

/** Address of the API server. */
export const apiUrl = ({ kubernetes }: ControlPlanePorts): string => `https://${address}:${kubernetes}`;

/** Starts what of it does not run, and waits until its nodes are ready. */
export async function startControlPlane({
  folder,
  ports,
  programs,
  nodes,
}: ControlPlaneContext): Promise<void> {
  await ensureClusterPki(folder, { apiUrl: apiUrl(ports), clients: clients(folder) });
  await writeControlPlaneFiles(folder);
  await writeAuthentication(folder);
  await writePrivateFile(stagesFile(folder), stagesText());
  for (const name of ["etcd", "audit"] as const) await privateDirectory(folder.data(name));
  const parts = components(folder, ports, programs);
  const api = new KubernetesApi(folder.adminKubeconfig);
  const start = (name: PartName) => startServer(partServer(name, parts[name], folder, ports, api));
  try {
    await start("etcd");
    await start("kube-apiserver");
    await Promise.all([start("kube-controller-manager"), start("kube-scheduler")]);
    for (const object of kwokRights) await api.apply(object);
    await start("kwok");
    const numbers = Array.from({ length: nodes }, (_, index) => index + 1);
    for (const number of numbers) await api.apply(pretendedNode(number));
    await untilReady(api, numbers.map(nodeName));
  } finally {
    await api.close();
  }
}

/** Ends it; what is written in its folder stays. Gives whether anything ran. */
export async function endControlPlane(folder: ClusterFolder): Promise<boolean> {
  const stopped: boolean[] = [];
  for (const names of ending)
    stopped.push(...(await Promise.all(names.map((name) => stopProcess(folder.server(name))))));
  return stopped.includes(true);
}

function clients(folder: ClusterFolder): ClusterClient[] {
  const own = (name: string) => join(folder.configuration, `${name}.kubeconfig`);
  return [
    {
      name: { commonName: "spe-sandbox", organisation: "system:masters" },
      kubeconfig: folder.adminKubeconfig,
    },
    ...["kube-controller-manager", "kube-scheduler"].map((name) => ({
      name: { commonName: `system:${name}` },
      kubeconfig: own(name),
    })),
    { name: { commonName: kwokUser }, kubeconfig: own("kwok") },
  ];
}

interface NodeList {
  items: { metadata: { name: string }; status: { conditions?: { type: string; status: string }[] } }[];
}

async function untilReady(api: KubernetesApi, wanted: string[]): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const { items } = JSON.parse((await api.send("GET", "/api/v1/nodes")).body) as NodeList;
    const ready = items.filter(({ status }) =>
      status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True"),
    );
    const names = new Set(ready.map(({ metadata }) => metadata.name));
    if (wanted.every((name) => names.has(name))) return;
    if (Date.now() > deadline)
      throw new Error(
        `the control plane's pretended nodes are not ready after ${patienceMs / 1000} s; see the log of kwok`,
      );
    await wait(100);
  }
}
