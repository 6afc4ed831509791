import assert from "node:assert/strict";
import { policyOf } from "../../../components/kubernetes/network-lines";
import { type TaskFlowArgs, taskFlows } from "../../../components/kubernetes/task-flows";

const args: TaskFlowArgs = {
  by: "funnel",
  publisher: { namespace: "edge", pods: { app: "heart" } },
  login: { cidr: "192.0.2.10/32", port: 443 },
  store: { cidr: "192.0.2.11/32", port: 9000 },
  api: { cidr: "192.0.2.12/32", port: 6443 },
};

/** The lines in short: whose, which way, whom, where. */
const short = (changes: Partial<TaskFlowArgs> = {}): string[] =>
  taskFlows({ ...args, ...changes }).map(({ name, pods, direction, peer, ports }) => {
    const other = "cidr" in peer ? peer.cidr : [peer.namespace, peer.pods?.app].filter(Boolean).join("/");
    return `${name}: ${pods?.app ?? "all"} ${direction} ${other} ${ports.join()}`;
  });

describe("flows of a service of tasks", () => {
  it("are these for Funnel, and none for the programs of tasks", () => {
    assert.deepEqual(short(), [
      "people-to-gateway: task-gateway in edge/heart 8080",
      "gateway-to-login: task-gateway out 192.0.2.10/32 443",
      "gateway-to-funnel-out: task-gateway out funnel 8000",
      "gateway-to-funnel-in: funnel in task-gateway 8000",
      "worker-to-funnel-out: funnel-worker out funnel 9090",
      "worker-to-funnel-in: funnel in funnel-worker 9090",
      "funnel-to-api: funnel out 192.0.2.12/32 6443",
      "worker-to-api: funnel-worker out 192.0.2.12/32 6443",
      "sweeper-to-api: funnel-sweeper out 192.0.2.12/32 6443",
      "worker-to-store: funnel-worker out 192.0.2.11/32 9000",
    ]);
  });

  it("are these for TES-K, whose jobs have no labels to tell them apart", () => {
    assert.deepEqual(short({ by: "tesk" }).slice(2), [
      "gateway-to-tesk-out: task-gateway out tesk-api 8080",
      "gateway-to-tesk-in: tesk-api in task-gateway 8080",
      "tesk-to-api: all out 192.0.2.12/32 6443",
      "tesk-to-store: all out 192.0.2.11/32 9000",
    ]);
  });

  it("lead to no login server where nobody logs in", () => {
    const { login: _, ...open } = args;
    assert.ok(taskFlows(open).every(({ name }) => name !== "gateway-to-login"));
  });

  it("say what they are for, under names of their own, and become policies", () => {
    for (const by of ["funnel", "tesk"] as const) {
      const lines = taskFlows({ ...args, by });
      assert.equal(new Set(lines.map(({ name }) => name)).size, lines.length);
      for (const line of lines) {
        assert.ok(line.why !== "" && line.ports.length > 0, line.name);
        assert.ok(policyOf(line).policyTypes !== undefined);
      }
    }
  });
});
