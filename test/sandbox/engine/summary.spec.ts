import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { linkSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { residentBytes } from "../../../sandbox/engine/memory";
import { recordStep, setUpSummary } from "../../../sandbox/engine/summary";
import { usePrivateCache } from "./fixtures/private-cache";

describe("the summary of set-up", () => {
  const cache = usePrivateCache();
  const startedBefore = process.env.SPE_STARTED_AT;

  afterEach(() => {
    if (startedBefore === undefined) delete process.env.SPE_STARTED_AT;
    else process.env.SPE_STARTED_AT = startedBefore;
  });

  it("says how long it took since the command began, the highest memory, and the disk", async () => {
    mkdirSync(join(cache(), "spe", "a"), { recursive: true });
    writeFileSync(join(cache(), "spe", "a", "file"), Buffer.alloc(3_000_000));
    linkSync(join(cache(), "spe", "a", "file"), join(cache(), "spe", "a", "second-name"));
    process.env.SPE_STARTED_AT = String(Date.now() - 130_000);
    recordStep({ title: "one", milliseconds: 5, peakBytes: 1_300_000_000_000 });
    recordStep({ title: "two", milliseconds: 5, peakBytes: undefined });
    assert.equal(
      await setUpSummary(),
      `set-up: 2 min 10 s, peak memory 1300.0 GB, 3 MB in ${join(cache(), "spe")}`,
    );
  });
});

describe("the memory of a process", () => {
  it("counts the processes below it", async () => {
    if (process.platform !== "linux") return;
    const alone = residentBytes(process.pid) ?? 0;
    const child = spawn(process.execPath, ["-e", "console.log('ready'); setInterval(() => 0, 1000)"]);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const together = residentBytes(process.pid) ?? 0;
    child.kill();
    assert.ok(alone > 20e6, `${alone}`);
    assert.ok(together > alone + 20e6, `${alone} ${together}`);
  });
});
