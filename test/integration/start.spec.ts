import assert from "node:assert/strict";
import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { down } from "../../sandbox/down";
import { projectRoot } from "../../sandbox/engine";
import { engineEnvironment } from "../../sandbox/engine-environment";
import { sandboxFolder } from "../../sandbox/folder";
import { localStackFile } from "../../sandbox/local-stack";
import type { Standing } from "../../sandbox/standing";
import { ensurePrograms } from "../../sandbox/up";

/** `npm start` as a person types it, in a folder of its own. A reboot is not tried: servers that are killed stand for it. */
describe("npm start", function () {
  this.timeout(10 * 60_000);
  const stateDir = join(projectRoot, ".spe", "tests", String(process.pid), "start");
  const folder = sandboxFolder(stateDir);
  const command = [join(projectRoot, "sandbox/engine/bootstrap.js"), "sandbox/cli.ts"];
  const options = { cwd: projectRoot, env: { ...process.env, SPE_SANDBOX: stateDir } };
  const spe = (...args: string[]) => promisify(execFile)("node", [...command, ...args], options);
  const start = () => spe("--no-cloud", "--json");
  const standing = async (): Promise<Standing> => JSON.parse((await start()).stdout);

  const changedStackFiles = () =>
    execFileSync("git", ["status", "--porcelain", "infra/environments"], {
      cwd: projectRoot,
      encoding: "utf8",
    });
  const changedBefore = changedStackFiles();

  after(() => down(stateDir));

  /** Starts it and kills it, with all that it started in the foreground, as soon as something is there. */
  async function killedOnce(isThere: () => boolean): Promise<void> {
    const child = spawn("node", [...command, "--no-cloud"], { ...options, detached: true, stdio: "ignore" });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    while (!isThere()) {
      assert.equal(child.exitCode, null, "it ended before it could be killed");
      await wait(20);
    }
    killGroup(child);
    await ended;
  }

  it("says what runs, and what to do, when nothing does", async () => {
    const status = await spe("status").catch((error: { code: number; stdout: string }) => error);
    assert.equal((status as { code: number }).code, 1);
    assert.match(status.stdout, /Keycloak +does not run\n +MinIO +does not run\n +environment not deployed/);
    assert.match((await spe("down")).stdout, /nothing ran/);
  });

  it("says what to do with the sandbox of an earlier version, whose stack had another name", async () => {
    mkdirSync(join(folder.pulumi.stacks, "sandbox"), { recursive: true });
    const refused = await start().catch((error: { code: number; stderr: string }) => error);
    assert.equal((refused as { code: number }).code, 1);
    assert.match(
      refused.stderr,
      /a stack called "sandbox"; begin anew: npm start -- down, then npm start\n$/,
    );
    await spe("down");
    assert.ok(!existsSync(stateDir));
  });

  it("goes on after it was killed while a server was starting", async () => {
    await killedOnce(() => existsSync(join(folder.keycloak.directory, "process")));
    await killedOnce(() => existsSync(join(folder.minio.directory, "process")));
  });

  it("goes on after it was killed while the engine made the environment", async () => {
    const state = join(folder.pulumi.state, ".pulumi/stacks/spe/local.json");
    await killedOnce(
      () => existsSync(state) && readFileSync(state, "utf8").includes("keycloak:index/realm:Realm"),
    );
    const { proofs, sandbox } = await standing();
    assert.deepEqual(
      proofs.filter(({ failure }) => failure !== undefined),
      [],
    );
    assert.equal(proofs.length, 7);
    assert.equal(sandbox.stateDir, stateDir);
  });

  it("changes nothing the second time, also two at once", async () => {
    const ports = readFileSync(folder.ports, "utf8");
    const [one, other] = await Promise.all([standing(), standing()]);
    for (const { changes, proofs } of [one, other]) {
      assert.deepEqual(Object.keys(changes), ["same"]);
      assert.ok(proofs.every(({ failure }) => failure === undefined));
    }
    assert.equal(readFileSync(folder.ports, "utf8"), ports);
  });

  it("asks for no plugin that a file in the sandbox's folder names, as a machine's own might", async () => {
    const foreign = join(folder.root, "guest", "node_modules", "foreign");
    mkdirSync(foreign, { recursive: true });
    const manifest = { name: "foreign", version: "1.0.0", pulumi: { resource: true, name: "foreign" } };
    writeFileSync(join(foreign, "package.json"), JSON.stringify(manifest));
    const log = await previewLog(stateDir);
    assert.match(log, /package keycloak-\S+ \(\) is required by language host/);
    assert.doesNotMatch(log, /foreign/);
  });

  it("prints what stands with secrets as paths of files of their owner's alone", async () => {
    const text = (await start()).stdout;
    const { storage, sandbox, stack } = JSON.parse(text) as Standing;
    assert.ok(existsSync(sandbox.caFile) && existsSync(stack.configFile));
    const files = [
      sandbox.keycloak.adminSecretFile,
      sandbox.lsAai.clientSecretFile,
      sandbox.minio.provisioner.secretKeyFile,
      ...sandbox.lsAai.people.map(({ passwordFile }) => passwordFile),
      ...Object.values(storage.clients).map(({ secretFile }) => secretFile),
      ...Object.values(storage.serviceAccounts).map(({ secretKeyFile }) => secretKeyFile),
    ];
    for (const file of files) {
      assert.equal(statSync(file).mode & 0o777, 0o600, file);
      assert.ok(!text.includes(readFileSync(file, "utf8")), file);
    }
  });

  it("brings back servers that were killed", async () => {
    for (const { directory } of [folder.keycloak, folder.minio]) {
      process.kill(-Number.parseInt(readFileSync(join(directory, "process"), "utf8"), 10), "SIGKILL");
    }
    const { proofs } = await standing();
    assert.ok(proofs.every(({ failure }) => failure === undefined));
    assert.match(
      (await spe("status")).stdout,
      /Keycloak +runs at .*\n +MinIO +runs at .*\n +environment stack "local"/,
    );
  });

  it("stops and starts again with what was there", async () => {
    assert.match((await spe("stop")).stdout, /stopped MinIO and Keycloak/);
    assert.deepEqual(Object.keys((await standing()).changes), ["same"]);
  });

  it("leaves a process alone that has the number of an ended server", async () => {
    const stranger = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
    const file = join(folder.minio.directory, "process");
    const mark = readFileSync(file, "utf8");
    await spe("stop");
    writeFileSync(file, mark.replace(/^\d+/, String(stranger.pid)));
    assert.match((await spe("stop")).stdout, /nothing ran/);
    assert.equal(stranger.exitCode, null);
    assert.ok(existsSync(`/proc/${stranger.pid}`));
    killGroup(stranger);
  });

  it("leaves the stack files of environments alone, and that of pulumi by hand to the clone's own sandbox", () => {
    assert.equal(changedStackFiles(), changedBefore);
    assert.ok(!lstatSync(localStackFile, { throwIfNoEntry: false })?.isFile());
  });

  it("takes everything away with down", async () => {
    await spe("down");
    assert.ok(!existsSync(stateDir));
  });

  it("tells of a wrong folder, an unknown command, and how it is used", async () => {
    const refused = await promisify(execFile)("node", command, {
      ...options,
      env: { ...process.env, SPE_SANDBOX: "/elsewhere" },
    }).catch((error: { code: number; stderr: string }) => error);
    assert.match(refused.stderr, /SPE_SANDBOX must name a folder in/);
    const unknown = await spe("upp").catch((error: { code: number; stderr: string }) => error);
    assert.equal((unknown as { code: number }).code, 1);
    assert.match((await spe("--help")).stdout, /Examples:/);
  });
});

/** What the engine and its Node host tell of a preview of the sandbox's environment. */
async function previewLog(stateDir: string): Promise<string> {
  const env = engineEnvironment((await ensurePrograms()).engine, stateDir);
  const { configFile } = JSON.parse(readFileSync(sandboxFolder(stateDir).standing, "utf8")).stack;
  const args = ["preview", "--non-interactive", "--stack", "local", "--config-file", configFile];
  const told = await promisify(execFile)("pulumi", [...args, "-v=7", "--logtostderr"], {
    cwd: projectRoot,
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  return told.stderr;
}

const killGroup = ({ pid }: ChildProcess): boolean => process.kill(-(pid ?? 0), "SIGKILL");
