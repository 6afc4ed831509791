import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { withLock } from "../../sandbox/lock";
import { isRunning } from "../support/process-list";
import { modeOf, useTemporaryFolder } from "./fixtures/temporary-folder";

const waiting = "another start or stop of the sandbox is at work; waiting for it\n";

describe("the sandbox's lock", () => {
  const folder = useTemporaryFolder();
  const stateDir = () => join(folder(), "sandbox");
  const notes = () => join(folder(), "notes");
  const noted = () => (existsSync(notes()) ? readFileSync(notes(), "utf8").trim().split("\n") : []);

  const started: Holder[] = [];
  const hold = (directory = stateDir(), ...more: string[]): Holder => {
    const holder = new Holder([directory, notes(), ...more]);
    started.push(holder);
    return holder;
  };
  afterEach(async () => {
    for (const holder of started.splice(0)) await holder.kill();
  });

  it("gives what the work gives, in a folder that it makes private, and leaves nothing there", async () => {
    assert.equal(await withLock(stateDir(), async () => 7), 7);
    assert.equal(modeOf(stateDir()), "700");
    assert.deepEqual(readdirSync(stateDir()), []);
  });

  it("is given back when the work fails", async () => {
    const failing = () => Promise.reject(new Error("the well is dry"));
    await assert.rejects(withLock(stateDir(), failing), { message: "the well is dry" });
    const next = hold();
    await next.release();
    assert.equal(next.stderr, "");
  });

  it("is of one sandbox: another one's is free meanwhile", async () => {
    const other = join(folder(), "other");
    assert.equal(await withLock(stateDir(), () => withLock(other, async () => 7)), 7);
  });

  it("lets one process work at a time, whatever they call the folder", async () => {
    mkdirSync(stateDir());
    symlinkSync(stateDir(), join(folder(), "link"));
    const first = hold();
    await until(() => noted().length === 1);
    const others = [join(folder(), "link"), `${stateDir()}/../sandbox/`].map((it) => hold(it));
    await until(() => others.every(({ stderr }) => stderr === waiting));
    assert.equal(noted().length, 1);
    await Promise.all([first, ...others].map((holder) => holder.release()));
    const order = noted().map((line) => line.split(" "));
    const what = order.map(([, it]) => it);
    assert.deepEqual(what, ["begins", "ends", "begins", "ends", "begins", "ends"]);
    for (const turn of [0, 2, 4]) assert.equal(order[turn + 1]?.[0], order[turn]?.[0]);
  });

  it("is free at once when its holder is killed, also for one that waits", async () => {
    const killed = hold();
    await until(() => noted().length === 1);
    const waits = hold();
    await until(() => waits.stderr === waiting);
    await killed.kill();
    await waits.release();
    const next = hold();
    await next.release();
    assert.equal(next.stderr, "");
    const what = noted().map((line) => line.split(" ")[1]);
    assert.deepEqual(what, ["begins", "begins", "ends", "begins", "ends"]);
  });

  it("is not kept by a server that its holder started", async () => {
    const serverFile = join(folder(), "server");
    const killed = hold(stateDir(), serverFile);
    await until(() => noted().length === 1);
    const server = readFileSync(serverFile, "utf8");
    try {
      await killed.kill();
      const next = hold();
      await next.release();
      assert.equal(next.stderr, "");
      assert.equal(isRunning(server), true);
    } finally {
      process.kill(Number(server), "SIGKILL");
    }
  });
});

/** A process that holds the lock, or waits for it, until it is released or killed. */
class Holder {
  stderr = "";
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(args: string[]) {
    const program = join(__dirname, "fixtures", "hold-lock.ts");
    this.child = spawn(process.execPath, ["--require", "tsx/cjs", program, ...args]);
    this.child.stderr?.on("data", (chunk) => {
      this.stderr += chunk;
    });
    this.ended = new Promise((resolve) => this.child.on("close", resolve));
  }

  async release(): Promise<void> {
    this.child.stdin?.end();
    await this.ended;
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries === 500) throw new Error(`not in 10 s: ${holds}`);
    await wait(20);
  }
}
