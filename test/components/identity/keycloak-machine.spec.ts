import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { documentProblems } from "../../../components/cloud/machine-document-problems";
import { ProjectGround } from "../../../components/cloud/project-ground";
import { KeycloakMachine } from "../../../components/identity/keycloak-machine";
import type { KeycloakMachineArgs } from "../../../components/identity/keycloak-machine-args";
import {
  configuration,
  keycloakMachineDocument,
} from "../../../components/identity/keycloak-machine-document";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { site } from "../cloud/heart";
import { hostKey } from "../cloud/keys";
import { machineFindings } from "../cloud/machine-findings";
import { operatorSecret, servedAnswers, servedGround, serverArgs } from "../cloud/served-ground";

const ground = servedGround("identity", 8443);

const backup = {
  ...{ endpoint: "https://store.example.org:9000", bucket: "heart-backup" },
  ...{ accessKey: "backup", secretKey: "backup-word" },
};
const args: Omit<KeycloakMachineArgs, "ground"> = {
  ...serverArgs,
  distribution: { url: "https://198.18.0.10/keycloak.tar.gz", sha256: "0".repeat(64) },
  url: "https://login.example.org",
  tls: { certificate: "login-certificate", privateKey: "login-certificate-key" },
  provisioner: { clientId: "spe-provisioner", secret: "provisioner-word" },
  backup,
};
const proxied: KeycloakMachineArgs["tls"] = { trustedProxies: ["10.20.0.0/24"] };
const planted = ["login-certificate-key", "provisioner-word", "backup-word", operatorSecret];

const build = async (
  changes: Partial<KeycloakMachineArgs> = {},
  use: (keycloak: KeycloakMachine) => unknown = () => {},
) => {
  const recorded = await recordResources(
    () =>
      use(
        new KeycloakMachine("heart-login", {
          ...args,
          ground: new ProjectGround("heart-ground", ground),
          ...changes,
        }),
      ),
    servedAnswers,
  );
  return recorded.filter(({ name }) => name.startsWith("heart-login"));
};

const stdin = (recorded: Recorded[], name: string): unknown =>
  recorded.find((it) => it.name === name && it.type === "command:remote:Command")?.inputs.stdin;
const commands = (recorded: Recorded[]): string[] =>
  recorded
    .filter(({ type }) => type === "command:remote:Command")
    .map(({ name }) => name)
    .sort();

/** Against a mocked engine: what is asked for; what Keycloak makes of it is shown on a real machine. */
describe("KeycloakMachine", () => {
  it("is a machine with the role identity, secrets and a start, well built", async () => {
    const recorded = await build();
    assertWellBuilt(recorded);
    assert.deepEqual(commands(recorded), [
      "heart-login-backup",
      "heart-login-certificate",
      "heart-login-certificate-key",
      "heart-login-provisioner",
      "heart-login-start",
    ]);
    const instance = recorded.find(({ type }) => type.endsWith(":Instance"));
    assert.equal(instance?.inputs.flavorName, site.flavors.medium);
    const volume = recorded.find(({ type }) => type.endsWith(":Volume"));
    assert.equal(volume?.inputs.volumeType, "LUKS");
    assert.equal(volume?.opts.protect, true);
  });

  it("needs no certificate behind an edge that ends TLS, and no keys without a backup", async () => {
    assert.deepEqual(commands(await build({ tls: proxied, backup: undefined })), [
      "heart-login-provisioner",
      "heart-login-start",
    ]);
  });

  it("brings its secrets over standard input", async () => {
    const recorded = await build();
    assert.equal(stdin(recorded, "heart-login-certificate"), "login-certificate");
    assert.equal(stdin(recorded, "heart-login-certificate-key"), "login-certificate-key");
    assert.equal(
      stdin(recorded, "heart-login-provisioner"),
      '{"clientId":"spe-provisioner","secret":"provisioner-word"}',
    );
    assert.equal(
      stdin(recorded, "heart-login-backup"),
      'RCLONE_S3_PROVIDER="Minio"\nRCLONE_S3_ENDPOINT="https://store.example.org:9000"\n' +
        'RCLONE_S3_ACCESS_KEY_ID="backup"\nRCLONE_S3_SECRET_ACCESS_KEY="backup-word"\nRCLONE_S3_NO_CHECK_BUCKET="true"\n',
    );
  });

  it("has no secret in plain", async () => {
    for (const { name, inputs, secrets } of await build()) {
      const plain = Object.entries(inputs).filter(([key]) => !secrets.includes(key));
      for (const word of planted) assert.ok(!JSON.stringify(plain).includes(word), `${name}: ${word}`);
    }
  });

  it("starts again for a new secret of the provisioner, and not for keys of the backup", async () => {
    const triggers = async (changes: Partial<KeycloakMachineArgs>) =>
      (await build(changes)).find(({ name }) => name === "heart-login-start")?.inputs.triggers;
    const now = await triggers({});
    assert.deepEqual(await triggers({ backup: { ...backup, secretKey: "other" } }), now);
    assert.notDeepEqual(
      await triggers({ provisioner: { clientId: "spe-provisioner", secret: "other" } }),
      now,
    );
  });

  it("tells its addresses", async () => {
    const told: string[] = [];
    await build({}, ({ url, address, instanceId, hostKeys }) => {
      for (const output of [url, address, instanceId, hostKeys])
        (output as pulumi.Output<unknown>).apply((value) => told.push(String(value)));
    });
    assert.deepEqual(told.sort(), ["10.20.0.7", `10.20.0.7 ${hostKey}`, "heart-login-id", args.url]);
  });

  for (const [what, tls] of [
    ["that ends TLS itself", args.tls],
    ["behind an edge that ends TLS", proxied],
  ] as const) {
    it(`holds every rule of the pack at every tier, ${what}`, async () => {
      assert.deepEqual(
        await machineFindings((project, opts) => {
          const made = new ProjectGround("heart-ground", { ...ground, project }, opts);
          new KeycloakMachine("heart-login", { ...args, tls, project, ground: made }, opts);
        }),
        [],
      );
    });
  }

  it("refuses what is wrong, all at once", () =>
    assert.rejects(
      build({
        url: "https://login.example.org/",
        tls: { trustedProxies: ["10.20.0.1", "0.0.0.0/0"] },
        provisioner: { clientId: "spe provisioner", secret: "word" },
        backup: { ...backup, endpoint: "store.example.org", bucket: "-" },
        heapMib: 100,
        readyMinutes: 0,
      }),
      {
        message:
          'Keycloak machine "heart-login": readyMinutes must be a whole number from 1 to 120, got 0; ' +
          'url must be an https origin without a path in lower case, such as "https://store.example.org", got "https://login.example.org/"; ' +
          'tls.trustedProxies[0] must be a range such as "192.0.2.0/24" or "2001:db8::/32", got "10.20.0.1"; ' +
          'tls.trustedProxies[1] must not be wider than /8, which stands for anybody, got "0.0.0.0/0"; ' +
          'provisioner.clientId must be up to 36 letters, digits, "-", "_" and ".", got "spe provisioner"; ' +
          'backup.endpoint must be an https origin without a path in lower case, such as "https://store.example.org", got "store.example.org"; ' +
          'backup.bucket must be the name of a bucket, such as "backups", got "-"; ' +
          "heapMib must be a whole number from 256 to 65536, got 100",
      },
    ));

  it("refuses to believe nobody", () =>
    assert.rejects(build({ tls: { trustedProxies: [] } }), {
      message: 'Keycloak machine "heart-login": tls.trustedProxies must name at least one range',
    }));
});

