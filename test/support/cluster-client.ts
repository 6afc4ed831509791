/** A cluster as its administrator works with it in specs: kubectl that must succeed, and what pods say. */
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import type { Said, TestKubernetes } from "./test-kubernetes";

/** The client. */
export class ClusterClient {
  constructor(readonly test: TestKubernetes) {}

  /** kubectl, which must succeed. */
  async kubectl(...args: string[]): Promise<string> {
    const { status, output, error } = await this.test.kubectl(args);
    assert.equal(status, 0, `kubectl ${args.join(" ")}: ${error}`);
    return output;
  }

  /** Asks for objects, which may be refused. */
  apply(...items: object[]): Promise<Said> {
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    return this.test.kubectl(["apply", "-f", "-"], list);
  }

  /** Makes objects, which must succeed. */
  async applied(...items: object[]): Promise<void> {
    const { status, error } = await this.apply(...items);
    assert.equal(status, 0, error);
  }

  /** Runs a command in a pod. */
  inPod(namespace: string, pod: string, command: string[]): Promise<Said> {
    return this.test.kubectl(["--namespace", namespace, "exec", pod, "--", ...command]);
  }

  /** What a pod hears by a command; asked again for a while, since rules and names spread in a moment. */
  async hears(namespace: string, pod: string, command: string[], expected: RegExp): Promise<void> {
    let heard = "";
    for (let left = 40; left > 0; left--) {
      const { output, error } = await this.inPod(namespace, pod, command);
      heard = output + error;
      if (expected.test(heard)) return;
      await wait(250);
    }
    assert.match(heard, expected, `${namespace}/${pod}: ${command.join(" ")}`);
  }

  addressOf(namespace: string, pod: string): Promise<string> {
    return this.kubectl("--namespace", namespace, "get", "pod", pod, "-o=jsonpath={.status.podIP}");
  }
}
