import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { parse } from "yaml";
import { type CloudConfigArgs, cloudConfig, sizeProblem } from "../../../components/cloud/cloud-config";
import { mountUnitName } from "../../../components/cloud/data-volume";
import { quote } from "../../../components/cloud/shell-word";
import { publicKey } from "./keys";

const sha256 = "0f".repeat(32);
const args: CloudConfigArgs = {
  publicKey,
  document: {
    files: [{ path: "/etc/store/env", content: "A=yes\n0755: 1\n", owner: "store:store", mode: "0640" }],
    artefacts: [
      { url: "https://mirror.example.org/store", sha256, path: "/opt/store" },
      { url: "https://mirror.example.org/tools.tar.gz", sha256, path: "/opt/tools", unpack: true },
    ],
    users: [
      { name: "store", publicKeys: [], shell: "/usr/sbin/nologin" },
      { name: "alice", uid: 10001, groups: ["readers"], sudo: true, publicKeys: [publicKey] },
    ],
    commands: [["sh", "-c", "echo 'it is' $HOME"]],
    units: [
      { name: "store.service", content: "[Service]\nExecStart=/opt/store\n" },
      { name: "store-dump.service", content: "[Service]\nExecStart=/opt/store dump\n", start: false },
    ],
    authorities: ["-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"],
  },
  dataVolume: { id: "11112222-3333-4444-5555-666677778888", mountPath: "/var/lib/store-data" },
};

interface Written {
  path: string;
  permissions: string;
  content: string;
}

/** The YAML as cloud-init's parser reads it. */
const parsed = (changes: Partial<CloudConfigArgs> = {}) =>
  parse(cloudConfig({ ...args, ...changes }).userData, { version: "1.1" });
const written = (changes?: Partial<CloudConfigArgs>): Map<string, Written> =>
  new Map((parsed(changes).write_files as Written[]).map((file) => [file.path, file]));
const setup = (changes?: Partial<CloudConfigArgs>): string =>
  written(changes).get("/usr/local/lib/spe/setup")?.content ?? assert.fail("there is no set-up");

