import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { nodeCapacity, stages, stagesText } from "../../../sandbox/control-plane/stages";

describe("the stages of pretended nodes and pods", () => {
  const statusOf = (name: string): string => {
    const next = stages.find(({ metadata }) => metadata.name === name)?.spec.next;
    return next !== undefined && "statusTemplate" in next ? next.statusTemplate : "";
  };

  it("are those of a node and of a pod", () => {
    assert.deepEqual(
      stages.map(({ metadata, spec }) => `${spec.resourceRef.kind} ${metadata.name}`),
      ["Node node-ready", "Node node-heartbeat", "Pod pod-ready", "Pod pod-complete", "Pod pod-delete"],
    );
  });

  it("are written as kwok reads them, a document each", () => {
    assert.deepEqual(
      parseAllDocuments(stagesText()).map((document) => document.toJS()),
      stages,
    );
  });

  it("give a node what a pod of the usual size asks for, as often as a kubelet takes pods", () => {
    assert.deepEqual(nodeCapacity, { cpu: "32", memory: "256Gi", pods: "110" });
    assert.equal(statusOf("node-ready").match(/^ {2}pods: "110"$/gm)?.length, 2); // what it has, and what of it is for pods
  });

  it("let only the pods of jobs end by themselves", () => {
    const keys = stages
      .filter(({ spec }) => "statusTemplate" in spec.next && spec.next.statusTemplate.includes("Succeeded"))
      .map(({ spec }) => spec.selector.matchExpressions.at(-1));
    assert.deepEqual(keys, [{ key: ".metadata.ownerReferences.[].kind", operator: "In", values: ["Job"] }]);
  });

  it("open and close every block of their templates", () => {
    for (const { metadata, spec } of stages) {
      if (!("statusTemplate" in spec.next)) continue;
      const count = (pattern: RegExp) =>
        (spec.next as { statusTemplate: string }).statusTemplate.match(pattern)?.length ?? 0;
      assert.equal(count(/\{\{ (range|with|if) /g), count(/\{\{ end \}\}/g), metadata.name);
    }
  });
});
