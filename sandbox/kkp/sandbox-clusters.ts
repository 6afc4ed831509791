import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { SandboxFolder } from "../folder";
import { joinNetwork, leaveNetwork } from "../kubernetes";
import { apiPort } from "../kubernetes/addresses";
import { KubernetesApi } from "../kubernetes/api";
import { type ProjectApi, projectApi } from "../kubernetes/project-api";
import { cloudSite, placeOf } from "../kubernetes/site";
import { readTenantPort } from "../kubernetes/tenant-network";
import { trust } from "../kubernetes/trust";
import { cloudAddresses } from "../openstack/addresses";
import { readNumber } from "../openstack/number";
import { flavors } from "../openstack/site-content";
import type {
  BackendCluster,
  CloudCredential,
  CloudNetwork,
  ClusterBackend,
  ClusterIssuer,
  MadeCluster,
  RemovalWishes,
} from "./backend";
import { ensureClusterNetwork, removeClusterNetwork, subnetOf } from "./cluster-network";

/** Longest wait for the cloud controller manager to take away the balancers, in milliseconds. */
const patienceMs = 120_000;

/**
 * Clusters of the stand-in in the sandbox: the one Kubernetes of the sandbox, whose node joins the cluster's network in
 * the sandbox's cloud. What it holds beside services and volumes stays when a cluster is removed.
 */
export class SandboxClusters implements ClusterBackend {
  constructor(private readonly sandbox: SandboxFolder) {}

  create(cluster: BackendCluster): Promise<MadeCluster> {
    return this.asking(cluster.credential, async (api) => {
      const { folder, addresses } = this.place();
      const network = await ensureClusterNetwork(api, cluster, this.resolvers());
      const { networkId, subnetId, floatingNetworkId, routerId, name } = network;
      await joinNetwork(this.sandbox, {
        networkId,
        subnetId,
        floatingNetworkId,
        credential: cluster.credential,
      });
      return {
        kubeconfig: readFileSync(folder.adminKubeconfig, "utf8"),
        apiUrl: `https://${addresses.host.node}:${apiPort}`,
        network: name,
        subnetId,
        routerId,
      };
    });
  }

  trust(login: ClusterIssuer): Promise<void> {
    const { folder, addresses } = this.place();
    // the authorities that this KKP knows
    const certificateAuthority = readFileSync(this.sandbox.tls.caCertificate, "utf8");
    return this.inCluster((api) => trust(folder, addresses, api, { ...login, certificateAuthority }));
  }

  remove(cluster: BackendCluster, wishes: RemovalWishes): Promise<void> {
    return this.asking(cluster.credential, async (api) => {
      const { folder } = this.place();
      const port = readTenantPort(folder);
      // the node may be another cluster's meanwhile
      if (port !== undefined && port.subnetId === (await subnetOf(api, cluster))) {
        await this.inCluster((kubernetes) => clear(kubernetes, wishes));
        await leaveNetwork(this.sandbox);
      }
      if (cluster.network === "") await removeClusterNetwork(api, cluster);
    });
  }

  flavors(credential: CloudCredential): Promise<string[]> {
    // all projects of the sandbox's cloud have the same
    return this.asking(credential, async () => flavors.map(({ name }) => name));
  }

  networks(credential: CloudCredential): Promise<CloudNetwork[]> {
    return this.asking(credential, async (api) => {
      const { networks } = await api.send<{ networks: Record<string, unknown>[] }>("GET", "networks");
      return networks.map((it) => ({
        id: String(it.id),
        name: String(it.name),
        external: it["router:external"] === true,
      }));
    });
  }

  private place(): NonNullable<ReturnType<typeof placeOf>> {
    const place = placeOf(this.sandbox);
    if (place === undefined) throw new Error("the sandbox has no cloud");
    return place;
  }

  private resolvers(): string[] {
    const number = readNumber(this.sandbox.cloud);
    return number === undefined ? [] : [cloudAddresses(number).public.gateway];
  }

  private async asking<Result>(
    credential: CloudCredential,
    work: (api: ProjectApi) => Promise<Result>,
  ): Promise<Result> {
    const api = await projectApi(cloudSite(this.sandbox), credential);
    try {
      return await work(api);
    } finally {
      await api.close();
    }
  }

  private async inCluster<Result>(work: (api: KubernetesApi) => Promise<Result>): Promise<Result> {
    const api = new KubernetesApi(this.place().folder.adminKubeconfig);
    try {
      return await work(api);
    } finally {
      await api.close();
    }
  }
}

/** Removes services with balancers and claims of volumes, and waits until nothing of them is left. */
async function clear(api: KubernetesApi, { loadBalancers, volumes }: RemovalWishes): Promise<void> {
  const kinds = [...(loadBalancers ? ["services"] : []), ...(volumes ? ["persistentvolumeclaims"] : [])];
  const end = Date.now() + patienceMs;
  for (const kind of kinds) {
    for (const path of await orphans(api, kind)) await api.send("DELETE", path);
    while ((await orphans(api, kind)).length > 0) {
      if (Date.now() > end) throw new Error(`the cluster's ${kind} do not go away`);
      await sleep(500);
    }
  }
}

/** Paths of the objects of a kind that hold something of the cloud. */
async function orphans(api: KubernetesApi, kind: string): Promise<string[]> {
  const { items } = JSON.parse((await api.send("GET", `/api/v1/${kind}`)).body) as {
    items: KubernetesItem[];
  };
  return items
    .filter(({ spec }) => kind !== "services" || spec.type === "LoadBalancer")
    .map(({ metadata }) => `/api/v1/namespaces/${metadata.namespace}/${kind}/${metadata.name}`);
}

interface KubernetesItem {
  metadata: { name: string; namespace: string };
  spec: { type?: string };
}
