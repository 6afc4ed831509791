import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");
const executable = join(root, "policies/five-safes");

describe("the executable pack", () => {
  it("may be executed", () => {
    accessSync(executable, constants.X_OK);
  });

  // the engine asks there for the rules; that it gets and applies them is proved with the real engine
  it("says the port that it listens on", async () => {
    const pack = spawn(process.execPath, [executable], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    try {
      const [line] = await once(pack.stdout, "data");
      assert.match(String(line), /^\d{4,5}\n$/);
    } finally {
      pack.kill();
    }
  });
});
