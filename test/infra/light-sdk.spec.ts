import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../..");

/** Runs a program as `Pulumi.yaml` has it run, and gives what it prints. */
function run(program: string, env: NodeJS.ProcessEnv = {}): unknown {
  const args = ["--require", "./infra/tsx.js", "--require", "./infra/light-sdk.js", "--eval", program];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

/** Prints where the SDK saw a promise made, and an error of the program. */
const places = `
  const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
  const promise = Promise.resolve("kept");
  const followed = debuggablePromise(promise, "a promise");
  const lines = (stack) => stack.split("\\n").length;
  followed.then((value) => console.log(JSON.stringify({
    value, of: promise._debugCtx, promise: lines(promise._debugStackTrace) > 1, error: lines(new Error("wrong").stack) > 1,
  })));
`;

describe("the lightened SDK", () => {
  it("notes no places of promises, and keeps those of errors", () => {
    assert.deepEqual(run(places), { value: "kept", of: "a promise", promise: false, error: true });
  });

  it("notes the places of promises for whoever looks for a leak", () => {
    assert.deepEqual(run(places, { PULUMI_DEBUG_PROMISE_LEAKS: "1" }), {
      value: "kept",
      of: "a promise",
      promise: true,
      error: true,
    });
  });

  it("loads components, and neither TypeScript's compiler nor npm nor a client of servers", () => {
    const program = `
      require("./components");
      const packages = ["typescript", "@npmcli/arborist", "execa", "undici", "@pulumi/keycloak", "@pulumi/minio"];
      const isLoaded = (name) => Object.keys(require.cache).some((file) => file.includes("/node_modules/" + name + "/"));
      console.log(JSON.stringify(packages.filter(isLoaded)));
    `;
    assert.deepEqual(run(program), ["@pulumi/keycloak", "@pulumi/minio"]);
  });
});
