import assert from "node:assert/strict";
import { machineReport } from "../../../components/cloud/console-log";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA";

describe("a machine's report on its console", () => {
  it("is that it is ready, with its keys", () => {
    const lines = ["[  OK  ] Started ssh.service", `spe: host-key ${key}`, "spe: ready abc"];
    assert.deepEqual(machineReport(lines, "abc"), { isReady: true, failures: [], hostKeys: [key] });
  });

  it("counts only for the document that was asked for", () => {
    assert.equal(machineReport(["spe: ready abd"], "abc").isReady, false);
    assert.equal(machineReport(["spe: ready abcd"], "abc").isReady, false);
    assert.equal(machineReport(["spe: ready"], "abc").isReady, false);
  });

  it("is found behind a time or a prompt, and keys are told once", () => {
    const lines = [
      `login: spe: host-key ${key}`,
      `[12.3] spe: host-key ${key}`,
      "[12.4] spe: failed unit a.service",
      "spe: failed unit b.service",
    ];
    assert.deepEqual(machineReport(lines, "abc"), {
      isReady: false,
      failures: ["unit a.service", "unit b.service"],
      hostKeys: [key],
    });
  });

  it("is nothing where the machine says nothing", () => {
    const lines = ["describe: ready abc", "failed", "spe: host-key nonsense"];
    assert.deepEqual(machineReport(lines, "abc"), { isReady: false, failures: [], hostKeys: [] });
  });
});
