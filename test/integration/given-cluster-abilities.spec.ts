import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import {
  provider as abilities,
  type ClusterInputs,
} from "../../components/kubernetes/existing-cluster-provider";
import { ClusterClient } from "../support/cluster-client";
import { kubeconfigOf } from "../support/project-namespaces";
import { kubernetesTimeout, testKubernetes } from "../support/test-kubernetes";

/** What is asked of a real cluster before an environment stands on it. */
describe("a given cluster", function () {
  this.timeout(3 * 60_000);
  let cluster: ClusterClient;

  before(async function () {
    this.timeout(kubernetesTimeout);
    cluster = new ClusterClient(await testKubernetes(this));
  });

  const check = async (changes: Partial<ClusterInputs>): Promise<string[]> => {
    const needs: ClusterInputs = {
      kubeconfig: kubeconfigOf(cluster.test),
      project: "heart",
      namespace: "heart-tasks",
      kubernetesVersion: "1.36.0",
      storageClasses: [],
      networkPoliciesEnforced: true,
    };
    const { failures = [] } = (await abilities.check?.(needs, { ...needs, ...changes })) ?? {};
    return failures.map(({ reason }) => reason);
  };
  /** A kubeconfig with the token of somebody else. */
  const withToken = (token: string): string =>
    JSON.stringify({
      ...JSON.parse(kubeconfigOf(cluster.test)),
      users: [{ name: userName(), user: { token } }],
    });
  const userName = (): string => JSON.parse(kubeconfigOf(cluster.test)).users[0].name;

  it("can carry an environment, and is told what it lacks for another", async () => {
    assert.deepEqual(await check({}), []);
    const [told = ""] = await check({ networkPoliciesEnforced: false, storageClasses: ["no-such-class"] });
    assert.match(
      told,
      /^cluster at https:\S+ cannot carry the environment:\n {2}- nothing says that network/,
    );
    assert.match(told, /\n {2}- it has no storage class "no-such-class"/);
    assert.match(
      (await check({ kubernetesVersion: "1.35.0" })).join(),
      /- it is Kubernetes 1\.36\.\d+, not some 1\.35: /,
    );
  });

  it("is refused with the kubeconfig of an account without rights, and of one that is gone", async () => {
    await cluster.kubectl("create", "serviceaccount", "weak");
    const weak = withToken(await cluster.kubectl("create", "token", "weak"));
    const [told = "", ...others] = await check({ kubeconfig: weak });
    assert.deepEqual(others, []);
    assert.match(told, /the kubeconfig may not get, create, patch, delete namespaces; /);
    assert.equal(told.split("\n").length, 2, told);
    await cluster.kubectl("delete", "serviceaccount", "weak");
    for (let left = 40; left > 0 && !/401/.test((await check({ kubeconfig: weak })).join()); left--)
      await wait(500);
    assert.match(
      (await check({ kubeconfig: weak })).join(),
      /does not know the kubeconfig's credential \(401\)/,
    );
  });

  it("is refused where its namespace is somebody else's", async () => {
    const [told = ""] = await check({ namespace: "kube-system" });
    assert.match(told, /its namespace "kube-system" is not the project's/);
  });
});
