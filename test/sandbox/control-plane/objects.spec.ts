import assert from "node:assert/strict";
import { kwokRights, kwokUser, pretendedNode } from "../../../sandbox/control-plane/objects";

describe("the objects of the Kubernetes without root", () => {
  it("are nodes by their numbers", () => {
    const { metadata } = pretendedNode(3);
    assert.equal(metadata.name, "pretended-3");
    assert.equal(metadata.labels?.["kubernetes.io/hostname"], "pretended-3");
  });

  it("let kwok say how nodes and pods are, and read no secret, nor make a pod", () => {
    const [role, binding] = kwokRights as unknown as [
      { rules: { resources: string[]; verbs: string[] }[] },
      { subjects: { name: string }[] },
    ];
    const may = (verb: string, resource: string) =>
      role.rules.some(({ resources, verbs }) => resources.includes(resource) && verbs.includes(verb));
    assert.deepEqual([may("patch", "nodes/status"), may("patch", "pods/status")], [true, true]);
    assert.deepEqual(
      [may("get", "secrets"), may("create", "pods"), may("create", "nodes")],
      [false, false, false],
    );
    assert.deepEqual(
      binding.subjects.map(({ name }) => name),
      [kwokUser],
    );
  });
});
