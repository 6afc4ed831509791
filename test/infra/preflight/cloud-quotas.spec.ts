/** What is left of a cloud's quotas beside the machines to come; the cloud is a stand-in. */
import assert from "node:assert/strict";
import { problemsAt, projectId, SurveyedCloud } from "../../support/surveyed-cloud";
import { onKubeOne, rightKubernetes } from "../settings/right-kubernetes";
import { asSite } from "../settings/right-servers";

describe("the quotas of a cloud", () => {
  let cloud: SurveyedCloud;

  beforeEach(async () => {
    cloud = new SurveyedCloud();
    await cloud.start();
  });
  afterEach(() => cloud.stop());

  const problems = (changes?: Record<string, unknown>): Promise<string[]> => problemsAt(cloud, changes);
  const short = (what: string, names = "heart-bastion, heart-workbench") =>
    `cloud: the project "heart-cloud" has ${what} are to be made for ${names}; have the quota raised, or have fewer or smaller machines`;
  const limits = (path: string, change: Record<string, number>) => {
    const { limits: found } = cloud.answers[path] as { limits: { absolute: Record<string, number> } };
    Object.assign(found.absolute, change);
  };
  const addresses = (limit: number, used: number) => {
    cloud.answers[`/network/v2.0/quotas/${projectId}/details.json`] = {
      quota: { floatingip: { limit, used } },
    };
  };

  it("must have room for machines, cores and memory", async () => {
    limits("/compute/limits", { totalInstancesUsed: 9, totalCoresUsed: 17, totalRAMUsed: 8193 });
    assert.deepEqual(await problems(), [
      short("1 of its 10 machines left, and 2"),
      short("3 of its 20 cores left, and 4"),
      short("8191 of its 16384 MiB of memory left, and 8192"),
    ]);
  });

  it("must have room for volumes: one to boot from each, and one for data", async () => {
    limits("/volume/limits", { totalVolumesUsed: 11, totalGigabytesUsed: 501 });
    assert.deepEqual(await problems(), [
      short("2 of its 13 volumes left, and 3"),
      short("49 of its 550 GiB of volumes left, and 50"),
    ]);
  });

  it("count a data volume from before once", async () => {
    limits("/volume/limits", { totalVolumesUsed: 11, totalGigabytesUsed: 501 });
    cloud.answers["/volume/volumes"] = { volumes: [{ name: "heart-workbench-data" }] };
    assert.deepEqual(await problems(), []);
  });

  it("must have room for floating addresses, unless the environment has its own already", async () => {
    addresses(2, 2);
    assert.deepEqual(await problems(), [short("0 of its 2 floating addresses left, and 1")]);
    cloud.answers["/network/v2.0/floatingips"] = { floatingips: [{ tags: ["spe.project=heart"] }] };
    assert.deepEqual(await problems(), []);
  });

  it("matter where something is limited, and told", async () => {
    limits("/compute/limits", { maxTotalInstances: -1, maxTotalCores: -1, maxTotalRAMSize: -1 });
    cloud.answers["/volume/limits"] = 403;
    cloud.answers[`/network/v2.0/quotas/${projectId}/details.json`] = 404;
    assert.deepEqual(await problems(), []);
  });

  it("count a machine in ERROR, which is replaced, once", async () => {
    cloud.answers["/compute/servers"] = { servers: [{ name: "heart-bastion" }] };
    limits("/compute/limits", { maxTotalInstances: 2, totalInstancesUsed: 1 });
    assert.deepEqual(await problems(), []);
  });

  it("must have room for the servers of a site, and the address of their edge", async () => {
    cloud.answers["/compute/limits"] = {
      limits: { absolute: { maxTotalInstances: 3, totalInstancesUsed: 0 } },
    };
    addresses(1, 0);
    cloud.answers["/volume/limits"] = 403;
    const servers = { ...asSite.servers, address: undefined };
    const names = "heart-bastion, heart-identity, heart-store, heart-workbench";
    assert.deepEqual(await problems({ ...asSite, servers }), [
      'servers.store.size: the cloud has no flavor "de.NBI large", bielefeld\'s large one; it has de.NBI default, de.NBI mini',
      short("3 of its 3 machines left, and 4", names),
      short("1 of its 1 floating addresses left, and 2", names),
    ]);
  });

  describe("of a project with a cluster of KubeOne", () => {
    const kubeone = {
      ...(onKubeOne["kubernetes.kubeone"] as object),
      controlPlane: { machines: 3, size: "medium" },
      pools: [
        { name: "default", size: "medium", workers: 2 },
        { name: "default-big", size: "large", workers: 1 },
      ],
    };
    const clustered = (changes: object = {}) =>
      problems({
        kubernetes: rightKubernetes,
        ...onKubeOne,
        "kubernetes.kubeone": { ...kubeone, ...changes },
      });
    const controlPlane = [1, 2, 3].map((it) => `heart-cluster-control-plane-${it}`);
    const worker = (pool: string, at: string) => `heart-cluster-${pool}-5d4f8c7b9-x7k2${at}`;
    const others = ["heart-bastion", "heart-workbench"];
    const flavors = [
      { id: "f-1", name: "de.NBI mini", vcpus: 2, ram: 4096 },
      { id: "f-2", name: "de.NBI default", vcpus: 4, ram: 8192 },
      { id: "f-3", name: "de.NBI large", vcpus: 16, ram: 32768 },
    ];
    const stand = (...names: string[]) => {
      cloud.answers["/compute/servers"] = { servers: names.map((name) => ({ name })) };
      cloud.answers["/network/v2.0/ports"] = {
        ports: [...others, ...controlPlane].map((name) => ({ name, device_id: "m-1", fixed_ips: [] })),
      };
    };

    beforeEach(() => {
      cloud.answers["/compute/flavors/detail"] = { flavors };
      // 2 small machines with 10 GiB of data, 3 of the control plane, 2 and 1 workers
      limits("/compute/limits", { maxTotalInstances: 8, totalInstancesUsed: 0 });
      limits("/compute/limits", { maxTotalCores: 40, totalCoresUsed: 0 });
      limits("/compute/limits", { maxTotalRAMSize: 81920, totalRAMUsed: 0 });
      limits("/volume/limits", { maxTotalVolumes: 9, totalVolumesUsed: 0 });
      limits("/volume/limits", { maxTotalVolumeGigabytes: 350, totalGigabytesUsed: 0 });
      addresses(2, 0);
    });

    it("must have room to a hair for its control plane, its workers, their larger disks and the API's address", async () => {
      assert.deepEqual(await clustered(), []);
    });

    it("are told where each lacks one", async () => {
      limits("/compute/limits", { maxTotalInstances: 7, maxTotalCores: 39, maxTotalRAMSize: 81919 });
      limits("/volume/limits", { maxTotalVolumes: 8, maxTotalVolumeGigabytes: 349 });
      addresses(1, 0);
      const names =
        "heart-bastion, heart-cluster-control-plane-1, heart-cluster-control-plane-2, heart-cluster-control-plane-3, heart-cluster-default, heart-cluster-default-big, heart-workbench";
      assert.deepEqual(await clustered(), [
        short("7 of its 7 machines left, and 8", names),
        short("39 of its 39 cores left, and 40", names),
        short("81919 of its 81919 MiB of memory left, and 81920", names),
        short("8 of its 8 volumes left, and 9", names),
        short("349 of its 349 GiB of volumes left, and 350", names),
        short("1 of its 1 floating addresses left, and 2", names),
      ]);
    });

    it("count the workers alone that a pool has to have more, once all machines stand", async () => {
      stand(...others, ...controlPlane, worker("default", "a"), worker("default-big", "b"));
      limits("/compute/limits", { totalInstancesUsed: 7 });
      assert.deepEqual(await clustered(), []);
      limits("/compute/limits", { totalInstancesUsed: 8 });
      assert.deepEqual(await clustered(), [
        short("0 of its 8 machines left, and 1", "heart-cluster-default"),
      ]);
    });

    it("are not asked where all workers stand", async () => {
      const workers = [worker("default", "a"), worker("default", "c"), worker("default-big", "b")];
      stand(...others, ...controlPlane, ...workers);
      limits("/compute/limits", { totalInstancesUsed: 8 });
      assert.deepEqual(await clustered(), []);
      assert.ok(!cloud.asked.includes("/compute/limits"));
    });

    it("cannot be counted for workers without a flavor, which is told with their settings", async () => {
      cloud.answers["/compute/flavors/detail"] = { flavors: flavors.slice(0, 2) };
      assert.deepEqual(await clustered({ controlPlane: { machines: 1, size: "large" } }), [
        'kubernetes.kubeone.controlPlane.size, kubernetes.kubeone.pools[1].size: the cloud has no flavor "de.NBI large", bielefeld\'s large one; it has de.NBI default, de.NBI mini',
      ]);
    });
  });
});
