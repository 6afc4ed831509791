import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stateOfFile } from "../../../automation/evidence/exported-state";
import { recordedState } from "./recorded";

describe("an exported state", () => {
  const folder = mkdtempSync(join(tmpdir(), "spe-state-"));
  const file = join(folder, "state.json");
  after(() => rmSync(folder, { recursive: true }));

  function read(content: unknown) {
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return stateOfFile(file, "a").value;
  }

  const resource = { urn: "urn:pulumi:a::spe::b:c:D::e", type: "b:c:D" };

  it("has the resources that stand, and when it was written", () => {
    const { resources, changed, pendingDeletions, pendingOperations } = recordedState().value;
    assert.equal(resources.length, 114);
    assert.match(changed ?? "", /^2026-11-25T/);
    assert.deepEqual([pendingDeletions, pendingOperations], [0, 0]);
  });

  it("tells what waits to be deleted, which is not judged, and what was cut off", () => {
    const deployment = { resources: [resource, { ...resource, delete: true }], pending_operations: [{}] };
    assert.deepEqual(read({ deployment }), {
      resources: [resource],
      pendingDeletions: 1,
      pendingOperations: 1,
    });
  });

  it("is refused where it is of another stack", () => {
    writeFileSync(file, JSON.stringify({ deployment: { resources: [resource] } }));
    assert.throws(() => stateOfFile(file, "b"), {
      name: "WrongInput",
      message: `state "${file}" has a problem:\n  is of the stack "a", not of "b"`,
    });
  });

  it("is refused where it is none, with nothing of what stands in the file", () => {
    const hint = "write it with: pulumi stack export --file state.json";
    const isNone = { name: "WrongInput", message: `state "${file}" has a problem:\n  is no JSON; ${hint}` };
    assert.throws(() => read("password: hunter2"), isNone);
    const hasNone = {
      name: "WrongInput",
      message: `state "${file}" has a problem:\n  has no deployment.resources; ${hint}`,
    };
    for (const content of [{}, { deployment: null }, { deployment: { resources: [{ urn: 1 }] } }, "null"])
      assert.throws(() => read(content), hasNone);
    assert.throws(() => stateOfFile(join(folder, "none.json"), "a"), {
      name: "WrongInput",
      message: `"${join(folder, "none.json")}" has a problem:\n  cannot be read (ENOENT)`,
    });
  });
});