/** That a machine does what is in it is shown on a real one. */
describe("a machine's user data", () => {
  it("is a cloud-config that makes accounts without passwords and lets nobody in as root", () => {
    assert.match(cloudConfig(args).userData, /^#cloud-config\n/);
    const { users, disable_root, ssh_pwauth, ssh_genkeytypes, runcmd, ...rest } = parsed();
    assert.deepEqual(Object.keys(rest), ["write_files"]);
    assert.deepEqual([disable_root, ssh_pwauth, ssh_genkeytypes], [true, false, ["ed25519"]]);
    assert.deepEqual(runcmd, [["systemctl", "enable", "--now", "--no-block", "spe-setup.service"]]);
    const sudo = ["ALL=(ALL) NOPASSWD:ALL"];
    assert.deepEqual(users, [
      {
        name: "spe",
        sudo,
        shell: "/bin/bash",
        lock_passwd: true,
        ssh_authorized_keys: [publicKey],
        uid: 900,
        no_user_group: true,
      },
      { name: "store", shell: "/usr/sbin/nologin", lock_passwd: true, ssh_authorized_keys: [] },
      {
        name: "alice",
        uid: 10001,
        groups: ["readers"],
        sudo,
        shell: "/bin/bash",
        lock_passwd: true,
        ssh_authorized_keys: [publicKey],
      },
    ]);
  });

  it("writes files and units as they are, whatever YAML would take them for", () => {
    const files = written();
    assert.deepEqual(files.get("/etc/store/env"), {
      path: "/etc/store/env",
      permissions: "0640",
      content: "A=yes\n0755: 1\n",
    });
    assert.deepEqual(files.get("/etc/systemd/system/store.service"), {
      path: "/etc/systemd/system/store.service",
      permissions: "0644",
      content: "[Service]\nExecStart=/opt/store\n",
    });
    assert.deepEqual([...files.keys()].sort(), [
      "/etc/ssh/sshd_config.d/10-spe.conf",
      "/etc/store/env",
      "/etc/systemd/system/spe-data-volume.service",
      "/etc/systemd/system/spe-metadata-fence.service",
      "/etc/systemd/system/spe-setup.service",
      "/etc/systemd/system/store-dump.service",
      "/etc/systemd/system/store.service",
      "/etc/systemd/system/var-lib-store\\x2ddata.mount",
      "/usr/local/lib/spe/data-volume",
      "/usr/local/lib/spe/metadata-fence.nft",
      "/usr/local/lib/spe/setup",
      "/usr/local/share/ca-certificates/spe-1.crt",
    ]);
  });

  it("sets up in order: owners, authorities, artefacts, data volume, commands, units", () => {
    const steps = setup()
      .split("\n")
      .slice(setup().split("\n").indexOf("setup() {"))
      .filter((line) =>
        /^ {2}(start|artefact|chown|update-ca-certificates|sh|mv|tar|chmod) /.test(`${line} `),
      );
    assert.deepEqual(
      steps.map((line) => line.trim()),
      [
        "start spe-metadata-fence.service",
        "chown -- store:store /etc/store/env",
        "update-ca-certificates",
        `artefact https://mirror.example.org/store ${sha256}`,
        'chmod 0755 "$download"',
        'mv --force "$download" /opt/store',
        `artefact https://mirror.example.org/tools.tar.gz ${sha256}`,
        'tar --extract --no-same-owner --file "$download" --directory /opt/tools',
        "start 'var-lib-store\\x2ddata.mount'",
        "sh -c 'echo '\\''it is'\\'' $HOME'",
        "start store.service",
      ],
    );
  });

  it("waits for everything that it starts, and for nothing else", () => {
    assert.match(
      setup(),
      /^steady spe-metadata-fence\.service 'var-lib-store\\x2ddata\.mount' store\.service$/m,
    );
    assert.match(setup({ document: {}, dataVolume: undefined }), /^steady spe-metadata-fence\.service$/m);
  });

  it("has scripts that bash can read", () => {
    for (const { path, content } of written().values())
      if (content.startsWith("#!/bin/bash"))
        assert.doesNotThrow(() => execFileSync("bash", ["-n"], { input: content, stdio: "pipe" }), path);
  });

  it("has a digest of its own, which it says when it is ready", () => {
    const { digest } = cloudConfig(args);
    assert.match(digest, /^[0-9a-f]{16}$/);
    assert.match(setup(), new RegExp(`^say "ready ${digest}"$`, "m"));
    assert.equal(cloudConfig(args).digest, digest);
    const others = [
      { ...args, document: { ...args.document, commands: [] } },
      { ...args, publicKey: publicKey.replace("mona", "otto") },
      { ...args, dataVolume: { id: "another", mountPath: "/data" } },
    ];
    assert.equal(new Set([digest, ...others.map((other) => cloudConfig(other).digest)]).size, 4);
  });

  it("is refused above Nova's limit, with what is too large, and taken below it", () => {
    const sized = (bytes: number): CloudConfigArgs => ({
      publicKey,
      document: {
        files: [
          { path: "/etc/small", content: "b".repeat(300) },
          { path: "/etc/large", content: "a".repeat(bytes) },
        ],
      },
    });
    const overhead = cloudConfig(sized(0)).userData.length;
    // 65,535 bytes of base64 hold 49,149
    const most = 49_149 - overhead - "|-\n".length - 40;
    assert.equal(sizeProblem(sized(most)), undefined);
    assert.match(
      sizeProblem(sized(60_000)) ?? "",
      /^must be at most 65535 bytes in base64, is \d{5}; the largest are file \/etc\/large \(60000\), file \/etc\/small \(300\); let an artefact bring what is large$/,
    );
  });
});

describe("a word for a shell", () => {
  it("arrives as it is", () => {
    const words = ["plain", "", "two words", "it's", '$HOME `id` "x" \\', "a\nb", "*", "--", "é"];
    const told = execFileSync("sh", ["-c", `printf '%s\\0' ${words.map(quote).join(" ")}`]).toString();
    assert.deepEqual(told.split("\0").slice(0, -1), words);
  });
});

describe("the unit of a mount", () => {
  it("is named as systemd names it", () => {
    assert.equal(mountUnitName("/data"), "data.mount");
    assert.equal(mountUnitName("/var/lib/store-data"), "var-lib-store\\x2ddata.mount");
    assert.equal(mountUnitName("/srv/a_b.c"), "srv-a_b.c.mount");
  });
});
