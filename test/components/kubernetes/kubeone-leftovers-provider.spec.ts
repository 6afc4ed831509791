import assert from "node:assert/strict";
import type { CloudRequest } from "../../../components/cloud/cloud-channel";
import { CloudError } from "../../../components/cloud/cloud-error";
import {
  type LeftoversInputs,
  nameProblem,
  provider,
  removeLeftovers,
} from "../../../components/kubernetes/kubeone-leftovers-provider";

/** A cloud as the provider sees it: what it is told to remove is gone at the next look but one. */
class Cloud {
  readonly asked: string[] = [];
  readonly said: string[] = [];
  balancers: { id: string; name: string; vip_network_id: string }[] = [];
  servers: { id: string; name: string; metadata: Record<string, string> }[] = [];
  volumes: { id: string; name: string; size: number; metadata: Record<string, string> }[] = [];
  refusal: CloudError | undefined;
  private doomed: string[] = [];

  async clean(): Promise<void> {
    const surroundings = { pause: async () => {}, say: (line: string) => void this.said.push(line) };
    await removeLeftovers(
      { clusterName: "heart-cluster", networkId: "network-7" },
      (request) => this.answer(request),
      surroundings,
    );
  }

  async answer({ service, method, path }: CloudRequest): Promise<unknown> {
    if (method === "DELETE") {
      this.asked.push(`${service} ${path}`);
      if (this.refusal !== undefined && !this.doomed.includes(path)) {
        this.doomed.push(path);
        throw this.refusal;
      }
      this.balancers = this.balancers.filter(({ id }) => !path.includes(`/${id}?`));
      this.servers = this.servers.filter(({ id }) => !path.endsWith(`/${id}`));
      return undefined;
    }
    if (service === "load-balancer") {
      assert.equal(path, "/v2/lbaas/loadbalancers");
      return { loadbalancers: [...this.balancers] };
    }
    if (service === "compute") return { servers: [...this.servers] };
    return { volumes: this.volumes };
  }
}

const balancer = (id: string, name: string, network = "network-7") => ({ id, name, vip_network_id: network });

describe("what a cluster leaves behind", () => {
  it("is removed: balancers of its services and its workers, and nobody else's", async () => {
    const cloud = new Cloud();
    cloud.balancers = [
      balancer("lb-1", "kube_service_heart-cluster_tes_funnel"),
      balancer("lb-2", "heart-kube-api"),
      balancer("lb-3", "kube_service_heart-cluster-2_tes_funnel"),
      balancer("lb-4", "kube_service_heart-cluster_tes_funnel", "network-8"),
    ];
    cloud.servers = [
      { id: "vm-1", name: "heart-cluster-compute-x7", metadata: { "spe.cluster": "heart-cluster" } },
      { id: "vm-2", name: "heart-cluster-control-plane-1", metadata: { "spe.role": "control-plane" } },
      { id: "vm-3", name: "lung-cluster-compute-x7", metadata: { "spe.cluster": "lung-cluster" } },
    ];
    await cloud.clean();
    assert.deepEqual(cloud.asked, [
      "load-balancer /v2/lbaas/loadbalancers/lb-1?cascade=true",
      "compute /servers/vm-1",
    ]);
    assert.deepEqual(cloud.said, [
      'cluster "heart-cluster": removes what its controllers left: balancer "kube_service_heart-cluster_tes_funnel", worker "heart-cluster-compute-x7"',
    ]);
  });

  it("is named where it may hold data", async () => {
    const cloud = new Cloud();
    const key = "cinder.csi.openstack.org/cluster";
    cloud.volumes = [
      { id: "vol-1", name: "pvc-1", size: 10, metadata: { [key]: "heart-cluster" } },
      { id: "vol-2", name: "pvc-2", size: 20, metadata: { [key]: "lung-cluster" } },
      { id: "vol-3", name: "heart-store-data", size: 30, metadata: {} },
    ];
    await cloud.clean();
    assert.deepEqual(cloud.asked, []);
    assert.deepEqual(cloud.said, [
      'cluster "heart-cluster" leaves a volume in the cloud; delete what nobody needs:\n  openstack volume delete vol-1  # pvc-1, 10 GiB',
    ]);
  });

  it("is nothing most of the time", async () => {
    const cloud = new Cloud();
    await cloud.clean();
    assert.deepEqual([cloud.asked, cloud.said], [[], []]);
  });

  it("is asked for again while the cloud is at it, and no other refusal is passed over", async () => {
    const cloud = new Cloud();
    cloud.balancers = [balancer("lb-1", "kube_service_heart-cluster_tes_funnel")];
    cloud.refusal = new CloudError("immutable", 409);
    await cloud.clean();
    assert.equal(cloud.asked.length, 2);

    const closed = new Cloud();
    closed.balancers = [balancer("lb-1", "kube_service_heart-cluster_tes_funnel")];
    closed.refusal = new CloudError("the cloud's API refused to remove the balancer: Forbidden", 403);
    await assert.rejects(closed.clean(), { message: closed.refusal.message });
  });

  it("is never removed for a change: the cluster lives on", async () => {
    const inputs = { clusterName: "heart-cluster", networkId: "network-7", password: "a" } as LeftoversInputs;
    const diff = (changes: object) => provider.diff?.("id", inputs, { ...inputs, ...changes });
    assert.deepEqual(await diff({}), { changes: false, replaces: [] });
    for (const change of [{ password: "b" }, { networkId: "network-8" }])
      assert.deepEqual(await diff(change), { changes: true, replaces: [] });
    const { failures } = (await provider.check?.(inputs, { ...inputs, clusterName: "other" })) ?? {};
    assert.deepEqual(
      failures?.map(({ reason }) => reason),
      ['clusterName must stay "heart-cluster" while the cluster lives, got "other"'],
    );
  });

  it("keeps a new cluster from the name of one that is there", async () => {
    const cloud = new Cloud();
    cloud.servers = [
      { id: "vm-1", name: "lung-cluster-compute-x7", metadata: { "spe.cluster": "lung-cluster" } },
    ];
    cloud.balancers = [balancer("lb-1", "kube_service_skin-cluster_tes_funnel", "network-8")];
    const problem = (clusterName: string) => nameProblem({ clusterName }, (request) => cloud.answer(request));
    assert.equal(await problem("heart-cluster"), undefined);
    assert.equal(
      await problem("lung-cluster"),
      'clusterName must be the only one of its name in the OpenStack project, got "lung-cluster", to which the worker "lung-cluster-compute-x7" belongs',
    );
    assert.match(
      (await problem("skin-cluster")) ?? "",
      /to which the balancer "kube_service_skin-cluster_tes_funnel" belongs$/,
    );
  });

  it("is not asked about again while the cluster lives", async () => {
    const inputs = {
      clusterName: "heart-cluster",
      authUrl: "https://nowhere.example.org",
    } as LeftoversInputs;
    assert.deepEqual(await provider.check?.(inputs, inputs), { inputs, failures: [] });
  });
});
