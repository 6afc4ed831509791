import assert from "node:assert/strict";
import { kubeconfigOf, namespacesProgram, projectNamespaces, spaces } from "../support/project-namespaces";

/** How two environments' namespaces come and go, and what bounds the pods in them. */
describe("projects' namespaces on a given cluster", function () {
  this.timeout(3 * 60_000);
  const cluster = projectNamespaces.use();

  it("are made, with nothing to change a second time and after a refresh; the kubeconfig stays secret", async () => {
    const { test, stack, made } = cluster();
    const { changes, outputs } = made;
    // stack, cluster, its abilities, provider; of each project: component, namespace, 6 policies, 2 bounds, account, 6 rights
    assert.deepEqual(changes, { create: 38 });
    assert.deepEqual(Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value])), {
      apiEndpoint: test.kubernetes.apiUrl,
      version: "1.36.0",
      network: "",
      heart: spaces.heart,
      lung: spaces.lung,
    });
    assert.deepEqual((await stack.preview(namespacesProgram(test))).changes, { same: 38 });
    await stack.refresh();
    assert.deepEqual((await stack.up(namespacesProgram(test))).changes, { same: 38 });
    const key = JSON.parse(kubeconfigOf(test)).users[0].user["client-key-data"] as string;
    assert.equal(stack.stateFile().includes(key), false);
  });

  /** What the API server says to a pod that it would not take; nothing where it would. */
  const refusal = async (object: object): Promise<string> => {
    const said = await cluster().test.kubectl(
      ["create", "--dry-run=server", "-f", "-"],
      JSON.stringify(object),
    );
    return said.status === 0 ? "" : said.error;
  };
  const asRoot = { securityContext: { runAsUser: 0 } };

  it("hold pods to the standard of each project's tier", async () => {
    assert.equal(await refusal(cluster().pod(spaces.heart, "another")), "");
    assert.match(
      await refusal(cluster().pod(spaces.heart, "another", asRoot)),
      /violates PodSecurity "restricted:v1\.36"/,
    );
    assert.equal(await refusal(cluster().pod(spaces.lung, "another", asRoot)), "");
    assert.match(
      await refusal(cluster().pod(spaces.lung, "another", { hostNetwork: true })),
      /violates PodSecurity "baseline:v1\.36"/,
    );
  });

  it("are each project's own: one has used its pods up, the other has not", async () => {
    await cluster().applied(cluster().pod(spaces.heart, "last"));
    assert.match(
      await refusal(cluster().pod(spaces.heart, "over")),
      /exceeded quota: quota, requested: pods=1/,
    );
    assert.equal(await refusal(cluster().pod(spaces.lung, "over")), "");
  });

  it("give pods that name no account no token for the API, as they have elsewhere", async () => {
    const folder = "/var/run/secrets/kubernetes.io/serviceaccount";
    assert.match((await cluster().inPod(spaces.edge, "proxy", ["ls", folder])).output, /token/);
    assert.match((await cluster().inPod(spaces.heart, "web", ["ls", folder])).error, /No such file/);
  });

  it("leave nothing when they go", async () => {
    await cluster().stack.destroy();
    const left = await cluster().kubectl("get", "namespaces", "-o=name");
    assert.doesNotMatch(left, /-tasks/);
    assert.match(left, new RegExp(spaces.edge));
    await projectNamespaces.end(); // who needs them after this makes others
  });
});
