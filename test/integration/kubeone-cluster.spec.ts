import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { KubeOnePlan } from "../../components/kubernetes/kubeone-plan";
import { KubeOneRun } from "../../components/kubernetes/kubeone-run";
import { type Engine, ensureEngine } from "../../sandbox/engine";
import { InlineStack, type Run } from "../support/inline-stack";
import { place, plan, secretsOf } from "../support/kubeone-plan";
import { type KubeOneCall, KubeOneRecorder } from "../support/kubeone-recorder";
import { stateDir } from "../support/test-sandbox";

const documents = [
  "addons/default-storage-class/storage-class.yaml",
  "addons/workers/machine-deployments.yaml",
  "audit-policy.yaml",
  "credentials.yaml",
  "id_ssh",
  "kubeone.yaml",
  "secrets",
  "tf.json",
];
const kubeconfig = "apiVersion: v1\nserver: https://198.18.0.61:6443\ntoken: admin-token-9f2e";
const secrets = secretsOf(place);

/**
 * With the real engine and a stand-in for KubeOne that notes its calls: what is asked of KubeOne, when, and what is kept of
 * it. Nothing about KubeOne, a cloud or a cluster.
 */
describe("a run of KubeOne", function () {
  this.timeout(2 * 60_000);
  const directory = join(stateDir, "kubeone");
  const temporary = join(directory, "temporary");
  let outside: { directory: string; temporary: string | undefined };
  let engine: Engine;
  let kubeone: KubeOneRecorder;
  let stack: InlineStack;

  const scaled = (replicas: Record<string, number>, changes: Partial<KubeOnePlan> = {}): KubeOnePlan => ({
    ...plan,
    ...changes,
    workers: {
      ...plan.workers,
      pools: plan.workers.pools
        .filter(({ name }) => name in replicas)
        .map((pool) => ({ ...pool, replicas: replicas[pool.name] ?? 0 })),
    },
  });
  const program = (wanted: KubeOnePlan) => async () => {
    const tool = { program: kubeone.program, version: "1.14.0" };
    return { kubeconfig: new KubeOneRun("heart-run", { plan: wanted, place, tool }).kubeconfig };
  };
  const up = (wanted: KubeOnePlan = plan): Promise<Run> => stack.up(program(wanted));
  const failure = async (wanted?: KubeOnePlan): Promise<string> =>
    up(wanted).then(
      () => assert.fail("it should fail"),
      (error: Error) => error.message,
    );
  const namesOf = (calls: KubeOneCall[]): string[] => calls.map(({ call }) => call);
  const leavesNothing = () =>
    assert.deepEqual(
      readdirSync(temporary).filter((name) => name.includes("kubeone")),
      [],
    );
  const hidesSecrets = (text: string) => {
    for (const secret of [...secrets, "admin-token-9f2e"]) assert.ok(!text.includes(secret), secret);
  };

  before(async function () {
    this.timeout(20 * 60_000); // where nothing is in the cache, engine and plugin are built first
    engine = await ensureEngine(["command"]);
  });

  beforeEach(async () => {
    outside = { directory: process.cwd(), temporary: process.env.TMPDIR };
    mkdirSync(temporary, { recursive: true });
    // dynamic resources are made by a process that works where this one does
    process.chdir(directory);
    process.env.TMPDIR = temporary;
    kubeone = new KubeOneRecorder(directory, secrets);
    stack = await InlineStack.create(engine, directory);
  });

  afterEach(() => {
    process.chdir(outside.directory);
    if (outside.temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = outside.temporary;
    rmSync(directory, { recursive: true });
  });

  it("applies when the cluster comes about, first without workers, and is the same a second time", async () => {
    const run = await up();
    assert.deepEqual(run.changes, { create: 4 });
    assert.deepEqual(run.outputs, { kubeconfig: { value: kubeconfig, secret: true } });
    const calls = kubeone.calls();
    assert.deepEqual(namesOf(calls), ["apply --auto-approve", "apply --auto-approve", "kubeconfig"]);
    assert.deepEqual(
      calls.map(({ pools }) => pools),
      [
        "none",
        ...Array(2).fill({
          "heart-cluster-compute": { replicas: 2, kubelet: "1.34.1" },
          "heart-cluster-services": { replicas: 1, kubelet: "1.34.1" },
        }),
      ],
    );
    assert.deepEqual((await up()).changes, { same: 4 });
    assert.deepEqual(kubeone.calls(), []);
  });

  it("shows secrets to nobody, and works in a folder that is gone afterwards", async () => {
    const { log } = await up();
    for (const { folder, folderMode, modes, places } of kubeone.calls()) {
      assert.deepEqual(places, []);
      assert.equal(folderMode, "700");
      assert.ok(folder.startsWith(join(temporary, "spe-kubeone.")), folder);
      assert.equal(existsSync(folder), false);
      for (const [file, mode] of Object.entries(modes)) assert.equal(mode, "600", file);
    }
    leavesNothing();
    hidesSecrets(stack.stateFile() + log);
  });

  it("gives KubeOne these documents", async () => {
    await up();
    assert.deepEqual(
      Object.keys(kubeone.calls()[2]?.modes ?? {}).filter((file) => !/^(output|kubeconfig)$/.test(file)),
      documents,
    );
  });

  it("scales workers in place by one apply", async () => {
    await up();
    kubeone.calls();
    assert.deepEqual((await up(scaled({ compute: 5, services: 1 }))).changes, { update: 2, same: 2 });
    assert.deepEqual(namesOf(kubeone.calls()), ["apply --auto-approve", "kubeconfig"]);
    assert.deepEqual(kubeone.cluster().pools["heart-cluster-compute"], { replicas: 5, kubelet: "1.34.1" });
  });

  it("gives up a pool in two steps, and refuses it in one", async () => {
    await up();
    kubeone.calls();
    const message = await failure(scaled({ compute: 2 }));
    assert.match(
      message,
      /cluster "heart-cluster": pools must keep "services" with 0 replicas for one update/,
    );
    assert.deepEqual(kubeone.calls(), []);
    await up(scaled({ compute: 2, services: 0 }));
    await up(scaled({ compute: 2 }));
    assert.equal(kubeone.cluster().pools["heart-cluster-services"]?.replicas, 0);
  });

  it("upgrades one minor version at a time, control plane and workers", async () => {
    await up();
    kubeone.calls();
    assert.match(
      await failure({ ...plan, version: "1.36.0" }),
      /version must go up one minor version at a time: to some 1\.35 first, from 1\.34, got "1\.36\.0"/,
    );
    assert.match(
      await failure({ ...plan, version: "1.33.5" }),
      /version must not go below 1\.34, which no cluster survives, got "1\.33\.5"/,
    );
    assert.deepEqual(kubeone.calls(), []);
    await up({ ...plan, version: "1.35.2" });
    assert.deepEqual(namesOf(kubeone.calls()), ["apply --auto-approve", "kubeconfig"]);
    const { version, pools } = kubeone.cluster();
    assert.deepEqual([version, pools["heart-cluster-compute"]?.kubelet], ["1.35.2", "1.35.2"]);
  });

  it("refuses in the preview already what no cluster survives", async () => {
    await up();
    assert.deepEqual((await stack.preview(program({ ...plan, version: "1.35.2" }))).changes, {
      update: 2,
      same: 2,
    });
    await assert.rejects(
      stack.preview(program({ ...plan, version: "1.36.0" })),
      /version must go up one minor version at a time/,
    );
  });

  it("refuses to change what stays for as long as the cluster lives", async () => {
    await up();
    assert.match(
      await failure({ ...plan, cni: "canal", clusterName: "other" }),
      /clusterName must stay "heart-cluster" while the cluster lives, got "other"[\s\S]*cni must stay "cilium"/,
    );
  });

  it("takes the cluster down with its workers when it goes", async () => {
    await up();
    kubeone.calls();
    await stack.destroy();
    assert.deepEqual(namesOf(kubeone.calls()), ["reset --auto-approve --destroy-workers=true"]);
    leavesNothing();
  });

  it("keeps the cluster in its state when it cannot be taken down, and tries again", async () => {
    await up();
    kubeone.fails("reset");
    await assert.rejects(stack.destroy(), /kubeone reset failed; its last lines:/);
    leavesNothing();
    kubeone.fails();
    kubeone.calls();
    await stack.destroy();
    assert.deepEqual(namesOf(kubeone.calls()), ["reset --auto-approve --destroy-workers=true"]);
  });

  it("says the last lines of an apply that fails, without secrets, and applies again", async () => {
    kubeone.fails("apply");
    const message = await failure();
    assert.match(message, /kubeone apply failed; its last lines:/);
    assert.match(message, /Step 40\.\.\./);
    assert.doesNotMatch(message, /Step 20\.\.\./);
    assert.match(message, /no valid host was found" credential=\[secret\] again=\[secret\]/);
    hidesSecrets(message + stack.stateFile());
    leavesNothing();
    kubeone.fails();
    assert.equal((await up()).outputs.kubeconfig?.value, kubeconfig);
  });

  it("goes on after a change that failed", async () => {
    await up();
    kubeone.fails("apply");
    await failure(scaled({ compute: 5, services: 1 }));
    kubeone.fails();
    kubeone.calls();
    await up(scaled({ compute: 5, services: 1 }));
    assert.deepEqual(namesOf(kubeone.calls()), ["apply --auto-approve", "kubeconfig"]);
  });

  it("asks for a KubeOne of the version that was checked, before it does anything", async () => {
    kubeone.isVersion("1.13.3");
    assert.match(
      await failure(),
      /kubeone is KubeOne 1\.13\.3, but the cluster is for 1\.14\.0; install that, or change kubeOneVersion/,
    );
    assert.deepEqual(kubeone.calls(), []);
    leavesNothing();
  });
});
