import assert from "node:assert/strict";
import { controllerProblems } from "../../../sandbox/kubernetes/abilities";

describe("whether a machine can have a Kubernetes node", () => {
  it("is yes where control groups count all that pods are limited by, of either version", () => {
    assert.deepEqual(controllerProblems(["cpu", "cpuacct", "cpuset", "memory", "devices", "pids"]), []);
    assert.deepEqual(controllerProblems(["cpuset", "cpu", "io", "memory", "pids"]), []);
  });

  it("is no where they do not", () => {
    assert.deepEqual(controllerProblems(["cpu", "pids"]), [
      "control groups do not count cpuset, memory here",
    ]);
  });
});
