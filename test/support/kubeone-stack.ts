/** The real engine with a stand-in for KubeOne that notes its calls. Nothing about KubeOne, a cloud or a cluster. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { KubeOnePlan } from "../../components/kubernetes/kubeone-plan";
import { KubeOneRun } from "../../components/kubernetes/kubeone-run";
import { type Engine, ensureEngine } from "../../sandbox/engine";
import { InlineStack, type Run } from "./inline-stack";
import { place, plan, secretsOf } from "./kubeone-plan";
import { type KubeOneCall, KubeOneRecorder } from "./kubeone-recorder";
import { stateDir } from "./test-sandbox";

const secrets = secretsOf(place);

/** What the stand-in gives for the cluster's administrator. */
export const kubeconfig = "apiVersion: v1\nserver: https://198.18.0.61:6443\ntoken: admin-token-9f2e";

/** The plan with other numbers of workers, and without the pools that are not named. */
export const scaled = (replicas: Record<string, number>): KubeOnePlan => ({
  ...plan,
  workers: {
    ...plan.workers,
    pools: plan.workers.pools
      .filter(({ name }) => name in replicas)
      .map((pool) => ({ ...pool, replicas: replicas[pool.name] ?? 0 })),
  },
});

/** Names of what KubeOne was called with. */
export const namesOf = (calls: KubeOneCall[]): string[] => calls.map(({ call }) => call);

/** A stack with one run of KubeOne, in a folder of its own. */
export class KubeOneStack {
  private static readonly directory = join(stateDir, "kubeone");
  static readonly temporary = join(KubeOneStack.directory, "temporary");

  private constructor(
    readonly kubeone: KubeOneRecorder,
    readonly stack: InlineStack,
    private readonly outside: { directory: string; temporary: string | undefined },
  ) {}

  /** Gives each test of the spec that is described around the call a stack of its own. @returns the test's */
  static eachTest(): () => KubeOneStack {
    let engine: Engine;
    let stack: KubeOneStack;
    before(async function () {
      this.timeout(20 * 60_000); // where nothing is in the cache, engine and plugin are built first
      engine = await ensureEngine(["command"]);
    });
    beforeEach(async () => {
      stack = await KubeOneStack.begin(engine);
    });
    afterEach(() => stack.end());
    return () => stack;
  }

  private static async begin(engine: Engine): Promise<KubeOneStack> {
    const { directory, temporary } = KubeOneStack;
    const outside = { directory: process.cwd(), temporary: process.env.TMPDIR };
    mkdirSync(temporary, { recursive: true });
    // dynamic resources are made by a process that works where this one does
    process.chdir(directory);
    process.env.TMPDIR = temporary;
    const kubeone = new KubeOneRecorder(directory, secrets);
    return new KubeOneStack(kubeone, await InlineStack.create(engine, directory), outside);
  }

  program(wanted: KubeOnePlan) {
    const tool = { program: this.kubeone.program, version: "1.14.0" };
    return async () => ({
      kubeconfig: new KubeOneRun("heart-run", { plan: wanted, place, tool }).kubeconfig,
    });
  }

  up(wanted: KubeOnePlan = plan): Promise<Run> {
    return this.stack.up(this.program(wanted));
  }

  /** Message of a run that must fail. */
  async failure(wanted?: KubeOnePlan): Promise<string> {
    return this.up(wanted).then(
      () => assert.fail("it should fail"),
      (error: Error) => error.message,
    );
  }

  /** KubeOne's calls since they were asked for last. */
  calls(): KubeOneCall[] {
    return this.kubeone.calls();
  }

  /** Nothing of KubeOne's folder is left. */
  leavesNothing(): void {
    const left = readdirSync(KubeOneStack.temporary).filter((name) => name.includes("kubeone"));
    assert.deepEqual(left, []);
  }

  /** No secret stands in a text. */
  hidesSecrets(text: string): void {
    for (const secret of [...secrets, "admin-token-9f2e"]) assert.ok(!text.includes(secret), secret);
  }

  private end(): void {
    process.chdir(this.outside.directory);
    if (this.outside.temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = this.outside.temporary;
    rmSync(KubeOneStack.directory, { recursive: true });
  }
}
