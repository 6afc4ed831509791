import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../../../components/five-safes";
import { BucketMount, type BucketMountArgs } from "../../../components/storage/bucket-mount";
import { assertWellBuilt, recordResources } from "../../support/record";
import { hostKey } from "../cloud/keys";
import { machineFindings } from "../cloud/machine-findings";

const connection = { host: "10.20.0.7", user: "spe", privateKey: "private", hostKey };
const pem = "-----BEGIN CERTIFICATE-----\nMIIB+/=\n-----END CERTIFICATE-----\n";
const args: BucketMountArgs = {
  connection,
  endpoint: "https://s3.example.org",
  certificateAuthority: pem,
  bucket: "heart-scratch",
  owner: { user: "alice", uid: 20_001 },
  access: { accessKey: "heart-mount", secretKey: "correct-horse-battery" },
};

const login: BucketMountArgs["access"] = {
  issuer: "https://login.example.org/realms/heart",
  clientId: "heart-portal",
  clientSecret: "correct-horse-battery",
  roleArn: "arn:minio:iam:::role/abc",
};

const build = (changes: Partial<BucketMountArgs> = {}) =>
  recordResources(() => new BucketMount("heart-mount", { ...args, ...changes }));

const commandOf = async (changes: Partial<BucketMountArgs> = {}): Promise<Record<string, string>> => {
  const [, command] = await build(changes);
  return (command?.inputs ?? {}) as Record<string, string>;
};

const assertBash = (text: string): void => {
  const { status, stderr } = spawnSync("bash", ["-n"], { input: text, encoding: "utf8" });
  assert.deepEqual([status, stderr], [0, ""]);
};

/** The script in a command, as bash gets it. */
const scriptIn = (command: string): string => {
  const asRoot = "; then exec bash -c ";
  const argument = command.slice(
    command.indexOf(asRoot) + asRoot.length,
    command.lastIndexOf("; else exec sudo"),
  );
  return spawnSync("bash", ["-c", `printf %s ${argument}`], { encoding: "utf8" }).stdout;
};

/** What the commands do to a machine is shown with a real one in test/integration/bucket-mount.spec.ts. */
describe("BucketMount", () => {
  it("sends its script on standard input, as a secret, and shows no key in a command", async () => {
    const recorded = await build();
    assertWellBuilt(recorded);
    assert.deepEqual(
      recorded.map(({ type, name, secrets }) => [type, name, secrets]),
      [
        ["spe:storage:BucketMount", "heart-mount", []],
        ["command:remote:Command", "heart-mount", ["connection", "stdin"]],
      ],
    );
    const { create, delete: remove, stdin } = await commandOf();
    assert.equal(
      stdin,
      '{"Version":1,"AccessKeyId":"heart-mount","SecretAccessKey":"correct-horse-battery","Expiration":"@soon@"}\n',
    );
    assert.doesNotMatch(`${create}${remove}`, /correct-horse/);
  });

  it("runs scripts that bash takes, for keys and for a login", async () => {
    for (const changes of [{}, { access: login, dirName: "in-put" }]) {
      const { create = "", delete: remove = "" } = await commandOf(changes);
      for (const command of [create, remove]) {
        assertBash(command);
        assert.match(scriptIn(command), /^set -eu/);
        assertBash(scriptIn(command));
      }
    }
  });

  it("is another mount elsewhere, and the same one with other keys", async () => {
    const triggers = async (changes: Partial<BucketMountArgs>) => (await commandOf(changes)).triggers;
    assert.deepEqual(await triggers({}), ["/home/alice/data/minio"]);
    assert.deepEqual(await triggers({ access: { accessKey: "other", secretKey: "other-key" } }), [
      "/home/alice/data/minio",
    ]);
    assert.deepEqual(await triggers({ dirName: "input" }), ["/home/alice/data/input"]);
  });

  it("tells where it is and what systemd calls it", async () => {
    const told: unknown[] = [];
    await recordResources(() => {
      const { mountPath, unit } = new BucketMount("heart-mount", { ...args, dirName: "in-put" });
      mountPath.apply((path) => told.push(path, unit));
    });
    assert.deepEqual(told, ["/home/alice/data/in-put", "home-alice-data-in\\x2dput.mount"]);
  });

  it("holds every rule of the pack at every tier", async () => {
    for (const access of [args.access, login]) {
      const mount = (_project: ProjectFacts, opts: pulumi.ComponentResourceOptions) =>
        new BucketMount("heart-mount", { ...args, access }, opts);
      assert.deepEqual(await machineFindings(mount), []);
    }
  });

  it("refuses what is wrong, all at once, before anything is known", async () => {
    await assert.rejects(build({ bucket: "Heart", readOnly: true, cache: { minutes: 0 } }), {
      message:
        'mount "heart-mount": bucket must be the physical name of a bucket, such as "heart-scratch", got "Heart"; cache.minutes must be a whole number of 1 to 10080, got 0',
    });
  });
});
