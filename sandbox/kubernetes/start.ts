import type { SandboxFolder } from "../folder";
import { startServer } from "../server";
import { stopProcess } from "../server-process";
import { addons } from "./addons";
import type { KubernetesAddresses } from "./addresses";
import { KubernetesApi } from "./api";
import { startCloudController } from "./cloud-controller";
import { type ComponentName, componentServer } from "./components";
import { writeControlPlaneFiles } from "./control-plane-files";
import type { KubernetesFolder } from "./folder";
import type { ImageFile } from "./image";
import { importImages } from "./images";
import { ensureNodeNetwork, hasNodeNetwork } from "./network";
import { ensureNode, type NodePrograms } from "./node";
import { writeNodeFiles } from "./node-files";
import { ensurePki } from "./pki";
import { waitUntilServing } from "./readiness";
import { cloudSite } from "./site";
import { stopNode } from "./stop";
import { plug, readTenantPort } from "./tenant-network";
import { layTrust } from "./trust";

/** What a start is about. */
export interface KubernetesContext {
  sandbox: SandboxFolder;
  folder: KubernetesFolder;
  addresses: KubernetesAddresses;
  programs: NodePrograms;
  images: Record<string, ImageFile>;
}

/** Starts what of the cluster does not run, and waits until a pod of it answers. */
export async function startKubernetes(context: KubernetesContext): Promise<void> {
  const { folder, addresses, programs, images } = context;
  const reference = (name: string) => images[name]?.reference ?? "";
  await ensurePki(folder, addresses);
  await writeControlPlaneFiles(folder);
  await writeNodeFiles(folder, addresses, reference("pause"));
  if (!(await hasNodeNetwork(addresses))) await stopNode(folder, addresses); // its cloud was started anew
  await ensureNodeNetwork(addresses);
  await layTrust(folder, addresses);
  await ensureNode(folder, addresses, programs);
  const api = new KubernetesApi(folder.adminKubeconfig);
  try {
    await startComponents(context, api);
    for (const object of addons(reference("coredns"))) await api.apply(object);
    await waitUntilServing(api, addresses.node);
  } finally {
    await api.close();
  }
}

/** The node's programs, as many at a time as depend on nothing that is missing. */
async function startComponents(
  { sandbox, folder, addresses, programs, images }: KubernetesContext,
  api: KubernetesApi,
): Promise<void> {
  const port = readTenantPort(folder);
  if (port) await plug(addresses, port);
  const start = (name: ComponentName) =>
    startServer(componentServer(name, folder, addresses, api, port?.address ?? addresses.host.node));
  const runtime = start("containerd").then(() => importImages(folder, Object.values(images)));
  await start("etcd").then(() => start("kube-apiserver"));
  await Promise.all(
    ["kube-controller-manager", "kube-scheduler", "kube-proxy"].map((name) => start(name as ComponentName)),
  );
  await start("networkpolicies");
  await runtime;
  await start("kubelet");
  if (port) await startCloudController(folder, programs.programs, cloudSite(sandbox), port);
}

/** Gives the kubelet another address by which others reach the node; pods go on meanwhile. */
export async function moveNode(
  folder: KubernetesFolder,
  addresses: KubernetesAddresses,
  nodeAddress: string,
): Promise<void> {
  const api = new KubernetesApi(folder.adminKubeconfig);
  try {
    await stopProcess(folder.server("kubelet"));
    await startServer(componentServer("kubelet", folder, addresses, api, nodeAddress));
    await waitUntilServing(api, addresses.node, nodeAddress);
  } finally {
    await api.close();
  }
}
