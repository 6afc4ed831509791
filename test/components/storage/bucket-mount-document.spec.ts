import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cloudConfig } from "../../../components/cloud/cloud-config";
import { documentProblems } from "../../../components/cloud/machine-document-problems";
import { bucketMountDocument, bucketMountSecret } from "../../../components/storage/bucket-mount-document";
import { type BucketMountSpec, placesOf } from "../../../components/storage/bucket-mount-spec";
import { publicKey } from "../cloud/keys";

const pem = "-----BEGIN CERTIFICATE-----\nMIIB+/=\n-----END CERTIFICATE-----\n";
const spec: BucketMountSpec = {
  endpoint: "https://s3.example.org:9000",
  certificateAuthority: pem,
  bucket: "heart-scratch",
  owner: { user: "alice", uid: 20_001 },
};
const login = {
  issuer: "https://login.example.org/realms/heart",
  clientId: "heart-portal",
  clientSecret: "correct-horse-battery",
  roleArn: "arn:minio:iam:::role/abc",
};
const folder = "/etc/rclone/home+alice+data+minio";

const unitOf = (changes: Partial<BucketMountSpec>, type: string): string =>
  bucketMountDocument({ ...spec, ...changes }).units?.find(({ name }) => name.endsWith(type))?.content ?? "";

const optionsOf = (changes: Partial<BucketMountSpec>): string[] =>
  /^Options=(.*)$/m.exec(unitOf(changes, ".mount"))?.[1]?.split(",") ?? [];

