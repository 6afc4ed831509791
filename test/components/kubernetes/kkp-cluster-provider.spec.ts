import assert from "node:assert/strict";
import type { KkpInputs, KkpOutputs } from "../../../components/kubernetes/kkp-cluster-inputs";
import { kkpProvider } from "../../../components/kubernetes/kkp-cluster-provider";
import { pool } from "../../support/kkp-inputs";
import { KkpServer, kkpInputs, kubeconfig } from "../../support/kkp-server";

const clusters = "/api/v2/projects/heartproject/clusters";

/** Against the stand-in in this process, over TLS; with the real engine it runs in test/integration. */
describe("a cluster of KKP as a resource", function () {
  this.timeout(30_000);
  let server: KkpServer;
  let pauses: number[];
  let said: string[];
  /** Thrown by the next pause, as the engine does that wants to end. */
  let interruption: Error | undefined;
  const provider = kkpProvider({
    pause: async (seconds) => {
      pauses.push(seconds);
      if (interruption !== undefined) throw interruption;
    },
    say: (line) => said.push(line),
  });
  const inputs = (changes?: Partial<KkpInputs>) => kkpInputs(server, changes);
  const create = async (changes?: Partial<KkpInputs>): Promise<{ id: string; outs: KkpOutputs }> => {
    const { id, outs } = await provider.create(inputs(changes));
    assert.ok(outs);
    return { id, outs };
  };
  const update = async (id: string, olds: KkpOutputs, changes: Partial<KkpInputs>): Promise<KkpOutputs> =>
    (await provider.update?.(id, olds, inputs(changes)))?.outs as KkpOutputs;
  /** What has changed something in KKP since the last look, with the cluster's own path left out. */
  const writes = (id = "none"): string[] =>
    server.standIn.asked
      .splice(0)
      .filter((line) => !line.startsWith("GET"))
      .map((line) => line.replace(`${clusters}/${id}`, "").replace(clusters, "clusters"));

  beforeEach(async () => {
    server = await KkpServer.start();
    [pauses, said, interruption] = [[], [], undefined];
  });
  afterEach(() => server.stop());

  it("is made, waited for, and known by what it is used by", async () => {
    const { id, outs } = await create({ sshKeys: ["key-mona"] });
    assert.deepEqual(outs, {
      ...inputs({ sshKeys: ["key-mona"] }),
      kubeconfig,
      apiEndpoint: `https://${id}.kkp.example.org:6443`,
      networkId: `${id}-net`,
      workerSubnetId: `${id}-subnet`,
    });
    assert.deepEqual(writes(id), ["POST clusters", "PUT /sshkeys/key-mona", "POST /machinedeployments"]);
    assert.deepEqual(server.clusters.trusted, [
      { issuer: "https://login.example.org/realms/heart", clientId: "heart-cluster", prefix: "oidc:heart:" },
    ]);
    assert.deepEqual(said, [
      'cluster "heart-cluster": waits for apiserver',
      'cluster "heart-cluster": waits for the workers of compute (0 of 3)',
    ]);
  });

  it("stands in a network that is given", async () => {
    const network = { network: "heart-ground", subnetId: "subnet-7", routerId: "router-7" };
    server.clusters.others.push({ id: "ground-id", name: "heart-ground", external: false });
    const { outs } = await create(network);
    assert.deepEqual([outs.networkId, outs.workerSubnetId], ["ground-id", "subnet-7"]);
    assert.equal(server.clusters.made[0]?.network, "heart-ground");
  });

  it("survives a KKP in trouble, and waits as long as it asks", async () => {
    const { faults } = server.standIn;
    faults.push({ method: "GET", path: "/clusters", answer: 429, retryAfter: 17 });
    faults.push({ method: "POST", path: "/clusters", answer: 503 });
    faults.push(
      { method: "GET", path: "/health", answer: 500 },
      { method: "GET", path: "/health", answer: 502 },
    );
    const { id } = await create();
    assert.deepEqual(pauses.slice(0, 4), [17, 1, 1, 2]);
    assert.deepEqual(writes(id), ["POST clusters", "POST clusters", "POST /machinedeployments"]);
    assert.equal(server.clusters.made.length, 1);
  });

  it("is made once where the answer gets lost", async () => {
    server.standIn.faults.push({ method: "POST", path: "/clusters", answer: "cut" });
    server.standIn.faults.push({ method: "POST", path: "/machinedeployments", answer: "cut" });
    const { id } = await create();
    // taken up like one of an earlier run, of which KKP does not tell whether it has the credential
    assert.deepEqual(writes(id), ["POST clusters", "PATCH ", "POST /machinedeployments"]);
    assert.equal(server.clusters.made.length, 1);
  });

  it("is kept when its making is interrupted, and gone on with", async () => {
    interruption = new Error("interrupted");
    const { id, properties } = await provider.create(inputs()).then(
      () => assert.fail("was made"),
      (error: Error & { id: string; properties: KkpOutputs }) => error,
    );
    const unknown = { kubeconfig: "", apiEndpoint: "", networkId: "", workerSubnetId: "" };
    assert.deepEqual(properties, { ...inputs(), ...unknown });
    interruption = undefined;
    const found = await provider.read?.(id, properties);
    assert.deepEqual(await provider.diff?.(id, found?.props as KkpOutputs, inputs()), {
      changes: true,
      replaces: [],
      deleteBeforeReplace: true,
    });
    assert.equal((await update(id, properties, {})).kubeconfig, kubeconfig);
    assert.equal(server.clusters.made.length, 1);
  });

  it("is taken up where nobody remembers it, with what has changed since", async () => {
    const { id } = await create();
    writes();
    const again = await create({ pools: [{ ...pool, replicas: 4 }] });
    assert.equal(again.id, id);
    assert.deepEqual(writes(id), ["PATCH ", "PATCH /machinedeployments/compute"]);
  });

  it("is made when another one of its name is gone", async () => {
    const { id, outs } = await create();
    let goOn = () => {};
    server.clusters.mayRemove = new Promise((resolve) => {
      goOn = resolve;
    });
    const removed = provider.delete?.(id, outs);
    while (!writes(id).includes("DELETE ")) await new Promise(setImmediate);
    assert.deepEqual((await provider.check?.({} as KkpInputs, inputs({ routerId: "other" })))?.failures, []);
    pauses = [];
    const made = create();
    while (pauses.length === 0) await new Promise(setImmediate);
    goOn();
    await removed;
    assert.notEqual((await made).id, id);
  });

  describe("that stands", () => {
    let id: string;
    let outs: KkpOutputs;

    beforeEach(async () => {
      ({ id, outs } = await create());
      writes();
    });

    const changes: [what: string, changes: Partial<KkpInputs>, asked: string[]][] = [
      ["nothing", {}, []],
      ["the number of workers", { pools: [{ ...pool, replicas: 5 }] }, ["PATCH /machinedeployments/compute"]],
      [
        "pools",
        { pools: [{ ...pool, name: "gpu" }] },
        ["POST /machinedeployments", "DELETE /machinedeployments/compute"],
      ],
      ["who reaches the API server", { apiServerAllowedRanges: ["198.51.100.0/24"] }, ["PATCH "]],
      ["who reaches NodePorts", { nodePortsAllowedRanges: ["127.0.0.1/32"] }, ["PATCH "]],
      ["the audit rules", { auditPolicy: "metadata" }, ["PATCH "]],
      ["the login", { clientId: "another" }, ["PATCH "]],
      ["the credential", { applicationCredentialSecret: "another" }, ["PATCH "]],
      ["SSH keys", { sshKeys: ["key-alice"] }, ["PUT /sshkeys/key-alice"]],
      [
        "the version, then its workers'",
        { version: "1.35.1" },
        ["PATCH ", "PATCH /machinedeployments/compute"],
      ],
    ];
    for (const [what, change, asked] of changes) {
      it(`changes ${what} in place, and then is the same`, async () => {
        const changed = await update(id, outs, change);
        assert.deepEqual(writes(id), asked);
        assert.deepEqual(await provider.read?.(id, changed), {
          id,
          props: changed,
          inputs: inputs(change),
        });
        assert.equal((await provider.diff?.(id, changed, inputs(change)))?.changes, false);
        assert.deepEqual(await update(id, changed, change), changed);
        assert.deepEqual(writes(id), []);
      });
    }

    it("takes away labels that its nodes should not have", async () => {
      const labelled = await update(id, outs, {
        pools: [{ ...pool, labels: { disk: "fast", for: "tasks" } }],
      });
      const changed = await update(id, labelled, { pools: [{ ...pool, labels: { for: "tasks" } }] });
      const found = await provider.read?.(id, changed);
      assert.deepEqual(found?.props?.pools, [{ ...pool, labels: { for: "tasks" } }]);
    });

    it("is replaced only for what KKP does not change", async () => {
      const replaces = async (change: Partial<KkpInputs>) =>
        (await provider.diff?.(id, outs, inputs(change)))?.replaces;
      for (const key of ["dc", "network", "subnetId", "routerId", "floatingIpPool", "cniType"] as const)
        assert.deepEqual(await replaces({ [key]: "other" }), [key], key);
      assert.deepEqual(await replaces({ clusterName: "other", projectId: "other" }), [
        "projectId",
        "clusterName",
      ]);
      const other = {
        token: "t",
        apiUrl: "https://other",
        applicationCredentialId: "other",
        readyMinutes: 2,
      };
      assert.deepEqual(await replaces(other), []);
      assert.equal((await provider.diff?.(id, outs, inputs(other)))?.changes, true);
    });

    it("is seen as it has become", async () => {
      const others = {
        pools: [
          { ...pool, replicas: 1 },
          { ...pool, name: "by-hand" },
        ],
        version: "1.35.1",
      };
      const drifted = await update(id, outs, { ...others, apiServerAllowedRanges: ["203.0.113.0/24"] });
      const found = await provider.read?.(id, outs);
      assert.deepEqual(found?.props, drifted);
      assert.equal((await provider.diff?.(id, drifted, inputs()))?.changes, true);
    });

    it("goes with its balancers and volumes, and is then gone", async () => {
      await provider.delete?.(id, outs);
      assert.deepEqual(server.clusters.removed, [{ id, wishes: { volumes: true, loadBalancers: true } }]);
      assert.deepEqual(await provider.read?.(id, outs), { id: "" });
      await provider.delete?.(id, outs);
      assert.equal(server.clusters.removed.length, 1);
    });

    it("is waited for until it is gone, but not for ever", async () => {
      let goOn = () => {};
      server.clusters.mayRemove = new Promise((resolve) => {
        goOn = resolve;
      });
      await assert.rejects(async () => provider.delete?.(id, { ...outs, readyMinutes: 0 }), {
        message:
          'cluster "heart-cluster" is not gone after 0 minutes: KKP removes its workers, balancers, volumes and network',
      });
      goOn();
    });

    it("outlives a restart of KKP", async () => {
      await server.restart();
      assert.deepEqual((await provider.read?.(id, outs))?.props, outs);
    });
  });
});
