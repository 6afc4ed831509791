import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { TaskAdmission } from "../../components/kubernetes/task-admission";
import { manifestsOf } from "../support/manifests";
import { recordResources } from "../support/record";
import {
  kubernetesTimeout,
  type Said,
  type TestKubernetes,
  testKubernetes,
} from "../support/test-kubernetes";

const namespace = "spleen-tasks";
const elsewhere = "spleen-elsewhere";
const unlisted = `registry.site.example/miner@sha256:${"0b".repeat(32)}`;

/** A real API server, and the policy as the component describes it; each refusal beside what is let in. */
describe("admission in a namespace of tasks", function () {
  this.timeout(3 * 60_000);
  let test: TestKubernetes;
  let image: string;

  const apply = async (...objects: object[]): Promise<Said> => {
    const list = { apiVersion: "v1", kind: "List", items: objects };
    return test.kubectl(["apply", "-f", "-"], JSON.stringify(list));
  };
  const applied = async (...objects: object[]): Promise<void> => {
    const { status, error } = await apply(...objects);
    assert.equal(status, 0, error);
  };
  const container = () => ({
    name: "task",
    image,
    imagePullPolicy: "IfNotPresent",
    command: ["sh", "-c", "echo s3://spleen-input/a"],
  });
  /** A pod that is let in, with some parts of its spec and of its one container changed. */
  const pod = (name: string, spec: object = {}, changes: object = {}, space = namespace) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: space },
    spec: {
      serviceAccountName: "task",
      restartPolicy: "Never",
      terminationGracePeriodSeconds: 1,
      containers: [{ ...container(), ...changes }],
      ...spec,
    },
  });
  const job = (name: string, changes: object = {}) => ({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace },
    spec: { backoffLimit: 0, template: { spec: pod(name, {}, changes).spec } },
  });
  /** What the API server says to an object that it would not take. */
  const refusalOf = async (object: object): Promise<string> => {
    const { status, error } = await test.kubectl(
      ["create", "--dry-run=server", "-f", "-"],
      JSON.stringify(object),
    );
    return status === 0 ? "let in" : error;
  };

  before(async function () {
    this.timeout(kubernetesTimeout);
    test = await testKubernetes(this);
    image = test.kubernetes.images.toolbox ?? "";
    for (const name of [namespace, elsewhere])
      await applied(
        { apiVersion: "v1", kind: "Namespace", metadata: { name } },
        { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "task", namespace: name } },
        { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "other", namespace: name } },
      );
    const recorded = await recordResources(
      () =>
        new TaskAdmission("admission", {
          project: {
            id: "spleen",
            tier: 2,
            expires: "2099-06-30",
            permit: "EHDS-2026-0044",
            manager: "mona@example.org",
          },
          namespace,
          accounts: { task: [image] },
          prefixes: ["s3://spleen-input/", "s3://spleen-scratch/"],
        }),
    );
    await applied(...manifestsOf(recorded));
    // the API server takes a moment to know a new policy
    for (let left = 60; (await refusalOf(pod("probe", {}, { image: unlisted }))) === "let in"; left--) {
      assert.ok(left > 0, "the policy does not come into force");
      await wait(500);
    }
  });

  after(async function () {
    if (this.currentTest?.isPending() || test === undefined) return;
    await test.kubectl(["delete", "namespace", namespace, elsewhere, "--wait=false"]);
    for (const kind of ["validatingadmissionpolicybinding", "validatingadmissionpolicy"])
      await test.kubectl(["delete", kind, `${namespace}-pods`]);
  });

  it("takes the policy without a word about its expressions", async () => {
    const said = await test.kubectl(["get", "validatingadmissionpolicy", `${namespace}-pods`, "-o", "json"]);
    const { status } = JSON.parse(said.output) as {
      status?: { typeChecking?: { expressionWarnings?: unknown[] } };
    };
    assert.deepEqual(status?.typeChecking?.expressionWarnings ?? [], []);
  });

  it("runs a task's pod and a task's job to their end", async () => {
    await applied(pod("right"), job("right-job"));
    const pods = ["wait", `--namespace=${namespace}`, "--timeout=60s"];
    const ran = await test.kubectl([...pods, "--for=jsonpath={.status.phase}=Succeeded", "pod/right"]);
    assert.equal(ran.status, 0, ran.error);
    const done = await test.kubectl([...pods, "--for=condition=Complete", "job/right-job"]);
    assert.equal(done.status, 0, done.error);
  });

  const refused: [what: string, object: () => object, message: string][] = [
    [
      "a privileged container",
      () => pod("wrong", {}, { securityContext: { privileged: true } }),
      'the container "task" is privileged; remove securityContext.privileged',
    ],
    [
      "a folder of the node",
      () => pod("wrong", { volumes: [{ name: "root", hostPath: { path: "/" } }] }),
      'the volume "root" is a folder of the node; use a persistentVolumeClaim or emptyDir',
    ],
    [
      "the node's network",
      () => pod("wrong", { hostNetwork: true }),
      "the pod uses a namespace of its node; remove hostNetwork, hostPID and hostIPC",
    ],
    [
      "an image that is not listed",
      () => pod("wrong", {}, { image: unlisted }),
      `the image "${unlisted}" is not listed for the service account "task"`,
    ],
    [
      "such an image that starts first",
      () => pod("wrong", { initContainers: [{ name: "first", image: unlisted }] }),
      `the image "${unlisted}" is not listed for the service account "task"`,
    ],
    [
      "an image by its tag",
      () => pod("wrong", {}, { image: "localhost/toolbox:1" }),
      'the image "localhost/toolbox:1" has no digest; name it with @sha256:…',
    ],
    [
      "another service account",
      () => pod("wrong", { serviceAccountName: "other" }),
      'the service account "other" is none of task',
    ],
    [
      "no service account",
      () => pod("wrong", { serviceAccountName: undefined }),
      'the service account "default" is none of task',
    ],
    [
      "another project's bucket",
      () => pod("wrong", {}, { args: ["cp s3://lung-input/a /tmp"] }),
      'the address "s3://lung-input/a" is not in s3://spleen-input/, s3://spleen-scratch/',
    ],
    [
      "the web in a variable",
      () => pod("wrong", {}, { env: [{ name: "FROM", value: "https://elsewhere.example/a" }] }),
      'the address "https://elsewhere.example/a" is not in s3://spleen-input/, s3://spleen-scratch/',
    ],
    [
      "a Secret",
      () => pod("wrong", { volumes: [{ name: "keys", secret: { secretName: "keys" } }] }),
      "programs of tasks get no Secret; remove the volume or the variable",
    ],
    [
      "a job of such a pod, at once and not only its pods",
      () => job("wrong", { image: unlisted }),
      `the image "${unlisted}" is not listed for the service account "task"`,
    ],
  ];
  for (const [what, object, message] of refused)
    it(`refuses ${what}, and lets the right one in`, async () => {
      assert.equal(await refusalOf(pod("right-again")), "let in");
      assert.ok((await refusalOf(object())).includes(message), await refusalOf(object()));
    });

  it("judges a pod that changes and who looks inside", async () => {
    await applied(pod("long", {}, { command: ["sleep", "60"] }));
    const set = ["set", "image", "pod/long", `--namespace=${namespace}`];
    const { status, error } = await test.kubectl([...set, `task=${unlisted}`]);
    assert.equal(status, 1);
    assert.match(error, /is not listed for the service account "task"/);
    const inside = {
      metadata: { name: "long", namespace },
      spec: { ephemeralContainers: [{ name: "look", image: unlisted, command: ["sh"] }] },
    };
    const looked = await test.kubectl([
      ...["patch", "pod", "long", `--namespace=${namespace}`, "--subresource=ephemeralcontainers"],
      `--patch=${JSON.stringify(inside)}`,
    ]);
    assert.equal(looked.status, 1);
    assert.match(looked.error, /is not listed for the service account "task"/);
    const labelled = await test.kubectl(["label", "pod/long", `--namespace=${namespace}`, "seen=yes"]);
    assert.equal(labelled.status, 0, labelled.error);
    await test.kubectl(["delete", "pod/long", `--namespace=${namespace}`, "--wait=false"]);
  });

  it("says nothing about other namespaces", async () => {
    assert.equal(
      await refusalOf(pod("wrong", { hostNetwork: true }, { image: unlisted }, elsewhere)),
      "let in",
    );
  });
});
