import { setTimeout as wait } from "node:timers/promises";
import type { KubernetesApi } from "./api";

/** A cluster that does not serve after this time is not going to, in milliseconds. */
const patienceMs = 120_000;

interface NodeObject {
  status: {
    conditions?: { type: string; status: string; lastHeartbeatTime: string }[];
    addresses?: { type: string; address: string }[];
  };
}

interface PodList {
  items: { metadata: { name: string; deletionTimestamp?: string }; status: { phase: string } }[];
}

/**
 * Waits until the node is ready, as the kubelet of now says, and the cluster's resolver answers: what the database says of
 * pods and node may be of an earlier start.
 * @param address that the node must have by then. @default any
 */
export async function waitUntilServing(api: KubernetesApi, node: string, address?: string): Promise<void> {
  await until("its node", async () => {
    const { status } = await read<NodeObject>(api, `/api/v1/nodes/${node}`);
    const ready = status.conditions?.find(({ type }) => type === "Ready");
    const own = status.addresses?.find(({ type }) => type === "InternalIP")?.address;
    return ready?.status === "True" && (address === undefined || own === address);
  });
  await until("its resolver", async () => {
    const pods = "/api/v1/namespaces/kube-system/pods";
    const { items } = await read<PodList>(api, `${pods}?labelSelector=k8s-app%3Dkube-dns`);
    const pod = items.find(
      ({ metadata, status }) => !metadata.deletionTimestamp && status.phase === "Running",
    );
    return (
      pod !== undefined &&
      (await api.send("GET", `${pods}/${pod.metadata.name}:8181/proxy/ready`)).status === 200
    );
  });
}

async function read<T>(api: KubernetesApi, path: string): Promise<T> {
  const { status, body } = await api.send("GET", path);
  if (status !== 200) throw new Error(`${path} answered ${status}`);
  return JSON.parse(body) as T;
}

async function until(what: string, isThere: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isThere().catch(() => false))) {
    if (Date.now() > deadline)
      throw new Error(`Kubernetes waits for ${what} after ${patienceMs / 1000} s; see its logs`);
    await wait(200);
  }
}
