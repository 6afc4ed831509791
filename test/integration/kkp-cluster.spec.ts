import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { KkpCluster } from "../../components/kubernetes/kkp-cluster";
import type { KkpClusterArgs, KkpPool } from "../../components/kubernetes/kkp-cluster-args";
import { type Engine, ensureEngine } from "../../sandbox/engine";
import { killEngine } from "../support/engine-process";
import { InlineStack, type Run } from "../support/inline-stack";
import { KkpServer, kkpTokens, kubeconfig } from "../support/kkp-server";
import { stateDir } from "../support/test-sandbox";

const compute: KkpPool = {
  name: "compute",
  replicas: 2,
  flavor: "de.NBI default",
  image: "Ubuntu-24.04",
};

/**
 * With the real engine and KKP's stand-in, whose clusters are nothing but notes: what is asked of KKP and kept in the
 * state, and nothing about a KKP, a cloud or a cluster.
 */
describe("a cluster of KKP", function () {
  this.timeout(3 * 60_000);
  const directory = join(stateDir, "kkp");
  const credentialSecret = "credential-secret-71c3";
  let workingDirectory: string;
  let engine: Engine;
  let server: KkpServer;
  let stack: InlineStack;

  const program = (changes: Partial<KkpClusterArgs>) => async () => {
    const { clusterId, kubeconfig, apiEndpoint, networkId, subnetId } = new KkpCluster("heart-cluster", {
      project: {
        id: "heart",
        tier: 2,
        expires: "2099-06-30",
        permit: "EHDS-2026-0042",
        manager: "m@example.org",
      },
      apiUrl: server.standIn.url,
      token: kkpTokens.editor,
      certificateAuthority: server.ca,
      projectId: server.settings.projectId,
      dc: server.settings.dc,
      credential: { applicationCredentialId: "credential-id", applicationCredentialSecret: credentialSecret },
      floatingIpPool: "public",
      version: "1.34.2",
      pools: [compute],
      apiServerAllowedRanges: ["192.0.2.0/24"],
      login: { issuer: "https://login.example.org/realms/heart", clientId: "heart-cluster" },
      ...changes,
    });
    return { clusterId, kubeconfig, apiEndpoint, networkId, subnetId };
  };
  const up = (changes: Partial<KkpClusterArgs> = {}, signal?: AbortSignal): Promise<Run> =>
    stack.up(program(changes), signal === undefined ? {} : { signal });
  const failure = async (changes: Partial<KkpClusterArgs>): Promise<string> =>
    up(changes).then(
      () => assert.fail("it should fail"),
      (error: Error) => error.message,
    );
  const clusters = () => server.clusters.made.map(({ id }) => id);
  const writes = () => server.standIn.asked.splice(0).filter((line) => !line.startsWith("GET"));
  const isMadeOnce = async (): Promise<void> => {
    assert.equal(clusters().length, 1);
    assert.deepEqual((await up()).changes, { same: 3 });
  };
  /** Waits until KKP has been asked to make the cluster, whose making then waits too. */
  const hold = (): { asked: Promise<void>; release: () => void } => {
    let release = () => {};
    server.clusters.mayCreate = new Promise((resolve) => {
      release = resolve;
    });
    const asked = async () => {
      while (!server.standIn.asked.some((line) => line.endsWith("/health"))) await sleep(50);
    };
    return { asked: asked(), release };
  };

  before(async function () {
    this.timeout(20 * 60_000); // where nothing is in the cache, the engine is built first
    engine = await ensureEngine([]);
    workingDirectory = process.cwd();
  });

  beforeEach(async () => {
    mkdirSync(directory, { recursive: true });
    // dynamic resources are made by a process that works where this one does
    process.chdir(directory);
    server = await KkpServer.start();
    stack = await InlineStack.create(engine, directory);
  });

  afterEach(async () => {
    process.chdir(workingDirectory);
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  it("is made, is the same a second time and as a refresh finds it, and leaves nothing", async () => {
    const run = await up();
    const [id] = clusters();
    assert.deepEqual(run.changes, { create: 3 });
    assert.deepEqual(run.outputs, {
      clusterId: { value: id, secret: false },
      kubeconfig: { value: kubeconfig, secret: true },
      apiEndpoint: { value: `https://${id}.kkp.example.org:6443`, secret: false },
      networkId: { value: `${id}-net`, secret: false },
      subnetId: { value: `${id}-subnet`, secret: false },
    });
    assert.match(run.log, /cluster "heart-cluster": waits for the workers of compute \(0 of 2\)/);
    writes();
    assert.deepEqual((await up()).changes, { same: 3 });
    assert.deepEqual(await stack.refresh(), { same: 3 });
    assert.deepEqual(writes(), []);
    for (const secret of [kkpTokens.editor, credentialSecret, "admin-token-5e2c"])
      assert.ok(!(stack.stateFile() + run.log).includes(secret), secret);
    await stack.destroy();
    assert.deepEqual(server.clusters.removed, [{ id, wishes: { volumes: true, loadBalancers: true } }]);
  });

  it("is scaled and upgraded in place, and refuses other ways before anything is done", async () => {
    await up();
    writes();
    const [id] = clusters();
    const path = `/api/v2/projects/heartproject/clusters/${id}`;
    const scaled = { pools: [{ ...compute, replicas: 4 }] };
    assert.deepEqual((await up(scaled)).changes, { update: 1, same: 2 });
    assert.deepEqual(writes(), [`PATCH ${path}/machinedeployments/compute`]);

    const skips =
      /version must go up one minor version at a time: to some 1\.35 first, from 1\.34\.2, got 1\.36\.0/;
    await assert.rejects(stack.preview(program({ ...scaled, version: "1.36.0" })), skips);
    assert.match(await failure({ ...scaled, version: "1.36.0" }), skips);
    const back = /version must not go back from 1\.34\.2, which no cluster survives, got 1\.34\.0/;
    assert.match(await failure({ ...scaled, version: "1.34.0" }), back);
    assert.match(
      await failure({ ...scaled, version: "1.35.7" }),
      /cannot go from 1\.34\.2 to 1\.35\.7; KKP offers 1\.35\.1/,
    );
    assert.deepEqual(writes(), []);

    assert.deepEqual((await up({ ...scaled, version: "1.35.1" })).changes, { update: 1, same: 2 });
    assert.deepEqual(writes(), [`PATCH ${path}`, `PATCH ${path}/machinedeployments/compute`]);
    assert.deepEqual((await up({ ...scaled, version: "1.35.1" })).changes, { same: 3 });
    assert.deepEqual(clusters(), [id]);
  });

  it("shows what somebody changed behind its back, and mends it", async () => {
    await up();
    const other = await InlineStack.create(engine, join(directory, "other"));
    await other.up(
      program({ pools: [{ ...compute, replicas: 1 }], apiServerAllowedRanges: ["203.0.113.0/24"] }),
    );
    assert.equal((await stack.refresh()).update, 1);
    assert.deepEqual((await stack.preview(program({}))).changes, { update: 1, same: 2 });
    writes();
    await up();
    assert.equal(writes().length, 2);
    await isMadeOnce();
  });

  it("is not made with a viewer's token, which the message says", async () => {
    const told =
      /KKP at \S+ does not allow this token to make the cluster "heart-cluster" \(403\); take one of a service account in the group editors of the project/;
    assert.match(await failure({ token: kkpTokens.viewer }), told);
    assert.deepEqual(clusters(), []);
    await up();
    await isMadeOnce();
  });

  it("names every wrong choice in the preview", async () => {
    const wrong = { version: "1.29.1", pools: [{ ...compute, flavor: "de.NBI huge" }] };
    const { message } = await stack.preview(program(wrong)).then(
      () => assert.fail("it should fail"),
      (error: Error) => error,
    );
    assert.match(
      message,
      /version must be one that KKP offers, 1\.34\.0, 1\.34\.2, 1\.35\.1, 1\.36\.0, got "1\.29\.1"/,
    );
    assert.match(
      message,
      /pools\[0\]\.flavor must be one of de\.NBI default, de\.NBI large, got "de\.NBI huge"/,
    );
    assert.deepEqual(writes(), []);
  });

  it("survives a KKP that is busy, breaks and does not answer, and is made once", async () => {
    const { faults } = server.standIn;
    faults.push({ method: "GET", path: "/api/v1/dc", answer: 429, retryAfter: 1 });
    faults.push({ method: "GET", path: "/health", answer: 500 });
    faults.push({ method: "POST", path: "/clusters", answer: "never" });
    faults.push({ method: "POST", path: "/machinedeployments", answer: "cut" });
    await up();
    assert.deepEqual(faults, []);
    await isMadeOnce();
  });

  it("is gone on with when its engine was killed, and not made twice", async () => {
    const { asked, release } = hold();
    const run = up();
    await asked;
    killEngine();
    await assert.rejects(run);
    release();
    await stack.cancel();
    await up();
    await isMadeOnce();
  });

  it("is no longer waited for when the update is interrupted, and gone on with", async () => {
    const { asked, release } = hold();
    const abort = new AbortController();
    const run = up({}, abort.signal);
    await asked;
    abort.abort();
    await assert.rejects(run, /interrupted; the next pulumi up goes on with it/);
    for (const secret of [kkpTokens.editor, credentialSecret]) assert.ok(!stack.stateFile().includes(secret));
    release();
    await up();
    await isMadeOnce();
  });
});
