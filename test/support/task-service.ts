/** Funnel's service with pods that really run, MinIO, and people of a realm. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { nodeImage } from "../../sandbox/cluster";
import { ensureEngine, provide } from "../../sandbox/engine";
import { sandboxFolder } from "../../sandbox/folder";
import { funnelImage } from "../../sandbox/funnel/image";
import { ensureKubernetes, kubernetesPrograms } from "../../sandbox/kubernetes";
import { layVolumes } from "../../sandbox/kubernetes/volumes";
import { ClusterClient } from "./cluster-client";
import { InlineStack } from "./inline-stack";
import { PersonAtWork } from "./person-at-work";
import { s3Requests } from "./s3-requests";
import { SharedFixture } from "./shared-fixture";
import { StoreAdministrator } from "./store-administrator";
import { type TaskKeys, taskKeysProgram, taskServiceManifests, tasksNamespace } from "./task-service-program";
import { kubernetesTimeout, testKubernetes } from "./test-kubernetes";
import { stateDir, type TestEnvironment, testEnvironment } from "./test-sandbox";

/** States in which a task does nothing more. */
export const endStates = ["COMPLETE", "EXECUTOR_ERROR", "SYSTEM_ERROR", "CANCELED"];

/** A task as the service tells it. */
export interface ToldTask {
  state?: string;
  logs?: { logs?: { stdout?: string; exit_code?: number }[] }[];
}

/** What a first executor wrote. */
export const stdoutOf = ({ logs }: ToldTask): string => String(logs?.[0]?.logs?.[0]?.stdout);

interface Parts {
  cluster: ClusterClient;
  environment: TestEnvironment;
  administrator: StoreAdministrator;
  /** A researcher. */
  alice: PersonAtWork;
  /** Image that tasks may run. */
  image: string;
  stack: InlineStack;
  forward: ChildProcess;
  /** Address of the API. */
  base: string;
}

/** The service at work; nothing of it is left when it ends. */
export class TaskServiceAtWork {
  private constructor(readonly parts: Parts) {}

  static async begin(context: Mocha.Context): Promise<TaskServiceAtWork> {
    const cluster = new ClusterClient(await testKubernetes(context));
    const environment = await testEnvironment();
    const kubernetes = await ensureKubernetes(sandboxFolder(stateDir), [
      await funnelImage(),
      await nodeImage(),
    ]);
    const image = kubernetes.images.toolbox ?? "";
    const administrator = new StoreAdministrator(environment);
    const alice = await PersonAtWork.begin(environment, "alice");
    const directory = join(stateDir, "task-service");
    mkdirSync(directory, { recursive: true });
    const stack = await InlineStack.create(await ensureEngine(["minio"]), directory);
    const { outputs } = await stack.up(taskKeysProgram(environment.sandbox));
    const keys: TaskKeys = { input: outputs.input?.value, scratch: outputs.scratch?.value };
    await s3Requests.put(administrator.s3, "heart-input", "tasks/a.txt");
    await layVolumes(kubernetes);
    // the workbench's tokens are for the store; a service of tasks may be a client of its own
    const [audience = ""] = [alice.tokens.access.aud].flat().map(String);
    const { siteAddress } = cluster.test.cloud;
    await cluster.applied(
      ...(await taskServiceManifests({ environment, kubernetes, siteAddress, audience, keys })),
    );
    for (const name of ["funnel", "task-gateway"])
      await cluster.kubectl(
        ...["rollout", "status", `deployment/${name}`],
        ...[`--namespace=${tasksNamespace}`, "--timeout=110s"],
      );
    const { forward, base } = await forwardGateway(kubernetes.kubeconfigFile);
    return new TaskServiceAtWork({
      ...{ cluster, environment, administrator, alice, image, stack, forward, base },
    });
  }

  async ask(
    path: string,
    {
      method = "GET",
      body,
      token = this.parts.alice.tokens.accessToken,
    }: { method?: string; body?: unknown; token?: string } = {},
  ): Promise<{ status: number; answer: Record<string, unknown> }> {
    const answer = await fetch(`${this.parts.base}${path}`, {
      method,
      headers: token === "" ? {} : { Authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> };
  }

  /** A task that runs a script, with some parts changed. */
  task(script: string, changes: Record<string, unknown> = {}): object {
    const executors = [{ image: this.parts.image, command: ["sh", "-c", script] }];
    return { name: "count", executors, ...changes };
  }

  /** Posts a task. @returns its id */
  async posted(body: unknown): Promise<string> {
    const { status, answer } = await this.ask("/tasks", { method: "POST", body });
    assert.equal(status, 200, JSON.stringify(answer));
    return String(answer.id);
  }

  /** The task, once it is in one of the states. */
  async reaches(id: string, states: string[]): Promise<ToldTask> {
    let told: ToldTask = {};
    for (let left = 120; left > 0; left--) {
      told = (await this.ask(`/tasks/${id}?view=FULL`)).answer;
      if (states.includes(String(told.state))) return told;
      await wait(1_000);
    }
    const pods = await this.parts.cluster.kubectl("get", "pods,jobs,events", `--namespace=${tasksNamespace}`);
    assert.fail(`the task is ${told.state}: ${JSON.stringify(told)}\n${pods}`);
  }

  /** A task that was posted, once it has ended. */
  async done(body: unknown): Promise<ToldTask> {
    return this.reaches(await this.posted(body), endStates);
  }

  async end(): Promise<void> {
    const { forward, administrator, cluster, stack } = this.parts;
    forward.kill();
    await administrator.emptyBucket("heart-input");
    await administrator.emptyBucket("heart-scratch");
    await administrator.close();
    await cluster.test.kubectl(["delete", "namespace", tasksNamespace, "--wait=false"]);
    await stack.destroy();
  }
}

/** The one service of a run. */
export const taskService = new SharedFixture(TaskServiceAtWork.begin, kubernetesTimeout);

/** Makes the gateway reachable on the loopback, as what publishes it would. */
async function forwardGateway(kubeconfigFile: string): Promise<Pick<Parts, "forward" | "base">> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  const program = join(await provide(kubernetesPrograms()), "kubectl");
  const forward = spawn(
    program,
    [
      ...[`--kubeconfig=${kubeconfigFile}`, "port-forward", `--namespace=${tasksNamespace}`],
      ...["service/task-gateway", `${port}:8080`],
    ],
    { stdio: "ignore" },
  );
  const base = `http://127.0.0.1:${port}/ga4gh/tes/v1`;
  for (let left = 50; left > 0; left--) {
    const isThere = await fetch(`${base}/service-info`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return { forward, base };
    await wait(200);
  }
  forward.kill();
  assert.fail("the gateway is not reached");
}
