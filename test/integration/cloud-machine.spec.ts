import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { MachineDocument } from "../../components/cloud/machine-document";
import { ensureEngine } from "../../sandbox/engine";
import { CloudClient } from "../support/cloud-client";
import { InlineStack, type Run } from "../support/inline-stack";
import { LogSink } from "../support/log-sink";
import { MachineShell, type ShellLogin } from "../support/machine-shell";
import { logPort, type MachineOutputs, machinesOnCloud, planted } from "../support/machines-on-cloud";
import { processes } from "../support/process-list";
import { makeKey } from "../support/ssh-server";
import { cloudTimeout, type TestCloud, testCloud } from "../support/test-cloud";
import { stateDir } from "../support/test-sandbox";

const greeting = "hello from the mirror\n";
const unit = (command: string): string =>
  `[Unit]\nRequiresMountsFor=/data\n\n[Service]\nExecStart=${command}\n\n[Install]\nWantedBy=multi-user.target\n`;
const works: MachineDocument = {
  units: [{ name: "kidney.service", content: unit("/usr/bin/sleep infinity") }],
};

/** Machines of a project on a real cloud: they are Linux containers there, so nothing is shown about a kernel or a hypervisor. */
describe("machines on a cloud", function () {
  this.timeout(6 * 60_000);
  const directory = join(stateDir, "machines");
  const file = (name: string) => join(directory, name);
  let test: TestCloud;
  let stack: InlineStack;
  let workingDirectory: string;
  let mirror: string;
  let sink: LogSink | undefined;

  let outputs: MachineOutputs;
  let shell: MachineShell;
  const up = async (document: MachineDocument): Promise<Run> => {
    const run = await stack.up(machinesOnCloud(test, directory, document));
    const plain = Object.entries(run.outputs).map(([key, { value }]) => [key, value]);
    outputs = Object.fromEntries(plain) as MachineOutputs;
    shell = new MachineShell(directory, outputs.hostKeys);
    return run;
  };
  /** The text of what a run failed with, as people would read it. */
  const failure = async (document: MachineDocument): Promise<string> => {
    const error: unknown = await up(document).then(
      () => assert.fail("it should fail"),
      (reason: unknown) => reason,
    );
    return String((error as Error).message);
  };
  const bastionAs = (user: string, keyFile?: string): ShellLogin => ({
    host: outputs.bastion,
    user,
    ...(keyFile === undefined ? {} : { keyFile: file(keyFile) }),
  });
  const storeBy = (proxy: ShellLogin, keyFile = "operator", user = "spe"): ShellLogin => ({
    host: outputs.store,
    user,
    keyFile: file(keyFile),
    proxy,
  });
  const onStore = (command: string): string => {
    const { status, text } = shell.run(storeBy(bastionAs("spe", "operator")), command);
    assert.equal(status, 0, text);
    return text;
  };
  const client = (): Promise<CloudClient> => {
    const { authUrl, userName, passwordFile, project: name } = test.cloud;
    const password = readFileSync(passwordFile, "utf8").trim();
    return CloudClient.login(authUrl, test.ca, { userName, password, project: name });
  };

  before(async function () {
    this.timeout(cloudTimeout);
    test = await testCloud(this);
    mkdirSync(directory, { recursive: true });
    for (const key of ["operator", "mona", "stranger"]) makeKey(file(key));
    mirror = join(dirname(test.cloud.passwordFile), "..", "mirror");
    sink = await LogSink.start(test.cloud, logPort);
    workingDirectory = process.cwd();
    // where the dynamic provider runs
    process.chdir(directory);
    stack = await InlineStack.create(await ensureEngine(["openstack", "command"]), directory);
    await up(works);
  });

  after(async function () {
    this.timeout(6 * 60_000);
    sink?.stop();
    if (workingDirectory === undefined) return;
    await stack?.destroy();
    process.chdir(workingDirectory);
    rmSync(join(mirror, "greeting"), { force: true });
    rmSync(directory, { recursive: true });
  });

  it("are set up when up ends, reached through the bastion by keys that are known before", () => {
    assert.equal(outputs.hostKeys.length, 2);
    assert.equal(
      onStore(
        "hostname; id -un; cloud-init status; systemctl is-active kidney.service; findmnt -no FSTYPE /data",
      ),
      "kidney-store\nspe\nstatus: done\nactive\next4",
    );
    assert.equal(onStore("systemctl is-system-running"), "running");
  });

  it("make no difference the second time", async () => {
    const { changes } = await up(works);
    assert.deepEqual(Object.keys(changes), ["same"]);
  });

  it("let a person through the bastion by their own key, who can do nothing on it", () => {
    const mona = bastionAs("mona", "mona");
    assert.equal(shell.run(storeBy(mona), "hostname").text, "kidney-store");
    assert.deepEqual(shell.run(mona, "id"), { status: 1, text: "This account is currently not available." });
    assert.match(shell.forward(mona, `${outputs.store}:22`).text, /^SSH-2\.0-/);
    const refused =
      "channel 0: open failed: administratively prohibited: open failed\nstdio forwarding failed";
    assert.equal(shell.forward(mona, `${outputs.store}:80`).text, refused);
    assert.equal(shell.forward(mona, "127.0.0.1:80").text, refused);
    // sshd would, the machine's own firewall does not
    assert.match(shell.forward(mona, `${test.cloud.siteAddress}:22`).text, /open failed: connect failed/);
  });

  it("send the log of who came, from where and by which key, also what a sink did not take at first", async () => {
    const fingerprint = execFileSync("ssh-keygen", ["-lf", file("mona.pub")], { encoding: "utf8" }).split(
      " ",
    )[1];
    shell.forward(bastionAs("mona", "mona"), `${outputs.store}:22`);
    const line = await sink?.waitFor(`"Accepted publickey for mona from `);
    assert.ok(line?.includes(`ED25519 ${fingerprint}`), line);
    assert.ok((sink?.refused ?? 0) > 0);
  });

  it("let nobody in by another key, by a password, as root, or past the bastion", () => {
    const denied = (login: ShellLogin) =>
      assert.deepEqual(shell.run(login, "id"), {
        status: 255,
        text: `${login.user}@${login.host}: Permission denied (publickey).`,
      });
    denied(bastionAs("spe", "stranger"));
    denied(bastionAs("spe", "mona"));
    denied(bastionAs("root", "operator"));
    denied(bastionAs("debian", "operator"));
    denied(bastionAs("spe"));
    denied(bastionAs("mona"));
    const way = bastionAs("spe", "operator");
    denied(storeBy(way, "stranger"));
    denied(storeBy(way, "operator", "root"));
    const past = shell.run({ host: outputs.store, user: "spe", keyFile: file("operator") }, "id");
    assert.equal(past.status, 255);
    assert.match(past.text, /timed out|No route to host/);
  });

  it("are not talked to when they show another key", () => {
    const [first = ""] = outputs.hostKeys;
    const wrong = first.replace(/ AAAA.*/, ` ${readFileSync(file("stranger.pub"), "utf8").split(" ")[1]}`);
    mkdirSync(file("wrong"), { recursive: true });
    const answer = new MachineShell(file("wrong"), [wrong]).run(bastionAs("spe", "operator"), "id");
    assert.equal(answer.status, 255);
    assert.match(answer.text, /Host key verification failed/);
  });

  it("have a secret where it belongs and nowhere else", async () => {
    assert.equal(onStore("sudo cat /etc/kidney/secret.env"), planted);
    assert.equal(onStore("stat -c '%a %U:%G' /etc/kidney/secret.env"), "600 root:root");
    assert.equal(shell.run(storeBy(bastionAs("spe", "operator")), "cat /etc/kidney/secret.env").status, 1);
    const userData = onStore("sudo cat /var/lib/cloud/instance/user-data.txt");
    assert.match(userData, /^#cloud-config/);
    const cloud = await client();
    const asked = await cloud.send("POST", "compute", `/servers/${outputs.storeId}/action`, {
      "os-getConsoleOutput": {},
    });
    await cloud.close();
    const console = String(asked.body.output);
    assert.match(console, /spe: ready /);
    const places = {
      userData,
      console,
      journal: onStore("sudo journalctl --no-pager"),
      arguments: `${onStore("ps axww -o args=")}\n${processes("cmdline").join("\n")}`,
      state: stack.stateFile(),
    };
    for (const [place, text] of Object.entries(places)) {
      assert.ok(!text.includes(planted), place);
      assert.doesNotMatch(text, /-----BEGIN [A-Z ]*PRIVATE KEY-----/, place);
    }
    assert.ok(!places.state.includes(readFileSync(test.cloud.passwordFile, "utf8").trim()));
  });

  describe("when the document changes", () => {
    const sha256 = createHash("sha256").update(greeting).digest("hex");
    const changed = (): MachineDocument => ({
      ...works,
      authorities: [test.ca],
      files: [{ path: "/etc/kidney/version", content: "2\n", owner: "spe", mode: "0600" }],
      artefacts: [
        { url: `https://${test.cloud.siteAddress}/greeting`, sha256, path: "/opt/kidney/greeting" },
      ],
    });
    let old: MachineOutputs;

    before(() => {
      old = outputs;
      onStore("echo kept | sudo tee /data/note");
    });

    it("fail where an artefact is not what it should be, say so once, and are not ready", async () => {
      writeFileSync(join(mirror, "greeting"), "something else\n");
      const found = createHash("sha256").update("something else\n").digest("hex");
      const url = `https://${test.cloud.siteAddress}/greeting`;
      const text = await failure(changed());
      assert.ok(
        text.includes(
          `machine "kidney-store" is not ready: failed artefact ${url}: its sha256 is ${found}, not ${sha256}`,
        ),
        text,
      );
      assert.match(text, /the last lines of its console:\n(.*\n)*.*spe: failed artefact /);
      assert.ok(!stack.stateFile().includes(readFileSync(test.cloud.passwordFile, "utf8").trim()));
    });

    it("come up once it is mended there, at the same address with the same data, and other host keys", async () => {
      writeFileSync(join(mirror, "greeting"), greeting);
      const { changes } = await up(changed());
      assert.equal(changes.replace, undefined);
      assert.equal(changes["create-replacement"], undefined);
      assert.deepEqual([outputs.store, outputs.bastion], [old.store, old.bastion]);
      assert.notEqual(outputs.storeId, old.storeId);
      assert.notDeepEqual(outputs.hostKeys, old.hostKeys);
      assert.equal(onStore("cat /data/note /opt/kidney/greeting"), `kept\n${greeting}`.trim());
      assert.equal(onStore("stat -c '%a %U' /etc/kidney/version /opt/kidney/greeting"), "600 spe\n755 root");
      assert.equal(onStore("sudo cat /etc/kidney/secret.env"), planted);
    });

    it("fail where a unit does, with what it said, and come up with a document that is right", async () => {
      const broken = unit("/usr/bin/sh -c 'echo there is no store; exit 3'");
      const text = await failure({ units: [{ name: "kidney.service", content: broken }] });
      assert.match(text, /machine "kidney-store" is not ready: failed unit kidney\.service\n/);
      assert.match(text, /there is no store/);
      await up(works);
      assert.equal(onStore("cat /data/note"), "kept");
    });
  });

  describe("after destroy", () => {
    it("are gone, with all that belonged to them", async () => {
      await stack.destroy();
      const cloud = await client();
      const left = {
        servers: await cloud.list("compute", "/servers"),
        keys: await cloud.list("compute", "/os-keypairs"),
        ports: await cloud.list("network", `/v2.0/ports?project_id=${cloud.projectId}`),
        addresses: await cloud.list("network", `/v2.0/floatingips?project_id=${cloud.projectId}`),
        networks: await cloud.list("network", `/v2.0/networks?project_id=${cloud.projectId}`),
      };
      await cloud.close();
      const ours = Object.entries(left).map(([kind, things]) => [
        kind,
        things.filter((thing) => JSON.stringify(thing).includes("kidney")).length,
      ]);
      assert.deepEqual(Object.fromEntries(ours), {
        servers: 0,
        keys: 0,
        ports: 0,
        addresses: 0,
        networks: 0,
      });
    });
  });
});
