import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { documentProblems } from "../../../components/cloud/machine-document-problems";
import { ProjectGround } from "../../../components/cloud/project-ground";
import { ObjectStoreMachine } from "../../../components/storage/store-machine";
import type { ObjectStoreMachineArgs } from "../../../components/storage/store-machine-args";
import { storeMachineDocument } from "../../../components/storage/store-machine-document";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { hostKey } from "../cloud/keys";
import { machineFindings } from "../cloud/machine-findings";
import { operatorSecret, servedAnswers, servedGround, serverArgs } from "../cloud/served-ground";

const authority = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const ground = servedGround("store", [9000, 9001]);

const args: Omit<ObjectStoreMachineArgs, "ground"> = {
  ...serverArgs,
  server: { url: "https://198.18.0.10/minio", sha256: "0".repeat(64) },
  client: { url: "https://198.18.0.10/mc", sha256: "1".repeat(64) },
  url: "https://store.example.org",
  consoleUrl: "https://console.example.org",
  tls: { certificate: "store-certificate", privateKey: "store-certificate-key" },
  kmsKey: "heart:a21zLWtleQ==",
  root: { accessKey: "root-user", secretKey: 'root-"word"' },
  provisioner: { accessKey: "spe-provisioner", secretKey: "provisioner-word" },
  authorities: [authority],
};
const planted = ["store-certificate-key", "a21zLWtleQ==", 'root-"word"', "provisioner-word", operatorSecret];

const build = async (
  changes: Partial<ObjectStoreMachineArgs> = {},
  use: (store: ObjectStoreMachine) => unknown = () => {},
) => {
  const recorded = await recordResources(
    () =>
      use(
        new ObjectStoreMachine("heart-store", {
          ...args,
          ground: new ProjectGround("heart-ground", ground),
          ...changes,
        }),
      ),
    servedAnswers,
  );
  return recorded.filter(({ name }) => name.startsWith("heart-store"));
};

const command = (recorded: Recorded[], name: string): Recorded =>
  recorded.find((it) => it.name === name && it.type === "command:remote:Command") ??
  assert.fail(`no command "${name}"`);