describe("a mount in a machine's document", () => {
  it("brings rclone's settings, closed to everybody but root and without keys", () => {
    assert.deepEqual(bucketMountDocument(spec).files, [
      {
        path: `${folder}/rclone.conf`,
        content: `[store]
type = s3
provider = Minio
endpoint = https://s3.example.org:9000
env_auth = true
shared_credentials_file = ${folder}/profile
# without it, rclone would ask whether it may make the bucket, which its keys may not
no_check_bucket = true
`,
        mode: "0600",
      },
      {
        path: `${folder}/profile`,
        content: `[default]\ncredential_process = /usr/bin/sed s/@soon@/$(date -ud +30sec +%FT%TZ)/ ${folder}/credentials.json\n`,
        mode: "0600",
      },
      { path: `${folder}/ca.pem`, content: pem, mode: "0600" },
    ]);
  });

  it("starts what waits for a visitor, and mounts at each boot once there are keys", () => {
    const { units = [], commands } = bucketMountDocument(spec);
    assert.deepEqual(
      units.map(({ name, start }) => [name, start]),
      [
        ["home-alice-data-minio.mount", false],
        ["home-alice-data-minio.automount", undefined],
      ],
    );
    assert.match(units[0]?.content ?? "", /^ConditionPathExists=.*\/credentials\.json$/m);
    assert.match(units[0]?.content ?? "", /^What=store:heart-scratch\/$/m);
    assert.match(units[0]?.content ?? "", /^Where=\/home\/alice\/data\/minio$/m);
    assert.deepEqual(commands, [
      ["ln", "-sfn", "/usr/bin/rclone", "/usr/sbin/mount.rclone"],
      ["runuser", "-u", "alice", "--", "mkdir", "-p", "/home/alice/data/minio"],
      ["systemctl", "enable", "--quiet", "home-alice-data-minio.mount"],
    ]);
  });

  it("is closed to others by the kernel, and waits for no store for long", () => {
    const options = optionsOf({});
    for (const option of [
      "default_permissions",
      "uid=20001",
      "gid=20001",
      "umask=0077",
      "_netdev",
      "nofail",
      "contimeout=5s",
      "timeout=20s",
      "low-level-retries=2",
      "ignore-checksum",
      "no-checksum",
    ])
      assert.ok(options.includes(option), option);
  });

  const variants: [string, Partial<BucketMountSpec>, has: string[], hasNot: string[]][] = [
    ["reads and writes", {}, ["rw", "vfs-cache-mode=writes", `ca-cert=${folder}/ca.pem`], ["ro"]],
    ["only reads", { readOnly: true }, ["ro", "vfs-cache-mode=off"], ["rw"]],
    [
      "keeps what it reads",
      { readOnly: true, cache: { mode: "full", gib: 3, minutes: 5 } },
      ["vfs-cache-mode=full", "vfs-cache-max-size=3G", "vfs-cache-max-age=5m"],
      [],
    ],
    [
      "trusts the machine's authorities",
      { certificateAuthority: undefined },
      [],
      [`ca-cert=${folder}/ca.pem`],
    ],
    [
      "has a group of its own",
      { owner: { user: "alice", uid: 1000, gid: 1001 } },
      ["gid=1001"],
      ["gid=1000"],
    ],
  ];
  for (const [what, changes, has, hasNot] of variants) {
    it(`${what}, as it is told`, () => {
      const options = optionsOf(changes);
      assert.deepEqual(
        has.filter((option) => !options.includes(option)),
        [],
      );
      assert.deepEqual(
        hasNot.filter((option) => options.includes(option)),
        [],
      );
    });
  }

  it("mounts a folder of the bucket elsewhere, where the owner needs not make the directory", () => {
    const changes = { prefix: "a/b@c/", mountPath: "/data/in-put", region: "eu-1" };
    assert.match(unitOf(changes, ".mount"), /^What=store:heart-scratch\/a\/b@c\/$/m);
    const { files, commands = [] } = bucketMountDocument({ ...spec, ...changes });
    assert.match(files?.[0]?.content ?? "", /^region = eu-1$/m);
    assert.equal(
      commands.some(([program]) => program === "runuser"),
      false,
    );
  });

  it("is a right document, which cloud-init takes", () => {
    for (const access of ["keys", "login"] as const) {
      const document = bucketMountDocument({ ...spec, access, dirName: "in-put_1.2" });
      assert.deepEqual(
        Object.entries(documentProblems(document)).filter(([, problem]) => problem !== undefined),
        [],
      );
      assert.match(cloudConfig({ document, publicKey }).userData, /^#cloud-config\n/);
    }
  });

  it("has its keys in a file of their own, which says when to ask again", () => {
    assert.deepEqual(bucketMountSecret(spec, { accessKey: "heart-mount", secretKey: 'a"b\\c' }), {
      path: `${folder}/credentials.json`,
      content: `{"Version":1,"AccessKeyId":"heart-mount","SecretAccessKey":"a\\"b\\\\c","Expiration":"@soon@"}\n`,
      mode: "0600",
      command: ["systemctl", "start", "home-alice-data-minio.mount"],
    });
  });

  it("asks a program for keys where its owner's login buys them", () => {
    const { files = [] } = bucketMountDocument({ ...spec, access: "login" });
    assert.deepEqual(
      files.map(({ path, mode }) => `${path} ${mode}`),
      [
        `${folder}/rclone.conf 0600`,
        `${folder}/profile 0600`,
        "/usr/local/libexec/spe-person-keys 0700",
        `${folder}/ca.pem 0600`,
      ],
    );
    assert.equal(
      files[1]?.content,
      `[default]\ncredential_process = /usr/local/libexec/spe-person-keys ${folder}/credentials.json\n`,
    );
    assert.deepEqual(JSON.parse(bucketMountSecret(spec, login).content), {
      user: "alice",
      ticketFile: "/home/alice/.config/spe/refresh-token",
      tokenUrl: "https://login.example.org/realms/heart/protocol/openid-connect/token",
      clientId: "heart-portal",
      clientSecret: "correct-horse-battery",
      storeUrl: "https://s3.example.org:9000",
      roleArn: "arn:minio:iam:::role/abc",
      authority: pem,
    });
  });

  const wrong: [string, Partial<BucketMountSpec>, string][] = [
    [
      "an address without TLS",
      { endpoint: "http://s3.example.org" },
      'endpoint must be an https origin without a path, such as "https://s3.example.org", got "http://s3.example.org"',
    ],
    [
      "an address that goes on in a second line",
      { endpoint: "https://s3.example.org\nprovider=x" },
      'endpoint must be an https origin without a path, such as "https://s3.example.org", got "https://s3.example.org\nprovider=x"',
    ],
    [
      "a bucket that is none",
      { bucket: "Heart" },
      'bucket must be the physical name of a bucket, such as "heart-scratch", got "Heart"',
    ],
    [
      "a prefix that climbs",
      { prefix: "a/../" },
      'prefix must be empty or folders that end with "/", of letters, digits and _ . @ = + -, got "a/../"',
    ],
    [
      "root as owner",
      { owner: { user: "alice", uid: 0 } },
      "owner.uid must be a whole number of 1000 to 59999, got 0",
    ],
    [
      "a hidden folder",
      { dirName: ".ssh" },
      'dirName must begin with a letter or digit and go on with those and . _ @ -, got ".ssh"; mountPath must be below /home, /data, /mnt, /media, /srv, its parts as a dirName, got "/home/alice/data/.ssh"',
    ],
    [
      "a path of the system's",
      { mountPath: "/etc/cron.d" },
      'mountPath must be below /home, /data, /mnt, /media, /srv, its parts as a dirName, got "/etc/cron.d"',
    ],
    [
      "an option more in a path",
      { mountPath: "/data/x,suid" },
      'mountPath must be below /home, /data, /mnt, /media, /srv, its parts as a dirName, got "/data/x,suid"',
    ],
    [
      "another's home",
      { mountPath: "/home/bob/data" },
      'mountPath must not be in the home of another than its owner "alice", got "/home/bob/data"',
    ],
    ["no room", { cache: { gib: 0 } }, "cache.gib must be a whole number of 1 to 10000, got 0"],
    [
      "an authority that is none",
      { certificateAuthority: `${pem}-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n` },
      "certificateAuthority must be the PEM of a certificate",
    ],
  ];
  for (const [what, changes, message] of wrong) {
    it(`refuses ${what}`, () =>
      assert.throws(() => bucketMountDocument({ ...spec, ...changes }), {
        message: `mount of "${changes.bucket ?? spec.bucket}": ${message}`,
      }));
  }

  it("refuses wrong secrets without telling them", () => {
    const keys = { accessKey: "heart-mount", secretKey: "two\nlines" };
    assert.throws(() => bucketMountSecret(spec, keys), {
      message: 'access to "heart-scratch": secretKey must be 3 to 256 printable signs without spaces',
    });
    assert.throws(() => bucketMountSecret(spec, { ...login, tokenFile: "../bob/token" }), {
      message: `access to "heart-scratch": tokenFile must be a path in the owner's home, got "../bob/token"`,
    });
  });

  it("names units as systemd does, and folders as no other mount", () => {
    const paths = ["/home/alice/data/minio", "/data/in-put", "/data/in/put", "/srv/a_b.c@d"];
    assert.equal(new Set(paths.map((path) => placesOf(path).folder)).size, paths.length);
    const { error, stdout } = spawnSync("systemd-escape", ["--path", ...paths], { encoding: "utf8" });
    const expected = error
      ? ["home-alice-data-minio", "data-in\\x2dput", "data-in-put", "srv-a_b.c\\x40d"]
      : stdout.trim().split(" ");
    assert.deepEqual(
      paths.map((path) => placesOf(path).unit),
      expected,
    );
  });
});
