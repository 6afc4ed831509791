import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { quote } from "../../../components/cloud/shell-word";
import { kubeOneFiles } from "../../../components/kubernetes/kubeone-files";
import { bundleText, type KubeOneVerb, kubeOneScript } from "../../../components/kubernetes/kubeone-script";
import { place, plan, secretsOf } from "../../support/kubeone-plan";
import { KubeOneRecorder } from "../../support/kubeone-recorder";

const bundle = bundleText({ ...kubeOneFiles(plan, place), secrets: `${secretsOf(place).join("\n")}\n` });

/** The script itself, with the stand-in for KubeOne; how the engine runs it is in the integration spec. */
describe("kubeOneScript", function () {
  this.timeout(20_000);
  let directory: string;
  let temporary: string;
  let kubeone: KubeOneRecorder;

  const run = (verb: KubeOneVerb, { version = "1.14.0", program = kubeone.program, shell = "sh" } = {}) => {
    const script = kubeOneScript(verb, { program, version });
    const command = shell === "remote" ? `sh -c ${quote(script)}` : script;
    const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", command], {
      input: bundle,
      encoding: "utf8",
      env: { PATH: process.env.PATH, TMPDIR: temporary },
    });
    assert.deepEqual(readdirSync(temporary), []);
    return { status, stdout, stderr, calls: kubeone.calls().map(({ call }) => call) };
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "spe-kubeone-script-"));
    temporary = join(directory, "temporary");
    mkdirSync(temporary);
    kubeone = new KubeOneRecorder(directory, secretsOf(place));
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  for (const shell of ["sh", "remote"])
    it(`prints the kubeconfig and nothing else (${shell})`, () => {
      assert.deepEqual(run("create", { shell }), {
        status: 0,
        stdout: "apiVersion: v1\nserver: https://10.20.0.5:6443\ntoken: admin-token-9f2e\n",
        stderr: "",
        calls: ["apply --auto-approve", "apply --auto-approve", "kubeconfig"],
      });
      assert.deepEqual(run("change", { shell }).calls, ["apply --auto-approve", "kubeconfig"]);
      assert.deepEqual(run("remove", { shell }), {
        status: 0,
        stdout: "",
        stderr: "",
        calls: ["reset --auto-approve --destroy-workers=true"],
      });
    });

  it("unpacks what it is given, byte by byte", () => {
    const program = join(directory, "look");
    const version = `{ "gitVersion": "v1.14.0" }`;
    writeFileSync(
      program,
      `#!/bin/sh\n[ "$1" = version ] && echo '${version}' || cp -r . ${directory}/seen\n`,
      {
        mode: 0o755,
      },
    );
    run("remove", { program });
    for (const [file, content] of Object.entries(kubeOneFiles(plan, place)))
      assert.equal(readFileSync(join(directory, "seen", file), "utf8"), content);
  });

  it("ends with KubeOne's last lines, without secrets and without a kubeconfig", () => {
    kubeone.fails("apply");
    const { status, stdout, stderr, calls } = run("create");
    assert.deepEqual([status, stdout, calls], [1, "", ["apply --auto-approve"]]);
    const lines = stderr.trimEnd().split("\n");
    assert.equal(lines.length, 21);
    assert.equal(lines[0], "kubeone apply failed; its last lines:");
    assert.match(lines[20] ?? "", /msg="no valid host was found" credential=\[secret\] again=\[secret\]$/);
  });

  it("fails where the kubeconfig cannot be had", () => {
    kubeone.fails("kubeconfig");
    const { status, stdout, stderr } = run("create");
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^kubeone kubeconfig failed; its last lines:/);
  });

  it("says so where there is no KubeOne, or another one", () => {
    const missing = run("create", { program: "/nowhere/kubeone" });
    assert.equal(missing.status, 1);
    assert.match(
      missing.stderr,
      /there is no KubeOne at \/nowhere\/kubeone; install its version 1\.14\.0 where the cluster is made from/,
    );
    const other = run("create", { version: "1.13.3" });
    assert.deepEqual([other.status, other.calls], [1, []]);
    assert.match(other.stderr, /kubeone is KubeOne 1\.14\.0, but the cluster is for 1\.13\.3; install that/);
  });

  it("leaves no folder when it is ended", async () => {
    const program = join(directory, "slow");
    const started = join(directory, "started");
    writeFileSync(
      program,
      `#!/bin/sh\n[ "$1" = version ] && echo '{ "gitVersion": "1.14.0" }' && exit\ntouch ${started}\nexec sleep 60\n`,
      { mode: 0o755 },
    );
    const child = spawn("/bin/sh", ["-c", kubeOneScript("remove", { program, version: "1.14.0" })], {
      env: { PATH: process.env.PATH, TMPDIR: temporary },
      stdio: ["pipe", "ignore", "ignore"],
      detached: true, // a group of its own, as the engine's plugin makes one
    });
    child.stdin?.end(bundle);
    while (!existsSync(started)) await sleep(20);
    const ended = new Promise((resolve) => child.on("exit", resolve));
    process.kill(-(child.pid ?? 0), "SIGTERM");
    await ended;
    assert.deepEqual(readdirSync(temporary), []);
  });
});
