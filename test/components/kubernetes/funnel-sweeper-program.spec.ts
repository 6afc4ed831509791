import assert from "node:assert/strict";
import { type AskCluster, sweep } from "../../../components/kubernetes/funnel-sweeper-program";

const now = Date.parse("2026-12-01T12:00:00Z");
const old = "2026-12-01T11:00:00Z";
const young = "2026-12-01T11:55:00Z";
const object = (name: string, creationTimestamp = old, labels?: Record<string, string>) => ({
  metadata: { name, creationTimestamp, ...(labels ? { labels } : {}) },
});

/** Against a double of the API server. */
describe("sweeper of Funnel's leavings", () => {
  const inside = "/namespaces/heart-tasks";
  const rbac = `/apis/rbac.authorization.k8s.io/v1${inside}`;
  const lists: Record<string, unknown[]> = {
    [`/apis/batch/v1${inside}/jobs`]: [object("run"), object("run-0")],
    [`/api/v1${inside}/configmaps`]: [
      object("funnel-worker-config-gone"),
      object("funnel-worker-config-run"),
      object("funnel-worker-config-new", young),
      object("task-gateway"),
    ],
    [`/api/v1${inside}/persistentvolumeclaims`]: [object("funnel-worker-pvc-gone"), object("funnel")],
    [`${rbac}/rolebindings`]: [object("funnel-task-gone"), object("funnel")],
    [`${rbac}/roles`]: [object("funnel-task-gone"), object("funnel-worker")],
    "/api/v1/persistentvolumes": [
      object("funnel-worker-pv-gone", old, { "spe.namespace": "heart-tasks" }),
      object("funnel-worker-pv-run", old, { "spe.namespace": "heart-tasks" }),
      object("funnel-worker-pv-lung", old, { "spe.namespace": "lung-tasks" }),
      object("funnel-worker-pv-unknown"),
      object("pvc-1f2e"),
    ],
  };

  it("removes what belongs to no job any more, and nothing else", async () => {
    const removed: string[] = [];
    const ask: AskCluster = async (method, path) => {
      if (method === "DELETE") removed.push(path);
      return { items: lists[path] ?? [] };
    };
    assert.deepEqual(await sweep("heart-tasks", ask, now), [
      "funnel-worker-config-gone",
      "funnel-worker-pvc-gone",
      "funnel-task-gone",
      "funnel-task-gone",
      "funnel-worker-pv-gone",
    ]);
    assert.deepEqual(removed, [
      `/api/v1${inside}/configmaps/funnel-worker-config-gone`,
      `/api/v1${inside}/persistentvolumeclaims/funnel-worker-pvc-gone`,
      `${rbac}/rolebindings/funnel-task-gone`,
      `${rbac}/roles/funnel-task-gone`,
      "/api/v1/persistentvolumes/funnel-worker-pv-gone",
    ]);
  });

  it("removes nothing while it cannot see the jobs", async () => {
    const asked: string[] = [];
    const ask: AskCluster = async (_method, path) => {
      asked.push(path);
      throw new Error("403 Forbidden");
    };
    await assert.rejects(sweep("heart-tasks", ask, now), { message: "403 Forbidden" });
    assert.deepEqual(asked, [`/apis/batch/v1${inside}/jobs`]);
  });
});
