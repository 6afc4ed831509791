import assert from "node:assert/strict";
import { TaskService } from "../../../components/kubernetes/task-service";
import { findings } from "./tasks-judged";
import { funnelTasks, teskTasks } from "./tasks-of-heart";

describe("TaskService and the pack", () => {
  it("holds every rule at every tier, by Funnel", async () => {
    assert.deepEqual(
      await findings((place) => new TaskService("heart-tasks", { ...funnelTasks, ...place }, place.opts)),
      [],
    );
  });

  it("holds every rule at the tiers that TES-K is for", async () => {
    assert.deepEqual(
      await findings(
        (place) => new TaskService("heart-tasks", { ...teskTasks, ...place }, place.opts),
        [0, 1],
      ),
      [],
    );
  });

  it("lets the pack refuse TES-K without a login, unless the environment says so", async () => {
    const login = { by: "none" as const, sourceRanges: ["192.0.2.0/24"] };
    assert.deepEqual(
      await findings(
        (place) => new TaskService("heart-tasks", { ...teskTasks, ...place, login }, place.opts),
        [0],
      ),
      [
        'tier 0: safe-settings-task-api-authenticated: container "tesk-api" of deployment "tesk-api" has SPRING_PROFILES_ACTIVE "noauth"; set it to "auth"',
      ],
    );
  });
});
