import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudClient } from "../support/cloud-client";
import { type PlainMachine, PlainProject } from "../support/plain-project";
import { cloudTimeout, type TestCloud, testCloud } from "../support/test-cloud";

/**
 * Machines and networks of the sandbox's cloud, seen from inside and from outside. It shows that they keep to what the
 * cloud's services were told; it does not show what a hypervisor would add, since machines share the host's kernel.
 */
describe("machines of the sandbox's cloud", function () {
  this.timeout(5 * 60_000);
  let test: TestCloud;
  let client: CloudClient;
  let directory: string;
  let project: PlainProject;
  let ground: { network: string; group: string };
  let one: PlainMachine;
  let two: PlainMachine;
  let volume: string;

  const says = async (machine: PlainMachine, command: string) => (await project.ssh(machine, command)).text;
  const lets = async (machine: PlainMachine, namespace?: string) =>
    (await project.ssh(machine, "true", namespace)).status === 0;
  /** Whether one reaches a port of another machine. */
  const reaches = (address: string, port = 22) =>
    says(one, `timeout 3 bash -c 'exec 3<>/dev/tcp/${address}/${port}' 2>/dev/null && echo yes || echo no`);

  before(async function () {
    this.timeout(cloudTimeout);
    test = await testCloud(this);
    const { cloud, ca } = test;
    directory = mkdtempSync(join(tmpdir(), "spe-machines-"));
    const { project: name, userName, passwordFile } = cloud;
    const password = readFileSync(passwordFile, "utf8");
    client = await CloudClient.login(cloud.authUrl, ca, { project: name, userName, password });
    project = new PlainProject(client, directory, "plain");
    ground = await project.ground("10.77.0.0/24");
    await project.openSsh(ground.group, { remote_ip_prefix: `${cloud.hostAddress}/32` });
    one = await project.boot("one", ground, "10.77.0.20");
    two = await project.boot("two", ground);
    for (const machine of [one, two]) await project.until("ssh answers", () => lets(machine));
  });

  after(async () => {
    await client?.close();
    if (directory) rmSync(directory, { recursive: true });
  });

  it("open their own devices and none of the host's, not even as root", async () => {
    const script = [
      "mount -t devtmpfs none /mnt",
      "head -c 1 /mnt/zero | wc -c",
      "for disk in $(find /mnt -type b); do head -c 1 $disk 2>&1 >/dev/null | grep -o 'Operation not permitted' || echo opened; done | sort -u",
      "umount /mnt",
      "mknod /root/zero c 1 5 && echo made",
      "mknod /root/disk b 7 0 2>&1 | grep -o 'Operation not permitted'",
      "date -s 2001-01-01 2>&1 >/dev/null | grep -o 'Operation not permitted'",
    ];
    const refused = "Operation not permitted";
    const expected = ["1", refused, "made", refused, refused];
    assert.deepEqual(
      (await says(one, `sudo sh -c "${script.join("; ").replaceAll("$", "\\$")}"`)).split("\n"),
      expected,
    );
  });

  it("are reached as far as their rules say, and a rule that goes ends what it let in", async () => {
    const { namespace } = test.cloud;
    assert.equal(await lets(one, namespace), false);
    const internet = test.cloud.siteAddress.replace(/\d+$/, "0/24");
    const rule = await project.openSsh(ground.group, { remote_ip_prefix: internet });
    await project.until("the rule holds", () => lets(one, namespace));
    const cut = project.ssh(one, "echo begun; exec sleep 60", namespace);
    const kept = project.ssh(one, "sleep 15; echo kept");
    await project.until("both are connected", async () => Number(await says(one, "pgrep -cx sleep")) === 2);
    await project.remove("network", `/v2.0/security-group-rules/${rule}`);
    assert.equal((await cut).status, 255);
    assert.deepEqual(await kept, { status: 0, text: "kept" });
    assert.equal(await lets(one, namespace), false);
  });

  it("are reached by their neighbours as far as their rules say, under their names", async () => {
    assert.equal(await reaches(two.fixed), "no");
    const rule = await project.openSsh(ground.group, { remote_group_id: ground.group });
    await project.until("the rule holds", async () => (await reaches("two")) === "yes");
    assert.equal(await reaches("nobody"), "no");
    await project.remove("network", `/v2.0/security-group-rules/${rule}`);
    await project.until("the rule is gone", async () => (await reaches("two")) === "no");
  });

  it("send as nobody else, and reach the world but not the host", async () => {
    const ping = (from: string, to: string) =>
      `ping -c1 -W2 -I ${from} ${to} >/dev/null && echo yes || echo no`;
    const other = "10.77.0.99";
    const script = [
      ping(one.fixed, "10.77.0.1"),
      `ip address add ${other}/24 dev ens3; ${ping(other, "10.77.0.1")}; ip address del ${other}/24 dev ens3`,
      ping(one.fixed, test.cloud.siteAddress),
      ping(one.fixed, test.cloud.hostAddress),
    ];
    assert.deepEqual((await says(one, `sudo sh -c '${script.join("; ")}'`)).split("\n"), [
      "yes",
      "no",
      "yes",
      "no",
    ]);
  });

  it("are told who they are, each for itself", async () => {
    const ask = "curl -sm5 http://169.254.169.254/openstack/latest/meta_data.json";
    for (const machine of [one, two]) assert.equal(JSON.parse(await says(machine, ask)).uuid, machine.id);
    const above =
      "curl -sm5 --path-as-is -o /dev/null -w '%{http_code}' http://169.254.169.254/openstack/../../spec.json";
    assert.equal(await says(one, above), "404");
  });

  it("keep what is on a volume, whichever has it, and whatever becomes of them", async () => {
    const wanted = { volume: { name: "plain", size: 1, volume_type: "LUKS" } };
    const { id } = await project.make("volumev3", "/volumes", wanted);
    volume = id;
    const has = async (status: string) =>
      (await project.make("volumev3", `/volumes/${id}`, undefined, "GET")).status === status;
    const attach = async (machine: PlainMachine) => {
      await project.until("it is free", () => has("available"));
      const path = `/servers/${machine.id}/os-volume_attachments`;
      await project.make("compute", path, { volumeAttachment: { volumeId: id } });
      await project.until("it is attached", () => has("in-use"));
    };
    const disk = `/dev/disk/by-id/virtio-${id.slice(0, 20)}`;
    const read = `sudo mount ${disk} /mnt && cat /mnt/note`;

    await attach(one);
    await says(one, `sudo mkfs.ext4 -q ${disk} && sudo mount ${disk} /mnt && echo kept | sudo tee /mnt/note`);
    await project.remove("compute", `/servers/${one.id}/os-volume_attachments/${id}`);
    await attach(two);
    assert.equal(await says(one, `ls ${disk} /dev/vdb 2>/dev/null; findmnt /mnt; echo gone`), "gone");
    assert.equal(await says(two, read), "kept");

    const nspawn = `systemd-nspawn .*--uuid=${two.id}`;
    for (const pid of execFileSync("pgrep", ["-xf", `${nspawn}.*`], { encoding: "utf8" })
      .trim()
      .split("\n")) {
      process.kill(Number(pid), "SIGKILL");
    }
    await project.until("it is seen to be off", async () => (await project.status(two.id)) === "SHUTOFF");
    assert.equal(await lets(two), false);
    await project.make("compute", `/servers/${two.id}/action`, { "os-start": null });
    await project.until("it is on again", () => lets(two));
    assert.equal(await says(two, read), "kept");
  });

  it("do not meet those of another project, which may have the same addresses", async () => {
    const { cloud, ca } = test;
    const password = readFileSync(cloud.other.passwordFile, "utf8");
    const stranger = await CloudClient.login(cloud.authUrl, ca, { ...cloud.other, password });
    const other = new PlainProject(stranger, directory, "plain-other");
    try {
      const elsewhere = await other.ground("10.77.0.0/24");
      await other.openSsh(elsewhere.group, { remote_ip_prefix: `${cloud.hostAddress}/32` });
      const third = await other.boot("third", elsewhere, one.fixed);
      await other.until("ssh answers", async () => (await other.ssh(third, "true")).status === 0);
      assert.equal((await other.ssh(third, "hostname")).text, "third");
      assert.equal(await says(one, "hostname"), "one");
      assert.equal(await reaches(third.floating), "no");
      assert.equal((await stranger.send("GET", "compute", `/servers/${one.id}`)).status, 404);
      assert.equal((await stranger.send("DELETE", "compute", `/servers/${third.id}`)).status, 204);
    } finally {
      await stranger.close();
    }
  });

  it("leave nothing on the host", async () => {
    const prefix = test.cloud.namespace.replace(/cloud$/, "");
    const own = [one, two].map(({ id }) => `${prefix}vm-${id.slice(0, 8)}`);
    const groups = ["/sys/fs/cgroup/unified", "/sys/fs/cgroup"].map((root) => `${root}/${prefix}machines`);
    const left = () => [
      ...readdirSync("/run/netns"),
      ...groups.filter(existsSync).flatMap((folder) => readdirSync(folder)),
      ...readFileSync("/proc/mounts", "utf8").split(/\s/),
      execFileSync("losetup", ["--list", "--noheadings"], { encoding: "utf8" }).includes(volume) && "a loop",
    ];
    const mine = [...own, "a loop"];
    assert.ok(mine.every((name) => left().includes(name)));
    for (const { id } of [one, two]) await project.remove("compute", `/servers/${id}`);
    await project.until("they are gone", async () => !mine.some((name) => left().includes(name)));
  });
});
