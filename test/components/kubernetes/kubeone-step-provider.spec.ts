import assert from "node:assert/strict";
import {
  provider,
  type StepInputs,
  stepProblems,
} from "../../../components/kubernetes/kubeone-step-provider";

const step: StepInputs = {
  clusterName: "heart-cluster",
  version: "1.34.1",
  lasting: { cni: "cilium", podCidr: "10.244.0.0/16" },
  pools: { compute: 2, services: 0 },
};
const problems = (changes: Partial<StepInputs>) => stepProblems(step, { ...step, ...changes });

describe("a step of a cluster", () => {
  it("may scale, add pools, give up an empty one, and go up a minor version or any number of patches", () => {
    const fine: Partial<StepInputs>[] = [
      {},
      { pools: { compute: 0, services: 3 } },
      { pools: { compute: 2 } },
      { pools: { ...step.pools, more: 1 } },
      { version: "1.35.7" },
      { version: "1.34.9" },
      { version: "1.34.0" }, // KubeOne refuses it where machines have a higher one
    ];
    for (const changes of fine) assert.deepEqual(problems(changes), {});
  });

  it("may not leave out a minor version, go below one, drop workers at once or change what lasts", () => {
    assert.deepEqual(problems({ version: "1.36.0" }), {
      version: 'must go up one minor version at a time: to some 1.35 first, from 1.34, got "1.36.0"',
    });
    assert.deepEqual(problems({ version: "1.33.9" }), {
      version: 'must not go below 1.34, which no cluster survives, got "1.33.9"',
    });
    assert.deepEqual(problems({ pools: {} }), {
      pools:
        'must keep "compute" with 0 replicas for one update, in which its 2 workers go; leave it out after that',
    });
    assert.deepEqual(problems({ clusterName: "other", lasting: { ...step.lasting, cni: "canal" } }), {
      clusterName: 'must stay "heart-cluster" while the cluster lives, got "other"',
      cni: 'must stay "cilium" while the cluster lives, got "canal"',
    });
  });

  it("is refused where there is one before it, and taken where there is none", async () => {
    const news = { ...step, version: "1.36.0" };
    assert.deepEqual(await provider.check?.({} as StepInputs, news), { inputs: news, failures: [] });
    const { failures } = (await provider.check?.(step, news)) ?? {};
    assert.deepEqual(
      failures?.map(({ reason }) => reason),
      [
        'cluster "heart-cluster": version must go up one minor version at a time: to some 1.35 first, from 1.34, got "1.36.0"',
      ],
    );
  });

  it("is a change where something is asked anew", async () => {
    assert.deepEqual(await provider.diff?.("id", step, { ...step }), { changes: false });
    assert.deepEqual(await provider.diff?.("id", step, { ...step, pools: { compute: 3, services: 0 } }), {
      changes: true,
    });
  });
});
