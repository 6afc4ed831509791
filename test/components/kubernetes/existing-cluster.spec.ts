import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { ExistingCluster } from "../../../components/kubernetes/existing-cluster";
import type { ExistingClusterArgs } from "../../../components/kubernetes/existing-cluster-args";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { heart } from "../cloud/heart";

const build = (changes: Partial<ExistingClusterArgs> = {}): Promise<Recorded[]> =>
  recordResources(
    () =>
      void new ExistingCluster("heart-cluster", {
        project: heart,
        kubeconfig: "given",
        kubernetesVersion: "1.36.0",
        ...changes,
      }),
  );

const abilities = async (changes?: Partial<ExistingClusterArgs>): Promise<Recorded> =>
  (await build(changes)).find(({ type }) => type.endsWith(":ClusterAbilities")) ?? assert.fail("none");

/** Against a mocked engine: what the dynamic resource is told; what it finds is in the provider's spec. */
describe("ExistingCluster", () => {
  it("is what the cluster can do, and makes nothing; the kubeconfig is secret", async () => {
    const recorded = await build();
    assertWellBuilt(recorded);
    assert.deepEqual(
      recorded.map(({ type, name }) => `${type} ${name}`),
      [
        "spe:kubernetes:ExistingCluster heart-cluster",
        "pulumi-nodejs:dynamic/kubernetes:ClusterAbilities heart-cluster",
      ],
    );
    const { secrets, opts } = await abilities();
    assert.deepEqual(secrets, ["kubeconfig"]);
    assert.deepEqual((opts as pulumi.CustomResourceOptions).additionalSecretOutputs, ["kubeconfig"]);
  });

  it("needs the project's namespace, and what is asked for", async () => {
    const inputsOf = async (changes?: Partial<ExistingClusterArgs>) => {
      const { __provider, ...inputs } = (await abilities(changes)).inputs;
      assert.match(String(__provider), /existing-cluster-provider/);
      return inputs;
    };
    const least = {
      project: "heart",
      namespace: "heart-tasks",
      kubeconfig: "given",
      kubernetesVersion: "1.36.0",
      storageClasses: [],
      networkPoliciesEnforced: false,
    };
    assert.deepEqual(await inputsOf(), least);
    const wishes = { storageClasses: ["encrypted"], networkPoliciesEnforced: true };
    assert.deepEqual(await inputsOf(wishes), { ...least, ...wishes });
  });

  it("refuses a version that is none", async () => {
    await assert.rejects(build({ kubernetesVersion: "v1.36" }), {
      message:
        'cluster "heart-cluster": kubernetesVersion must be a whole version such as "1.36.0", got "v1.36"',
    });
  });

  it("refuses a storage class that cannot be one", async () => {
    await assert.rejects(build({ storageClasses: ["encrypted", "Gold Disk"] }), {
      message:
        'cluster "heart-cluster": storageClasses[1] must be the name of a storage class in lower case, got "Gold Disk"',
    });
  });
});
