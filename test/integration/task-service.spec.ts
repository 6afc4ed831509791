import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as minio from "@pulumi/minio";
import type { ProjectFacts } from "../../components/five-safes";
import { ProjectNamespace } from "../../components/kubernetes/project-namespace";
import { taskFlows } from "../../components/kubernetes/task-flows";
import { TaskService } from "../../components/kubernetes/task-service";
import type { TaskBucket } from "../../components/kubernetes/task-service-args";
import { ServiceAccount } from "../../components/storage/service-account";
import { memberHealth } from "../../components/tasks/member-health";
import { nodeImage } from "../../sandbox/cluster";
import { ensureEngine, provide } from "../../sandbox/engine";
import { sandboxFolder } from "../../sandbox/folder";
import { funnelImage } from "../../sandbox/funnel/image";
import { ensureKubernetes, kubernetesPrograms } from "../../sandbox/kubernetes";
import { layVolumes } from "../../sandbox/kubernetes/volumes";
import { InlineStack } from "../support/inline-stack";
import { manifestsOf } from "../support/manifests";
import { PersonAtWork } from "../support/person-at-work";
import { recordResources } from "../support/record";
import { s3Requests } from "../support/s3-requests";
import { StoreAdministrator } from "../support/store-administrator";
import { kubernetesTimeout, type TestKubernetes, testKubernetes } from "../support/test-kubernetes";
import { ports, stateDir, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

const namespace = "heart-tasks";
const accounts = { input: "tasks-input", scratch: "tasks-scratch" } as const;

/** Funnel's service with pods that really run, MinIO, and people of a realm; each refusal beside what is let in. */
describe("the service of tasks", function () {
  this.timeout(4 * 60_000);
  let test: TestKubernetes;
  let environment: TestEnvironment;
  let administrator: StoreAdministrator;
  let stack: InlineStack;
  let alice: PersonAtWork;
  let image: string;
  let forward: ChildProcess | undefined;
  let base: string;

  const kubectl = async (args: string[], input?: string): Promise<string> => {
    const { status, output, error } = await test.kubectl(args, input);
    assert.equal(status, 0, `kubectl ${args.join(" ")}: ${error}`);
    return output;
  };
  const apply = (...objects: object[]): Promise<string> =>
    kubectl(["apply", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));

  const ask = async (
    path: string,
    {
      method = "GET",
      body,
      token = alice.tokens.accessToken,
    }: { method?: string; body?: unknown; token?: string } = {},
  ): Promise<{ status: number; answer: Record<string, unknown> }> => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: token === "" ? {} : { Authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> };
  };
  const task = (script: string, changes: Record<string, unknown> = {}) => ({
    name: "count",
    executors: [{ image, command: ["sh", "-c", script] }],
    ...changes,
  });
  /** Posts a task. @returns its id */
  const posted = async (body: unknown): Promise<string> => {
    const { status, answer } = await ask("/tasks", { method: "POST", body });
    assert.equal(status, 200, JSON.stringify(answer));
    return String(answer.id);
  };
  /** The task, once it is in one of the states. */
  const reaches = async (id: string, states: string[]): Promise<Record<string, unknown>> => {
    let answer: Record<string, unknown> = {};
    for (let left = 120; left > 0; left--) {
      ({ answer } = await ask(`/tasks/${id}?view=FULL`));
      if (states.includes(String(answer.state))) return answer;
      await wait(1_000);
    }
    const pods = await kubectl(["get", "pods,jobs,events", `--namespace=${namespace}`]);
    assert.fail(`the task is ${String(answer.state)}: ${JSON.stringify(answer)}\n${pods}`);
  };
  const ended = ["COMPLETE", "EXECUTOR_ERROR", "SYSTEM_ERROR", "CANCELED"];
  const stdoutOf = (it: Record<string, unknown>): unknown =>
    (it as { logs?: { logs?: { stdout?: string }[] }[] }).logs?.[0]?.logs?.[0]?.stdout;

  before(async function () {
    this.timeout(kubernetesTimeout);
    test = await testKubernetes(this);
    environment = await testEnvironment();
    const kubernetes = await ensureKubernetes(sandboxFolder(stateDir), [
      await funnelImage(),
      await nodeImage(),
    ]);
    image = kubernetes.images.toolbox ?? "";
    administrator = new StoreAdministrator(environment);
    alice = await PersonAtWork.begin(environment, "alice");
    const directory = join(stateDir, "task-service");
    mkdirSync(directory, { recursive: true });
    stack = await InlineStack.create(await ensureEngine(["minio"]), directory);
    const { outputs } = await stack.up(keysProgram);
    await s3Requests.put(administrator.s3, "heart-input", "tasks/a.txt");
    await layVolumes(kubernetes);
    const bucket = (role: "input" | "scratch", access: TaskBucket["access"]): TaskBucket => {
      const keys = outputs[role]?.value as { accessKey: string; secretKey: string };
      return { bucket: `heart-${role}`, access, ...keys };
    };
    const { cloud } = test;
    const { client, ca, sandbox } = environment;
    const site = (port: number): string => `https://${cloud.siteAddress}:${port}`;
    const project: ProjectFacts = {
      id: "heart",
      tier: 2,
      expires: "2099-06-30",
      permit: "EHDS-2026-0042",
      manager: "mona@example.org",
    };
    // the workbench's tokens are for the store; a service of tasks may be a client of its own
    const [audience = ""] = [alice.tokens.access.aud].flat().map(String);
    const target = (port: number) => ({ cidr: `${cloud.siteAddress}/32`, port });
    const api = new URL(kubernetes.apiUrl);
    const recorded = await recordResources(() => {
      const { namespaceName } = new ProjectNamespace("heart", {
        project,
        kubernetesVersion: kubernetes.version.replace("v", ""),
        quota: { cpu: 8, memoryGib: 16, pods: 30 },
        flows: taskFlows({
          by: "funnel",
          publisher: { cidr: `${api.hostname}/32` },
          login: target(ports.keycloak),
          store: target(ports.minio),
          api: { cidr: `${api.hostname}/32`, port: Number(api.port) },
        }),
      });
      new TaskService("tasks", {
        project,
        namespace: namespaceName,
        kubernetesVersion: kubernetes.version,
        host: "tes.heart.example",
        operator: { name: "Heart Centre", url: "https://heart.example" },
        server: {
          by: "funnel",
          image: kubernetes.images.funnel ?? "",
          password: "a-password-of-more-than-32-characters",
          tasksAtATime: 2,
        },
        gatewayImage: kubernetes.images.node ?? "",
        images: [image],
        login: {
          by: "realm",
          issuer: client.issuer,
          audience,
          userInfoUrl: `${client.issuer.replace(sandbox.keycloak.url, site(ports.keycloak))}/protocol/openid-connect/userinfo`,
          certificateAuthority: ca,
        },
        store: {
          url: site(ports.minio),
          certificateAuthority: ca,
          buckets: [bucket("input", "read"), bucket("scratch", "write")],
        },
        scratchGib: 1,
      });
    });
    await apply(...manifestsOf(recorded));
    for (const name of ["funnel", "task-gateway"])
      await kubectl([
        "rollout",
        "status",
        `deployment/${name}`,
        `--namespace=${namespace}`,
        "--timeout=110s",
      ]);
    await forwardPort();
  });

  after(async () => {
    forward?.kill();
    await administrator?.emptyBucket("heart-input");
    await administrator?.emptyBucket("heart-scratch");
    await administrator?.close();
    await test?.kubectl(["delete", "namespace", namespace, "--wait=false"]);
    await stack?.destroy();
  });

  /** Keys for tasks: read the input, write the scratch. */
  const keysProgram = async () => {
    const { sandbox } = environment;
    const provider = new minio.Provider("minio", {
      minioServer: new URL(sandbox.minio.url).host,
      minioSsl: true,
      minioCacertFile: sandbox.caFile,
      minioUser: sandbox.minio.provisioner.accessKey,
      minioPassword: readFileSync(sandbox.minio.provisioner.secretKeyFile, "utf8"),
    });
    const keysOf = (role: keyof typeof accounts, access: TaskBucket["access"]) => {
      const { accessKey, secretKey } = new ServiceAccount(
        `heart-${accounts[role]}`,
        { projectId: "heart", account: accounts[role], bucket: `heart-${role}`, access },
        { providers: [provider] },
      );
      return { accessKey, secretKey };
    };
    return { input: keysOf("input", "read"), scratch: keysOf("scratch", "write") };
  };

  /** Makes the gateway reachable on the loopback, as what publishes it would. */
  async function forwardPort(): Promise<void> {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const program = join(await provide(kubernetesPrograms()), "kubectl");
    const { kubeconfigFile } = test.kubernetes;
    forward = spawn(
      program,
      [
        `--kubeconfig=${kubeconfigFile}`,
        "port-forward",
        `--namespace=${namespace}`,
        "service/task-gateway",
        `${port}:8080`,
      ],
      { stdio: "ignore" },
    );
    base = `http://127.0.0.1:${port}/ga4gh/tes/v1`;
    for (let left = 50; left > 0; left--) {
      if (
        await fetch(`${base}/service-info`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      await wait(200);
    }
    assert.fail("the gateway is not reached");
  }

  it("says what it is, and is a healthy member of a federation", async () => {
    const { status, answer } = await ask("/service-info", { token: "" });
    assert.equal(status, 200);
    assert.equal(answer.id, "example.heart.tes");
    assert.deepEqual(await memberHealth({ service: { url: base } }), { state: "healthy" });
  });

  it("runs a researcher's task as a pod, with its files from the input and into the scratch, and keeps its log", async () => {
    const id = await posted(
      task('tr a-z A-Z </in/a.txt >/out/b.txt; echo "it\'s $((6 * 7))"; echo done >&2', {
        inputs: [{ url: "s3://heart-input/tasks/a.txt", path: "/in/a.txt" }],
        outputs: [{ url: "s3://heart-scratch/tasks/b.txt", path: "/out/b.txt" }],
      }),
    );
    const done = await reaches(id, ended);
    assert.equal(done.state, "COMPLETE", JSON.stringify(done));
    assert.match(String(stdoutOf(done)), /it's 42/);
    assert.equal(
      await s3Requests.get(administrator.s3, "heart-scratch", "tasks/b.txt"),
      "BODY OF TASKS/A.TXT",
    );
    const pods = await kubectl([
      "get",
      "pods",
      `--namespace=${namespace}`,
      `--selector=task-id=${id}`,
      "-o",
      "name",
    ]);
    assert.equal(pods.split("\n").length, 2, pods);
  });

  it("lets no program of a task reach the store, the login server or the API server", async () => {
    const { hostname } = new URL(test.kubernetes.apiUrl);
    const reached = [
      `${test.cloud.siteAddress} ${ports.minio}`,
      `${hostname} 6443`,
      "funnel 9090",
      "task-gateway 8080",
    ];
    const script = reached.map((it) => `toolbox tcp ${it.replace(" ", ":")} && echo ${it}`).join("; ");
    const done = await reaches(await posted(task(`${script}; echo end`)), ended);
    assert.match(String(stdoutOf(done)), /end\n?$/);
    for (const it of reached)
      assert.ok(!String(stdoutOf(done)).split("\n").includes(it), String(stdoutOf(done)));
  });

  it("runs a task without files, word by word as it stands there", async () => {
    const command = ["printf", "%s|", "a b", "$HOME;x", "it's", "*"];
    const done = await reaches(await posted({ executors: [{ image, command }] }), ended);
    assert.equal(done.state, "COMPLETE", JSON.stringify(done));
    assert.equal(stdoutOf(done), "a b|$HOME;x|it's|*|");
  });

  it("runs as many tasks at a time as it may, and the others after them", async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, (_, at) => posted(task(`echo ${at}`))));
    const workers = ["get", "pods", `--namespace=${namespace}`, "--output=name"];
    const phase = "--field-selector=status.phase!=Succeeded,status.phase!=Failed";
    const atATime: number[] = [];
    const states = async () =>
      Promise.all(ids.map(async (id) => String((await ask(`/tasks/${id}`)).answer.state)));
    let seen = await states();
    for (let left = 150; left > 0 && !seen.every((it) => ended.includes(it)); left--) {
      const pods = await kubectl([...workers, phase, "--selector=app=funnel-worker"]);
      atATime.push(pods.split("\n").filter(Boolean).length);
      await wait(1_000);
      seen = await states();
    }
    assert.deepEqual(seen, Array(6).fill("COMPLETE"));
    assert.equal(Math.max(...atATime), 2, atATime.join());
  });

  it("reports a task that fails as failed, with how it ended", async () => {
    const failed = await reaches(await posted(task("echo before; exit 3")), ended);
    assert.equal(failed.state, "EXECUTOR_ERROR", JSON.stringify(failed));
    assert.equal(
      (failed as { logs?: { logs?: { exit_code?: number }[] }[] }).logs?.[0]?.logs?.[0]?.exit_code,
      3,
    );
  });

  it("looks through what tasks left, with rights to remove it", async () => {
    await kubectl(["create", "job", "sweep", "--from=cronjob/funnel-sweeper", `--namespace=${namespace}`]);
    await kubectl([
      "wait",
      "--for=condition=Complete",
      "job/sweep",
      `--namespace=${namespace}`,
      "--timeout=60s",
    ]);
    const account = `--as=system:serviceaccount:${namespace}:funnel`;
    for (const kind of ["configmaps", "persistentvolumeclaims", "roles", "rolebindings", "persistentvolumes"])
      assert.equal(
        await kubectl(["auth", "can-i", "delete", kind, account, `--namespace=${namespace}`]),
        "yes",
        kind,
      );
  });

  it("cancels a task that runs, with its pods", async () => {
    const id = await posted(task("sleep 600"));
    await reaches(id, ["RUNNING"]);
    assert.equal((await ask(`/tasks/${id}:cancel`, { method: "POST" })).status, 200);
    assert.equal((await reaches(id, ended)).state, "CANCELED");
    for (let left = 60; left > 0; left--) {
      const selector = `--selector=app=task,task-id=${id}`;
      if ((await kubectl(["get", "pods", `--namespace=${namespace}`, selector, "-o", "name"])) === "") return;
      await wait(1_000);
    }
    assert.fail("the task's pod goes on");
  });

  const reading = { path: "/in/a", url: "s3://heart-input/tasks/a.txt" };
  const refused: [what: string, body: () => unknown, says: RegExp][] = [
    [
      "an output outside the project",
      () => task("true", { outputs: [{ path: "/out", url: "s3://lung-scratch/a" }] }),
      /outputs\[0\].url "s3:\/\/lung-scratch\/a" must begin with one of s3:\/\/heart-scratch\//,
    ],
    [
      "an output into the input",
      () => task("true", { outputs: [{ path: "/out", url: "s3://heart-input/a" }] }),
      /outputs\[0\].url/,
    ],
    [
      "an input from the web",
      () => task("true", { inputs: [{ ...reading, url: "https://example.org/a" }] }),
      /inputs\[0\].url/,
    ],
    [
      "an image that is not listed",
      () => ({ executors: [{ image: "docker.io/library/alpine:3", command: ["true"] }] }),
      /executors\[0\].image "docker.io\/library\/alpine:3" is not among/,
    ],
  ];
  for (const [what, body, says] of refused)
    it(`refuses ${what} before anything is made`, async () => {
      const { status, answer } = await ask("/tasks", { method: "POST", body: body() });
      assert.equal(status, 400);
      assert.match(String(answer.msg), says);
    });

  it("lets in no one without a token, another's token or no researcher's", async () => {
    const asked = (token: string) => ask("/tasks", { token }).then(({ status }) => status);
    assert.equal(await asked(alice.tokens.accessToken), 200);
    assert.equal(await asked(""), 401);
    assert.equal(await asked(`${alice.tokens.accessToken.slice(0, -4)}AAAA`), 401);
    const lung = await tokenOf("https://login.lung.example/realms/lung");
    assert.equal(await asked(lung), 403);
    const carol = await PersonAtWork.begin(environment, "carol");
    assert.equal(await asked(carol.tokens.accessToken), 403);
  });
});

/** A token that another project's realm signed, for somebody who is a researcher there and says so of here. */
async function tokenOf(issuer: string): Promise<string> {
  const { generateKeyPair, SignJWT } = await import("jose");
  const { privateKey } = await generateKeyPair("RS256");
  return new SignJWT({ sub: "bob", aud: "lung-tasks", groups: ["/heart/researcher"] })
    .setProtectedHeader({ alg: "RS256" })
    .setIssuer(issuer)
    .setExpirationTime("5 minutes")
    .sign(privateKey);
}
