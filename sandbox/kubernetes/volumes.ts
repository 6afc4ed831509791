import { KubernetesApi, type KubernetesObject } from "./api";

/** Storage classes as the site's would be called: where a server keeps its state, and where tasks work. */
const storageClasses = { state: "encrypted", scratch: "encrypted-scratch" } as const;

/** How many tasks with files can run between two starts; a volume that was used comes back at the next start. */
const scratchVolumes = 40;

/** Folder on the node that holds them. */
const folder = "/var/lib/kubelet/volumes";

/** What the volumes are laid through. */
interface Node {
  kubeconfigFile: string;
  enter(command: string[]): Promise<string>;
}

/**
 * Volumes on the node, by class, in place of a driver that makes them from a cloud's disks; those that nobody uses any more are
 * emptied and laid anew. They are not encrypted: the names stand for what a site has.
 * @throws Error with the API server's answer
 */
export async function layVolumes({ kubeconfigFile, enter }: Node): Promise<void> {
  const api = new KubernetesApi(kubeconfigFile);
  try {
    const names = volumeNames();
    const states = await statesOf(api);
    const wanted = [...names.keys()].filter((name) => (states.get(name) ?? "Released") === "Released");
    if (wanted.length === 0) return;
    for (const storageClass of Object.values(storageClasses)) await api.apply(storageClassOf(storageClass));
    const paths = wanted.map((name) => `${folder}/${name}`);
    for (const name of wanted.filter((it) => states.has(it)))
      await api.send("DELETE", `/api/v1/persistentvolumes/${name}`);
    await enter(["rm", "-rf", ...paths]);
    await enter(["mkdir", "-p", ...paths]);
    for (const name of wanted) await api.apply(volumeOf(name, names.get(name) ?? ""));
  } finally {
    await api.close();
  }
}

/** Name of each volume, with its class. */
function volumeNames(): Map<string, string> {
  const scratch = Array.from({ length: scratchVolumes }, (_, at) => [
    `scratch-${at}`,
    storageClasses.scratch,
  ]);
  return new Map([["state-0", storageClasses.state], ...(scratch as [string, string][])]);
}

async function statesOf(api: KubernetesApi): Promise<Map<string, string>> {
  const { body } = await api.send("GET", "/api/v1/persistentvolumes");
  const { items } = JSON.parse(body) as {
    items: { metadata: { name: string }; status: { phase: string } }[];
  };
  return new Map(items.map(({ metadata, status }) => [metadata.name, status.phase]));
}

const storageClassOf = (name: string): KubernetesObject => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name },
  provisioner: "kubernetes.io/no-provisioner",
  volumeBindingMode: "WaitForFirstConsumer",
});

/** A volume that is a folder of the one node. */
const volumeOf = (name: string, storageClassName: string): KubernetesObject => ({
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name },
  spec: {
    storageClassName,
    capacity: { storage: "100Gi" },
    accessModes: ["ReadWriteOnce"],
    persistentVolumeReclaimPolicy: "Retain",
    local: { path: `${folder}/${name}` },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/hostname", operator: "Exists" }] }],
      },
    },
  },
});
