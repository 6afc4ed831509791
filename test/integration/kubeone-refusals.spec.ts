import assert from "node:assert/strict";
import { plan } from "../support/kubeone-plan";
import { KubeOneStack, kubeconfig, namesOf, scaled } from "../support/kubeone-stack";

/** What is not asked of KubeOne, and what comes of it when KubeOne fails. */
describe("a run of KubeOne that is wrong", function () {
  this.timeout(2 * 60_000);
  const cluster = KubeOneStack.eachTest();

  it("gives up a pool in two steps, and refuses it in one", async () => {
    await cluster().up();
    cluster().calls();
    const message = await cluster().failure(scaled({ compute: 2 }));
    assert.match(
      message,
      /cluster "heart-cluster": pools must keep "services" with 0 replicas for one update/,
    );
    assert.deepEqual(cluster().calls(), []);
    await cluster().up(scaled({ compute: 2, services: 0 }));
    await cluster().up(scaled({ compute: 2 }));
    assert.equal(cluster().kubeone.cluster().pools["heart-cluster-services"]?.replicas, 0);
  });

  it("upgrades one minor version at a time, control plane and workers", async () => {
    await cluster().up();
    cluster().calls();
    assert.match(
      await cluster().failure({ ...plan, version: "1.36.0" }),
      /version must go up one minor version at a time: to some 1\.35 first, from 1\.34, got "1\.36\.0"/,
    );
    assert.match(
      await cluster().failure({ ...plan, version: "1.33.5" }),
      /version must not go below 1\.34, which no cluster survives, got "1\.33\.5"/,
    );
    assert.deepEqual(cluster().calls(), []);
    await cluster().up({ ...plan, version: "1.35.2" });
    assert.deepEqual(namesOf(cluster().calls()), ["apply --auto-approve", "kubeconfig"]);
    const { version, pools } = cluster().kubeone.cluster();
    assert.deepEqual([version, pools["heart-cluster-compute"]?.kubelet], ["1.35.2", "1.35.2"]);
  });

  it("refuses in the preview already what no cluster survives", async () => {
    await cluster().up();
    assert.deepEqual(
      (await cluster().stack.preview(cluster().program({ ...plan, version: "1.35.2" }))).changes,
      {
        update: 2,
        same: 2,
      },
    );
    await assert.rejects(
      cluster().stack.preview(cluster().program({ ...plan, version: "1.36.0" })),
      /version must go up one minor version at a time/,
    );
  });

  it("refuses to change what stays for as long as the cluster lives", async () => {
    await cluster().up();
    assert.match(
      await cluster().failure({ ...plan, cni: "canal", clusterName: "other" }),
      /clusterName must stay "heart-cluster" while the cluster lives, got "other"[\s\S]*cni must stay "cilium"/,
    );
  });

  it("keeps the cluster in its state when it cannot be taken down, and tries again", async () => {
    await cluster().up();
    cluster().kubeone.fails("reset");
    await assert.rejects(cluster().stack.destroy(), /kubeone reset failed; its last lines:/);
    cluster().leavesNothing();
    cluster().kubeone.fails();
    cluster().calls();
    await cluster().stack.destroy();
    assert.deepEqual(namesOf(cluster().calls()), ["reset --auto-approve --destroy-workers=true"]);
  });

  it("says the last lines of an apply that fails, without secrets, and applies again", async () => {
    cluster().kubeone.fails("apply");
    const message = await cluster().failure();
    assert.match(message, /kubeone apply failed; its last lines:/);
    assert.match(message, /Step 40\.\.\./);
    assert.doesNotMatch(message, /Step 20\.\.\./);
    assert.match(message, /no valid host was found" credential=\[secret\] again=\[secret\]/);
    cluster().hidesSecrets(message + cluster().stack.stateFile());
    cluster().leavesNothing();
    cluster().kubeone.fails();
    assert.equal((await cluster().up()).outputs.kubeconfig?.value, kubeconfig);
  });

  it("goes on after a change that failed", async () => {
    await cluster().up();
    cluster().kubeone.fails("apply");
    await cluster().failure(scaled({ compute: 5, services: 1 }));
    cluster().kubeone.fails();
    cluster().calls();
    await cluster().up(scaled({ compute: 5, services: 1 }));
    assert.deepEqual(namesOf(cluster().calls()), ["apply --auto-approve", "kubeconfig"]);
  });

  it("asks for a KubeOne of the version that was checked, before it does anything", async () => {
    cluster().kubeone.isVersion("1.13.3");
    assert.match(
      await cluster().failure(),
      /kubeone is KubeOne 1\.13\.3, but the cluster is for 1\.14\.0; install that, or change kubeOneVersion/,
    );
    assert.deepEqual(cluster().calls(), []);
    cluster().leavesNothing();
  });
});
