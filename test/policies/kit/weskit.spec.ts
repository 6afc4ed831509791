import assert from "node:assert/strict";
import { isWeskitConfig, isWorker, readWeskitText, runsWeskit } from "../../../policies/kit/weskit";

describe("WESkit", () => {
  it("is known by its image or its variables", () => {
    const env = [{ name: "WESKIT_LOGIN", value: "true" }];
    for (const container of [
      { image: "registry.gitlab.com/one-touch-pipeline/weskit/api:1" },
      { image: "registry.example.org/weskit-dashboard" },
      { image: "registry.example.org/other", env },
    ])
      assert.equal(runsWeskit(container), true);
    for (const container of [{ image: "docker.io/library/redis:6" }, {}])
      assert.equal(runsWeskit(container), false);
  });

  it("does the work where it is started as Celery", () => {
    assert.equal(isWorker({ command: ["bash", "-c", "celery -A weskit worker"] }), true);
    assert.equal(isWorker({ command: ["uwsgi"] }), false);
  });

  it("has its configuration in a file of its own form", () => {
    assert.equal(isWeskitConfig(readWeskitText("workflow_engines: {}\nlogin: {}\n")), true);
    assert.equal(isWeskitConfig(readWeskitText("w:\n  type: SMK\n")), false);
    assert.equal(readWeskitText("login: {}\n"), undefined);
  });
});