describe("a Keycloak machine's document", () => {
  const document = keycloakMachineDocument(args);
  const started = ({ units = [] }: typeof document): string[] =>
    units.filter(({ start = true }) => start).map(({ name }) => name);

  it("is right as a machine's document, and holds nothing secret", () => {
    for (const tls of [args.tls, proxied])
      assert.deepEqual(
        Object.entries(documentProblems(keycloakMachineDocument({ ...args, tls }), "/data")).filter(
          ([, problem]) => problem !== undefined,
        ),
        [],
      );
    for (const word of planted) assert.ok(!JSON.stringify(document).includes(word), word);
  });

  it("has a server that is not started before its secrets are there, after its database", () => {
    assert.deepEqual(started(document), ["keycloak-database.service", "keycloak-backup.timer"]);
    assert.deepEqual(started(keycloakMachineDocument({ ...args, backup: undefined })), [
      "keycloak-database.service",
    ]);
  });

  it("keeps its services from what they do not need", () => {
    for (const { name, content } of document.units ?? [])
      if (name.endsWith(".service"))
        for (const line of ["NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="])
          assert.ok(content.split("\n").includes(line), `${name}: ${line}`);
  });

  it("lets nobody but this machine at the database and the management port", () => {
    const unit = document.units?.find(({ name }) => name === "keycloak-database.service");
    assert.match(unit?.content ?? "", / -c listen_addresses=127\.0\.0\.1 /);
    assert.match(configuration(args.url, args.tls), /^http-management-host=127\.0\.0\.1$/m);
  });

  it("speaks https itself", () => {
    const lines = configuration(args.url, args.tls).split("\n");
    for (const line of [
      "hostname=https://login.example.org",
      "http-enabled=false",
      "https-port=8443",
      "https-certificate-key-file=/etc/keycloak/tls.key",
    ])
      assert.ok(lines.includes(line), line);
    assert.ok(!lines.some((line) => line.startsWith("proxy-")));
  });

  it("believes an edge, and nobody else, about who asks", () => {
    const lines = configuration(args.url, { trustedProxies: ["10.20.0.0/24", "10.30.0.1/32"] }).split("\n");
    for (const line of [
      "http-port=8080",
      "proxy-headers=xforwarded",
      "proxy-trusted-addresses=10.20.0.0/24,10.30.0.1/32",
    ])
      assert.ok(lines.includes(line), line);
    assert.ok(!lines.some((line) => line.startsWith("https-")));
  });
});
