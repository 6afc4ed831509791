import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { KubeOneStack, kubeconfig, namesOf, scaled } from "../support/kubeone-stack";

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

/** What is asked of KubeOne as a cluster comes, changes and goes, and what is kept of it. */
describe("a run of KubeOne", function () {
  this.timeout(2 * 60_000);
  const cluster = KubeOneStack.eachTest();

  it("applies when the cluster comes about, first without workers, and is the same a second time", async () => {
    const run = await cluster().up();
    assert.deepEqual(run.changes, { create: 4 });
    assert.deepEqual(run.outputs, { kubeconfig: { value: kubeconfig, secret: true } });
    const calls = cluster().calls();
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
    assert.deepEqual((await cluster().up()).changes, { same: 4 });
    assert.deepEqual(cluster().calls(), []);
  });

  it("shows secrets to nobody, and works in a folder that is gone afterwards", async () => {
    const { log } = await cluster().up();
    for (const { folder, folderMode, modes, places } of cluster().calls()) {
      assert.deepEqual(places, []);
      assert.equal(folderMode, "700");
      assert.ok(folder.startsWith(join(KubeOneStack.temporary, "spe-kubeone.")), folder);
      assert.equal(existsSync(folder), false);
      for (const [file, mode] of Object.entries(modes)) assert.equal(mode, "600", file);
    }
    cluster().leavesNothing();
    cluster().hidesSecrets(cluster().stack.stateFile() + log);
  });

  it("gives KubeOne these documents", async () => {
    await cluster().up();
    assert.deepEqual(
      Object.keys(cluster().calls()[2]?.modes ?? {}).filter((file) => !/^(output|kubeconfig)$/.test(file)),
      documents,
    );
  });

  it("scales workers in place by one apply", async () => {
    await cluster().up();
    cluster().calls();
    assert.deepEqual((await cluster().up(scaled({ compute: 5, services: 1 }))).changes, {
      update: 2,
      same: 2,
    });
    assert.deepEqual(namesOf(cluster().calls()), ["apply --auto-approve", "kubeconfig"]);
    assert.deepEqual(cluster().kubeone.cluster().pools["heart-cluster-compute"], {
      replicas: 5,
      kubelet: "1.34.1",
    });
  });

  it("takes the cluster down with its workers when it goes", async () => {
    await cluster().up();
    cluster().calls();
    await cluster().stack.destroy();
    assert.deepEqual(namesOf(cluster().calls()), ["reset --auto-approve --destroy-workers=true"]);
    cluster().leavesNothing();
  });
});
