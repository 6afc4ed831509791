import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import { ensureEngine } from "../../sandbox/engine";
import { InlineStack } from "../support/inline-stack";
import { kubernetesTimeout, type TestKubernetes, testKubernetes } from "../support/test-kubernetes";
import { stateDir } from "../support/test-sandbox";

const namespace = "plugin";

/** The plugin `kubernetes`, official or built here, with a real API server; each refusal stands beside what is taken. */
describe("the kubernetes plugin", function () {
  this.timeout(3 * 60_000);
  let test: TestKubernetes;
  let stack: InlineStack;

  const kubectl = async (...args: string[]): Promise<string> => {
    const { status, output, error } = await test.kubectl(args);
    assert.equal(status, 0, `kubectl ${args.join(" ")}: ${error}`);
    return output;
  };
  const greeting = () =>
    kubectl("get", "configmap", "words", `--namespace=${namespace}`, "-o=jsonpath={.data.greeting}");
  const cluster = () => {
    const kubeconfig = readFileSync(test.kubernetes.kubeconfigFile, "utf8");
    return { provider: new kubernetes.Provider("cluster", { kubeconfig }) };
  };
  /** A namespace with two objects, and what the cluster says of one of its own. @param more what else is made */
  const program = (greeting: string, more?: (options: ReturnType<typeof cluster>) => void) => async () => {
    const options = cluster();
    const made = new kubernetes.core.v1.Namespace("space", { metadata: { name: namespace } }, options);
    const metadata = { namespace: made.metadata.name };
    new kubernetes.core.v1.ConfigMap(
      "words",
      { metadata: { ...metadata, name: "words" }, data: { greeting } },
      options,
    );
    new kubernetes.core.v1.Secret(
      "key",
      { metadata: { ...metadata, name: "key" }, stringData: { word: "hush" } },
      options,
    );
    more?.(options);
    const system = kubernetes.core.v1.Service.get("resolver", "kube-system/kube-dns", options);
    return { resolver: system.spec.clusterIP };
  };

  before(async function () {
    this.timeout(kubernetesTimeout);
    test = await testKubernetes(this);
    const directory = join(stateDir, "kubernetes-plugin");
    mkdirSync(directory, { recursive: true });
    stack = await InlineStack.create(await ensureEngine(["kubernetes"]), directory);
  });

  after(async () => {
    await stack?.destroy();
  });

  it("makes objects and reads those of others", async () => {
    const { changes, outputs } = await stack.up(program("hello"));
    assert.deepEqual(changes, { create: 5 });
    assert.match(String(outputs.resolver?.value), /^10\.240\./);
    assert.equal(await greeting(), "hello");
  });

  it("finds no difference in what it made, and one in what is asked for anew", async () => {
    assert.deepEqual((await stack.preview(program("hello"))).changes, { same: 5, read: 1 });
    const { changes } = await stack.preview(program("good morning"));
    assert.deepEqual(changes, { same: 4, read: 1, replace: 1 }); // what a ConfigMap holds is never changed in place
  });

  it("puts right what somebody changed, once it has looked", async () => {
    const change = JSON.stringify({ data: { greeting: "bye" } });
    await kubectl("patch", "configmap", "words", `--namespace=${namespace}`, `--patch=${change}`);
    assert.equal((await stack.up(program("hello"))).changes.replace, undefined);
    await stack.refresh();
    assert.equal((await stack.up(program("hello"))).changes.replace, 1);
    assert.equal(await greeting(), "hello");
  });

  it("keeps the content of a Secret out of the plain state", async () => {
    assert.doesNotMatch(stack.stateFile(), /hush|aHVzaA/); // in base64 as well
  });

  it("takes in what stands already", async () => {
    await kubectl("create", "configmap", "elder", `--namespace=${namespace}`, "--from-literal=a=b");
    const { changes } = await stack.up(
      program("hello", (options) => {
        const metadata = { name: "elder", namespace };
        const from = { ...options, import: `${namespace}/elder` };
        new kubernetes.core.v1.ConfigMap("elder", { metadata, data: { a: "b" } }, from);
      }),
    );
    assert.equal(changes.import, 1);
  });

  it("says what the API server refuses", async () => {
    const refused = program("hello", (options) => {
      new kubernetes.core.v1.ConfigMap("refused", { metadata: { name: "Capital", namespace } }, options);
    });
    await assert.rejects(stack.up(refused), /metadata\.name: Invalid value: "Capital"/);
  });
});
