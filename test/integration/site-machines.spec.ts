import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { MinioAdmin } from "../../components";
import type { Environment } from "../../infra/environment";
import { s3Client } from "../../sandbox/clients/object-store-clients";
import type { Deployment } from "../../sandbox/deployment";
import type { Outcome } from "../../sandbox/deployment-events";
import { Administration } from "../../sandbox/keycloak/administration";
import { environmentOutputs, type Plain } from "../../sandbox/plain-outputs";
import { CloudClient } from "../support/cloud-client";
import { cloudInventory } from "../support/cloud-inventory";
import { LogSink } from "../support/log-sink";
import { MachineShell, type ShellAnswer, type ShellLogin } from "../support/machine-shell";
import { answerOf, s3Requests } from "../support/s3-requests";
import {
  backupBucket,
  openSite,
  prepareSite,
  type SiteWishes,
  siteAnswer,
  sitePages,
  siteReachable,
  siteStack,
  word,
} from "../support/site-stack";
import { cloudTimeout, type TestCloud, testCloud } from "../support/test-cloud";
import { stateDir } from "../support/test-sandbox";

/** A machine as the cloud and the ground know it. */
interface Machine {
  id: string;
  address: string;
}

/** Real MinIO, Keycloak and PostgreSQL on machines of a real cloud, which are Linux containers there; volumes are not encrypted. */
describe("an object store and a Keycloak on machines of a site", function () {
  this.timeout(15 * 60_000);
  const directory = join(stateDir, "site-machines");
  const file = (name: string) => join(directory, name);
  let test: TestCloud;
  let cloud: CloudClient;
  let deployment: Deployment;
  let sink: LogSink;
  let inventory: Record<string, string[]>;
  let wishes: SiteWishes;
  let servers: NonNullable<Plain<Environment>["servers"]>;
  let machines: NonNullable<Plain<Environment>["cloud"]>;
  let store: Machine;
  let identity: Machine;

  const up = async (): Promise<Outcome> => {
    deployment = await openSite(test, wishes);
    const outcome = await deployment.up();
    const outputs = await environmentOutputs(deployment);
    assert.ok(outputs.servers && outputs.cloud);
    servers = outputs.servers;
    machines = outputs.cloud;
    store = await machine("store");
    identity = await machine("identity");
    return outcome;
  };
  const machine = async (role: string): Promise<Machine> => {
    const [found] = await cloud.list("compute", `/servers?name=${siteStack}-${role}`);
    return { id: String(found?.id), address: machines.machines[role]?.address ?? "" };
  };
  const storeAs = (accessKey: string, secretKey: string): MinioAdmin =>
    new MinioAdmin({ url: servers.storeUrl, ca: test.ca, accessKey, secretKey });
  const provisioner = () => storeAs("spe-provisioner", wishes.secrets.storeProvisioner);
  const s3As = (accessKeyId: string, secretAccessKey: string) =>
    s3Client({ url: servers.storeUrl, ca: test.ca }, { accessKeyId, secretAccessKey });
  const keycloakBy = (secret: string): Administration => {
    const adminSecretFile = file("secret");
    writeFileSync(adminSecretFile, secret, { mode: 0o600 });
    const { keycloakUrl: url } = servers;
    return new Administration({ url, adminClientId: "spe-provisioner", adminSecretFile }, test.ca);
  };
  const askMachine = (host: string, command: string): ShellAnswer => {
    const keyFile = file("operator");
    const hosts = [machines.bastion, ...Object.values(machines.machines)];
    const hostKeys = hosts.flatMap((it) => it?.hostKeys ?? []);
    const proxy: ShellLogin = { host: machines.bastion?.address ?? "", user: "spe", keyFile };
    return new MachineShell(directory, hostKeys).run({ host, user: "spe", keyFile, proxy }, command);
  };
  const onMachine = (host: string, command: string): string => {
    const { status, text } = askMachine(host, command);
    assert.equal(status, 0, text);
    return text;
  };
  /** When the servers last became active; empty while a machine does not say. */
  const startTimes = (): string[] => {
    const services = { minio: store.address, keycloak: identity.address };
    return Object.entries(services).map(([unit, address]) => {
      const { status, text } = askMachine(address, `systemctl show -P ActiveEnterTimestamp ${unit}`);
      return status === 0 ? text : "";
    });
  };
  before(async function () {
    this.timeout(2 * cloudTimeout);
    test = await testCloud(this);
    const { authUrl, project, userName, passwordFile } = test.cloud;
    const password = readFileSync(passwordFile, "utf8").trim();
    cloud = await CloudClient.login(authUrl, test.ca, { userName, password, project });
    wishes = await prepareSite(cloud, test, directory);
    inventory = await cloudInventory(cloud);
    sink = await LogSink.start(test.cloud, wishes.auditPort);
    await up();
    await siteReachable(test, wishes);
  });

  after(async () => {
    await cloud?.close();
    await sink?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("answer through the edge to whoever knows their authority, and to nobody else", async () => {
    for (const [port, path] of sitePages) {
      assert.equal(await siteAnswer(wishes, port, path, test.ca), "200");
      assert.match(await siteAnswer(wishes, port, path), /^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/);
    }
  });

  it("make no difference the second time", async () => {
    const { changes } = await up();
    assert.deepEqual(Object.keys(changes), ["same"]);
  });

  describe("the store", () => {
    it("encrypts, and does what its provisioner asks", async () => {
      const admin = provisioner();
      assert.equal(await admin.hasKmsKey("liver"), true);
      await admin.addUser("keycloak-backup", wishes.secrets.backup);
      await admin.attachPolicies("keycloak-backup", ["readwrite"]);
      await admin.close();
      const s3 = s3As("spe-provisioner", wishes.secrets.storeProvisioner);
      await s3.send(new CreateBucketCommand({ Bucket: backupBucket }));
      assert.equal(await answerOf(s3Requests.put(s3, backupBucket, "note")), "allowed");
      assert.equal(await s3Requests.get(s3, backupBucket, "note"), "body of note");
    });

    it("refuses root and strangers", async () => {
      const request = (key: string, secret: string) =>
        answerOf(s3Requests.get(s3As(key, secret), backupBucket, "note"));
      assert.equal(await request("root", wishes.secrets.root), "403 InvalidAccessKeyId");
      assert.equal(await request("spe-provisioner", "another-word"), "403 SignatureDoesNotMatch");
      const root = storeAs("root", wishes.secrets.root);
      await assert.rejects(root.info(), { code: "InvalidAccessKeyId" });
      await root.close();
    });

    it("sends its log of requests to the sink, which has to take them first", async () => {
      const line = await sink.waitFor('"bucket":"liver-backup","object":"note"');
      assert.match(line, /"accessKey":"spe-provisioner"/);
      assert.ok(sink.refused > 0);
    });

    it("takes a new key of its provisioner, and refuses the old one and root", async () => {
      const old = wishes.secrets.storeProvisioner;
      wishes = { ...wishes, secrets: { ...wishes.secrets, storeProvisioner: word() } };
      const { changes } = await up();
      assert.deepEqual({ ...changes, same: 0 }, { update: 1, replace: 1, same: 0 });
      await siteReachable(test, wishes);
      const request = (key: string, secret: string) =>
        answerOf(s3Requests.get(s3As(key, secret), backupBucket, "note"));
      assert.equal(await request("spe-provisioner", wishes.secrets.storeProvisioner), "allowed");
      assert.equal(await request("spe-provisioner", old), "403 SignatureDoesNotMatch");
      assert.equal(await request("root", wishes.secrets.root), "403 InvalidAccessKeyId");
    });

    it("says why where it cannot start, and comes up when that is mended", async () => {
      const right = wishes.secrets.kmsKey;
      // too long for MinIO; one that is too short, the pack would refuse before
      const wrong = randomBytes(48).toString("base64");
      wishes = { ...wishes, secrets: { ...wishes.secrets, kmsKey: wrong } };
      await assert.rejects(
        up(),
        /MinIO does not start\s+the last lines of MinIO's log:\s[\s\S]*invalid key length/,
      );
      wishes = { ...wishes, secrets: { ...wishes.secrets, kmsKey: right } };
      await up();
      await siteReachable(test, wishes);
      const s3 = s3As("spe-provisioner", wishes.secrets.storeProvisioner);
      assert.equal(await s3Requests.get(s3, backupBucket, "note"), "body of note");
    });

    it("runs as an account that may do little", () => {
      const { address } = store;
      assert.equal(onMachine(address, "systemctl show -P User -P NoNewPrivileges minio"), "minio\nyes");
      assert.equal(onMachine(address, "stat -c %U:%a /data/minio"), "minio:700");
      assert.equal(onMachine(address, "systemctl is-system-running"), "running");
    });
  });

  describe("Keycloak", () => {
    it("lets its provisioner make a realm and manage it, and nobody else's", async () => {
      const keycloak = keycloakBy(wishes.secrets.keycloakProvisioner);
      await keycloak.post("", { realm: "liver", enabled: true });
      await keycloak.post("/liver/users", { username: "alice" });
      const users = await keycloak.get<{ username: string }[]>("/liver/users");
      assert.deepEqual(
        users?.map(({ username }) => username),
        ["alice"],
      );
      await assert.rejects(keycloak.get("/master/clients"), /answered 403/);
      await keycloak.close();
    });

    it("knows no administrator but that, and refuses it by another secret", async () => {
      const query = "SELECT client_id FROM client WHERE client_id LIKE 'spe-%'";
      const users =
        "SELECT count(*) FROM user_entity WHERE service_account_client_link IS NULL AND realm_id = (SELECT id FROM realm WHERE name = 'master')";
      const psql = `sudo -u postgres psql -h /run/keycloak-database -At keycloak -c "${query}" -c "${users}"`;
      assert.equal(onMachine(identity.address, psql), "spe-provisioner\n0");
      const stranger = keycloakBy("another-word");
      await assert.rejects(stranger.get("/liver"), /refused the client "spe-provisioner" \(401\)/);
      await stranger.close();
    });

    it("has database and management port for its own machine alone", () => {
      const listening = onMachine(identity.address, "ss -Hltn | awk '{print $4}' | sort");
      const open = listening.split("\n").filter((it) => !it.includes("127.0.0.1"));
      assert.deepEqual(open, ["*:8443", "0.0.0.0:22", "[::]:22"]);
      assert.match(listening, /127\.0\.0\.1\]?:9000/);
      assert.match(listening, /^127\.0\.0\.1:5432$/m);
    });

    it("copies its database into the bucket", async () => {
      onMachine(identity.address, "sudo systemctl start keycloak-backup.service");
      const s3 = s3As("spe-provisioner", wishes.secrets.storeProvisioner);
      const { Contents = [] } = await s3.send(
        new ListObjectsV2Command({ Bucket: backupBucket, Prefix: "keycloak-" }),
      );
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket: backupBucket, Key: Contents.at(-1)?.Key ?? "" }),
      );
      writeFileSync(file("dump"), (await Body?.transformToByteArray()) ?? "");
      assert.equal(readFileSync(file("dump")).subarray(0, 5).toString(), "PGDMP");
      const timer = "systemctl is-enabled keycloak-backup.timer; systemctl is-active keycloak-backup.timer";
      assert.equal(onMachine(identity.address, timer), "enabled\nactive");
    });
  });

  describe("both", () => {
    it("have their secrets in no user data, console, journal, argument or state", async () => {
      for (const { id, address } of [store, identity]) {
        const asked = await cloud.send("POST", "compute", `/servers/${id}/action`, {
          "os-getConsoleOutput": {},
        });
        const places = {
          userData: onMachine(address, "sudo cat /var/lib/cloud/instance/user-data.txt"),
          console: String(asked.body.output),
          journal: onMachine(address, "sudo journalctl --no-pager"),
          arguments: onMachine(address, "sudo ps axww -o args="),
          state: readFileSync(
            join(stateDir, "state", ".pulumi", "stacks", "spe", `${siteStack}.json`),
            "utf8",
          ),
        };
        for (const [place, text] of Object.entries(places)) {
          assert.ok(text.length > 100, place);
          for (const [name, secret] of Object.entries(wishes.secrets))
            assert.ok(!text.includes(secret), `${name} in ${place} of ${address}`);
          assert.doesNotMatch(text, /-----BEGIN [A-Z ]*PRIVATE KEY-----/, place);
        }
      }
    });

    it("have what they had after their power was cut, and are at work again", async () => {
      const before = startTimes();
      for (const { id } of [store, identity]) {
        const hard = await cloud.send("POST", "compute", `/servers/${id}/action`, {
          reboot: { type: "HARD" },
        });
        assert.equal(hard.status, 202);
      }
      while (startTimes().some((time, at) => time === "" || time === before[at])) await sleep(1_000);
      await siteReachable(test, wishes);
      const s3 = s3As("spe-provisioner", wishes.secrets.storeProvisioner);
      assert.equal(await s3Requests.get(s3, backupBucket, "note"), "body of note");
      const keycloak = keycloakBy(wishes.secrets.keycloakProvisioner);
      const users = await keycloak.get<{ username: string }[]>("/liver/users");
      assert.equal(users?.[0]?.username, "alice");
      await keycloak.close();
      assert.deepEqual(Object.keys((await up()).changes), ["same"]);
    });

    it("are gone after destroy, with all that belonged to them", async () => {
      deployment.unprotect();
      await deployment.destroy();
      assert.deepEqual(await cloudInventory(cloud), inventory);
    });
  });
});