/** Against a mocked engine: what is asked for; what MinIO makes of it is shown on a real machine. */
describe("ObjectStoreMachine", () => {
  it("is a machine with the role store, secrets and a start, well built", async () => {
    const recorded = await build();
    assertWellBuilt(recorded);
    assert.deepEqual(recorded.map(({ type, name }) => `${type.replace(/.*:/, "")} ${name}`).sort(), [
      "Command heart-store-certificate",
      "Command heart-store-certificate-key",
      "Command heart-store-client",
      "Command heart-store-environment",
      "Command heart-store-start",
      "Instance heart-store",
      "Keypair heart-store-key",
      "Machine heart-store",
      "MachineReadiness heart-store-ready",
      "MachineSecret heart-store-certificate",
      "MachineSecret heart-store-certificate-key",
      "MachineSecret heart-store-client",
      "MachineSecret heart-store-environment",
      "ObjectStoreMachine heart-store",
      "Port heart-store-port",
      "Volume heart-store-data",
    ]);
    const volume = recorded.find(({ type }) => type.endsWith(":Volume"));
    assert.equal(volume?.inputs.volumeType, "LUKS");
    assert.equal(volume?.opts.protect, true);
  });

  it("brings settings and keys over standard input", async () => {
    const recorded = await build();
    assert.equal(command(recorded, "heart-store-certificate").inputs.stdin, "store-certificate");
    assert.equal(command(recorded, "heart-store-certificate-key").inputs.stdin, "store-certificate-key");
    assert.equal(
      command(recorded, "heart-store-environment").inputs.stdin,
      'MINIO_ROOT_USER="root-user"\nMINIO_ROOT_PASSWORD="root-\\"word\\""\nMINIO_KMS_SECRET_KEY="heart:a21zLWtleQ=="\n' +
        'MINIO_BROWSER_REDIRECT_URL="https://console.example.org"\n',
    );
    assert.deepEqual(JSON.parse(String(command(recorded, "heart-store-client").inputs.stdin)), {
      version: "10",
      aliases: {
        root: server("root-user", 'root-"word"'),
        provisioner: server("spe-provisioner", "provisioner-word"),
      },
    });
  });

  const server = (accessKey: string, secretKey: string) => ({
    ...{ url: "https://store.example.org:9000", api: "S3v4", path: "auto" },
    ...{ accessKey, secretKey },
  });

  it("has no secret in plain", async () => {
    for (const { name, inputs, secrets } of await build()) {
      const plain = Object.entries(inputs).filter(([key]) => !secrets.includes(key));
      for (const word of planted) assert.ok(!JSON.stringify(plain).includes(word), `${name}: ${word}`);
    }
  });

  it("starts when all secrets are there, and again when one of them changes or the machine does", async () => {
    const start = command(await build(), "heart-store-start");
    assert.match(String(start.inputs.create), /\/usr\/local\/lib\/minio\/start/);
    const before = [start.opts.dependsOn].flat().map((it) => (it as unknown as { __name: string }).__name);
    assert.deepEqual(before, [
      "heart-store-certificate",
      "heart-store-certificate-key",
      "heart-store-environment",
      "heart-store-client",
    ]);
    const triggers = async (changes: Partial<ObjectStoreMachineArgs>) =>
      command(await build(changes), "heart-store-start").inputs.triggers as string[];
    const [machine, digest] = start.inputs.triggers as string[];
    assert.equal(machine, "heart-store-id");
    assert.deepEqual(await triggers({}), [machine, digest]);
    assert.notDeepEqual(await triggers({ kmsKey: "heart:b3RoZXI=" }), [machine, digest]);
  });

  it("tells its addresses", async () => {
    const told: string[] = [];
    await build({}, ({ url, consoleUrl, address, instanceId, hostKeys }) => {
      for (const output of [url, consoleUrl, address, instanceId, hostKeys])
        (output as pulumi.Output<unknown>).apply((value) => told.push(String(value)));
    });
    assert.deepEqual(told.sort(), [
      "10.20.0.7",
      `10.20.0.7 ${hostKey}`,
      "heart-store-id",
      args.consoleUrl,
      args.url,
    ]);
  });

  it("holds every rule of the pack at every tier", async () => {
    assert.deepEqual(
      await machineFindings((project, opts) => {
        const made = new ProjectGround("heart-ground", { ...ground, project }, opts);
        new ObjectStoreMachine("heart-store", { ...args, project, ground: made }, opts);
      }),
      [],
    );
  });

  it("refuses what is wrong, all at once", () =>
    assert.rejects(
      build({
        url: "http://store.example.org",
        consoleUrl: "https://store.example.org/console",
        provisioner: { accessKey: "a b", secretKey: "word" },
        audit: { url: "http://log.example.org/" },
        dataGib: 0,
        server: { url: "http://198.18.0.10/minio", sha256: "0".repeat(64) },
      }),
      {
        message:
          'object store machine "heart-store": dataVolume.sizeGib must be a whole number from 1 to 100000, got 0; ' +
          'document.artefacts[0].url must be an https address without user, query and fragment, got "http://198.18.0.10/minio"; ' +
          'url must be an https origin without a path in lower case, such as "https://store.example.org", got "http://store.example.org"; ' +
          'consoleUrl must be an https origin without a path in lower case, such as "https://store.example.org", got "https://store.example.org/console"; ' +
          'provisioner.accessKey must be 3 to 20 letters, digits, "_" and "-", got "a b"; ' +
          'audit.url must be an https address without user, query and fragment, got "http://log.example.org/"',
      },
    ));
});

describe("a store machine's document", () => {
  const document = storeMachineDocument(args);
  const [unit] = document.units ?? [];

  it("is right as a machine's document, and holds nothing secret", () => {
    assert.deepEqual(
      Object.entries(documentProblems(document, "/data")).filter(([, problem]) => problem !== undefined),
      [],
    );
    for (const word of planted) assert.ok(!JSON.stringify(document).includes(word), word);
  });

  it("has a server that is not started before its secrets are there", () => {
    assert.deepEqual([unit?.name, unit?.start], ["minio.service", false]);
    assert.equal(document.units?.length, 1);
  });

  it("refuses root and lets the server write its own data only", () => {
    const lines = unit?.content.split("\n") ?? [];
    for (const line of [
      "User=minio",
      "Environment=MINIO_API_ROOT_ACCESS=off",
      "NoNewPrivileges=yes",
      "ProtectSystem=strict",
      "CapabilityBoundingSet=",
      "ReadWritePaths=/data/minio /data/audit",
    ])
      assert.ok(lines.includes(line), line);
  });

  it("trusts the audit sink's authority too, each once", () => {
    const other = authority.replace("MIIB", "MIIC");
    const url = "https://log.example.org/spe";
    const trusted = (certificateAuthority: string) =>
      storeMachineDocument({ ...args, audit: { url, certificateAuthority } }).authorities;
    assert.deepEqual(trusted(other), [authority, other]);
    assert.deepEqual(trusted(authority), [authority]);
  });
});
