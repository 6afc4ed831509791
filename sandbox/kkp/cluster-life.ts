/** How clusters come to be, change and go; each look at one brings it a step further, so that nothing depends on time. */
import { randomBytes } from "node:crypto";
import type { BackendCluster, ClusterBackend } from "./backend";
import type { ClusterBody } from "./body-shapes";
import type { ClusterStore, StoredCluster, StoredPool } from "./cluster-store";

/** Parts of a control plane, by the look at which they are up once the cluster stands. */
const partsByLook: Record<number, string[]> = {
  1: ["etcd"],
  2: ["apiserver", "cloudProviderInfrastructure"],
  3: ["applicationController", "controller", "machineController", "operatingSystemManager", "scheduler"],
  4: ["userClusterControllerManager"],
};

/** The look at which all of it is up. */
const lastLook = 4;

/** The look from which the API server answers. */
const apiServerLook = 2;

/** Makes and removes what stands behind the clusters of a store. */
export class ClusterLife {
  /** What is being done to each cluster: one thing after another. */
  private readonly works = new Map<string, Promise<void>>();

  constructor(
    private readonly store: ClusterStore,
    private readonly backend: ClusterBackend,
  ) {
    // what an interruption left undone
    for (const cluster of store.all()) {
      if (cluster.removal !== undefined) this.goOn(cluster, this.end);
      else if (cluster.made === undefined) this.goOn(cluster, this.make);
    }
  }

  async begin(body: ClusterBody): Promise<StoredCluster> {
    const id = randomBytes(5).toString("hex");
    const cluster = { id, body, version: body.spec.version, looks: 0, sshKeys: [], pools: [] };
    await this.store.add(cluster);
    this.goOn(cluster, this.make);
    return cluster;
  }

  /** Takes over a changed description. */
  async change(cluster: StoredCluster, body: ClusterBody): Promise<void> {
    if (JSON.stringify(body.spec.oidc) !== JSON.stringify(cluster.body.spec.oidc)) await this.trust(body);
    // the control plane restarts
    if (body.spec.version !== cluster.body.spec.version) cluster.looks = apiServerLook;
    cluster.body = body;
    await this.store.save();
  }

  async remove(cluster: StoredCluster, wishes: { volumes: boolean; loadBalancers: boolean }): Promise<void> {
    cluster.removal = { ...wishes, since: new Date().toISOString() };
    await this.store.save();
    this.goOn(cluster, this.end);
  }

  /** How the parts of a cluster do; this is a look at it. */
  async look(cluster: StoredCluster): Promise<Record<string, string>> {
    // as KKP does, it tries again and again
    if (cluster.failure !== undefined) this.goOn(cluster, this.make);
    if (cluster.made !== undefined && cluster.looks < lastLook) {
      cluster.looks++;
      if (cluster.looks === lastLook) cluster.version = cluster.body.spec.version;
      await this.store.save();
    }
    const status = (look: number): string =>
      cluster.failure !== undefined
        ? "HealthStatusDown"
        : look <= cluster.looks
          ? "HealthStatusUp"
          : "HealthStatusProvisioning";
    const health = Object.entries(partsByLook).flatMap(([look, parts]) =>
      parts.map((part) => [part, status(Number(look))]),
    );
    return Object.fromEntries(health);
  }

  /** The pools of a cluster; this is a look at each, at the first of which it only begins to be worked on. */
  async lookAtPools({ pools }: StoredCluster): Promise<StoredPool[]> {
    for (const pool of pools) {
      if (pool.observed < pool.generation) pool.observed = pool.generation;
      else pool.ready = pool.body.spec.replicas;
    }
    await this.store.save();
    return pools;
  }

  /** Waits until nothing is being done to any cluster. */
  async idle(): Promise<void> {
    await Promise.all(this.works.values());
  }

  /** Whether the API server of a cluster answers. */
  hasApiServer({ looks, made }: StoredCluster): boolean {
    return made !== undefined && looks >= apiServerLook;
  }

  private async trust({ spec }: ClusterBody): Promise<void> {
    const { issuerURL: issuer, clientID: clientId, groupsPrefix: prefix = "" } = spec.oidc ?? {};
    if (issuer && clientId) await this.backend.trust({ issuer, clientId, prefix });
  }

  private async make(cluster: StoredCluster): Promise<void> {
    if (cluster.made !== undefined || cluster.removal !== undefined) return;
    try {
      const made = await this.backend.create(backendCluster(cluster));
      await this.trust(cluster.body);
      cluster.made = made;
      cluster.failure = undefined;
    } catch (error) {
      cluster.failure = (error as Error).message;
      console.error(`cluster ${cluster.id}: ${cluster.failure}`);
    }
    await this.store.save();
  }

  private async end(cluster: StoredCluster): Promise<void> {
    if (cluster.removal === undefined) return;
    await this.backend.remove(backendCluster(cluster), cluster.removal);
    await this.store.remove(cluster.id);
  }

  private goOn(cluster: StoredCluster, work: (this: this, cluster: StoredCluster) => Promise<void>): void {
    const before = this.works.get(cluster.id) ?? Promise.resolve();
    const after = before.then(() => work.call(this, cluster)).catch((error: unknown) => console.error(error));
    this.works.set(cluster.id, after);
  }
}

/** A cluster as its backend is told of it. */
function backendCluster({ id, body }: StoredCluster): BackendCluster {
  const { openstack } = body.spec.cloud;
  return {
    id,
    credential: { id: openstack.applicationCredentialID, secret: openstack.applicationCredentialSecret },
    floatingIpPool: openstack.floatingIPPool,
    network: openstack.network,
    subnetId: openstack.subnetID,
    routerId: openstack.routerID,
  };
}
