import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MachineAccounts } from "../../components/people/machine-accounts";
import { BucketMount, type BucketMountArgs } from "../../components/storage/bucket-mount";
import { ServiceAccount } from "../../components/storage/service-account";
import { ensureEngine } from "../../sandbox/engine";
import { InlineStack, type Run } from "../support/inline-stack";
import { NodeMachine } from "../support/node-machine";
import { PersonAtWork } from "../support/person-at-work";
import { s3Requests } from "../support/s3-requests";
import { adminAnswer } from "../support/store-admin-request";
import { StoreAdministrator } from "../support/store-administrator";
import { storeProvider } from "../support/store-provider";
import { cloudTimeout, type TestCloud, testCloud } from "../support/test-cloud";
import { ports, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

const bucket = "heart-scratch";
const shared = "/home/alice/data/minio";
const own = "/home/alice/data/own";

/** With a machine of the sandbox's cloud, MinIO and Keycloak. A machine that loses its power while it writes is not tried. */
describe("a mounted bucket", function () {
  this.timeout(4 * 60_000);
  let cloud: TestCloud;
  let environment: TestEnvironment;
  let administrator: StoreAdministrator;
  let node: NodeMachine;
  let stack: InlineStack;
  let alice: PersonAtWork;
  let keys: { accessKey: string; secretKey: string };
  let publicKeys: { alice: string; bob: string };
  const site = (port: number): string => `https://${cloud.cloud.siteAddress}:${port}`;

  /** @param account name of the machine's account, which has keys of its own; none: nothing is mounted */
  const program =
    (account: string | undefined, readOnly = false) =>
    async () => {
      const { sandbox, ca, storage, client } = environment;
      const connection = node.connection();
      const people = new MachineAccounts("spleen-people", {
        connection,
        people: [
          { name: "alice", publicKeys: [publicKeys.alice] },
          { name: "bob", publicKeys: [publicKeys.bob] },
        ],
      });
      if (account === undefined) return {};
      const provider = storeProvider(sandbox);
      const prefix = "node/";
      const { accessKey, secretKey } = new ServiceAccount(
        `spleen-${account}`,
        { projectId: "heart", account, bucket, prefix, access: "write" },
        { providers: [provider] },
      );
      const owner = { user: "alice", uid: 44_204 };
      const common = { connection, endpoint: site(ports.minio), certificateAuthority: ca, bucket, owner };
      const mount = (
        name: string,
        args: Pick<BucketMountArgs, "access" | "prefix" | "dirName" | "readOnly">,
      ) => new BucketMount(name, { ...common, ...args }, { dependsOn: people }).mountPath;
      return {
        accessKey,
        secretKey,
        shared: mount("spleen-shared", { access: { accessKey, secretKey }, prefix, readOnly }),
        own: mount("spleen-own", {
          access: {
            issuer: client.issuer.replace(sandbox.keycloak.url, site(ports.keycloak)),
            clientId: client.clientId,
            clientSecret: client.clientSecret,
            roleArn: storage.roleArn,
          },
          prefix: `${alice.subject}/`,
          dirName: "own",
        }),
      };
    };
  const up = async (account: string | undefined, readOnly?: boolean): Promise<Run> => {
    const run = await stack.up(program(account, readOnly));
    keys = { accessKey: run.outputs.accessKey?.value, secretKey: run.outputs.secretKey?.value };
    return run;
  };
  const names = async (prefix: string): Promise<string[]> =>
    (await s3Requests.list(administrator.s3, bucket, prefix)) as string[];
  /** Asks until it is so; what rclone keeps and when it writes is bounded by seconds. */
  const until = async (what: string, seconds: number, isSo: () => Promise<boolean> | boolean) => {
    for (const end = Date.now() + seconds * 1_000; Date.now() < end; await sleep(500))
      if (await isSo()) return;
    assert.fail(`not within ${seconds} s: ${what}`);
  };
  const inBucket = (key: string) =>
    until(`${key} is in the bucket`, 60, async () => (await names("")).includes(key));

  before(async function () {
    this.timeout(cloudTimeout);
    cloud = await testCloud(this);
    environment = await testEnvironment();
    administrator = new StoreAdministrator(environment);
    node = await NodeMachine.start(cloud, "spleen", 2, [ports.minio, ports.keycloak]);
    publicKeys = { alice: node.makeKey("alice"), bob: node.makeKey("bob") };
    alice = await PersonAtWork.begin(environment, "alice");
    const directory = join(node.directory, "mounts");
    mkdirSync(directory);
    stack = await InlineStack.create(await ensureEngine(["command", "minio"]), directory);
    const { outputs } = await up("node");
    assert.deepEqual([outputs.shared?.value, outputs.own?.value], [shared, own]);
  });

  after(async function () {
    this.timeout(5 * 60_000);
    await node?.remove();
    if (environment === undefined) return;
    for (const name of Object.values(environment.storage.buckets)) await administrator.emptyBucket(name);
    await administrator.close();
  });

  it("takes what its owner writes to the folder of the machine's keys, and nowhere else", async () => {
    const written = node.as("alice", `echo results > ${shared}/results.csv && cat ${shared}/results.csv`);
    assert.deepEqual(written, { status: 0, text: "results" });
    await inBucket("node/results.csv");
    assert.equal(await s3Requests.get(administrator.s3, bucket, "node/results.csv"), "results\n");
    assert.deepEqual(await names(""), ["node/results.csv"]);
    await s3Requests.put(administrator.s3, bucket, "node/given.csv");
    await until(
      "what others put there is seen",
      20,
      () => node.as("alice", `cat ${shared}/given.csv`).status === 0,
    );
  });

  it("is refused to every other account by the kernel, and its keys to everybody but root", () => {
    node.root("chmod 755 /home/alice /home/alice/data");
    for (const command of [`cat ${shared}/results.csv`, `ls ${shared}`, `touch ${shared}/mine`])
      assert.match(node.as("bob", command).text, /Permission denied$/, command);
    assert.equal(node.as("alice", `cat ${shared}/results.csv`).text, "results");
    node.root("chmod 700 /home/alice /home/alice/data");
    const files = "/etc/rclone/home+alice+data+minio";
    for (const user of ["alice", "bob"])
      assert.match(node.as(user, `cat ${files}/credentials.json`).text, /Permission denied$/);
    assert.equal(node.root(`stat -c %a ${files} ${files}/*`), "700\n600\n600\n600\n600");
  });

  it("shows its keys nowhere: not in state, processes, journal, other files", () => {
    const { secretKey } = keys;
    assert.ok(secretKey.length >= 20);
    assert.ok(!stack.stateFile().includes(secretKey));
    assert.equal(
      node.root("cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null").includes(secretKey),
      false,
    );
    assert.equal(node.root("journalctl --no-pager").includes(secretKey), false);
    const file = "/etc/rclone/home+alice+data+minio/credentials.json";
    const holders = node.root(
      `sed 's/.*"SecretAccessKey":"//; s/".*//' ${file} | grep -rlsFf - /etc /run /tmp /var /usr/local /root /home || true`,
    );
    assert.equal(holders, file);
  });

  it("makes no difference the second time", async () => {
    assert.deepEqual(Object.keys((await up("node")).changes), ["same"]);
  });

  it("goes on with other keys as the same mount", async () => {
    const invocation = () => node.root("systemctl show --property InvocationID home-alice-data-minio.mount");
    const before = invocation();
    const former = keys.accessKey;
    await up("other");
    assert.notEqual(keys.accessKey, former);
    assert.equal(invocation(), before);
    assert.deepEqual(node.as("alice", `echo more > ${shared}/more.csv`), { status: 0, text: "" });
    await inBucket("node/more.csv");
  });

  it("is there again after a reboot, with what was not in the bucket yet", async () => {
    node.as("alice", `ls ${shared}; echo late > ${shared}/late.csv`);
    await node.reboot();
    await inBucket("node/late.csv");
    assert.equal(node.as("alice", `cat ${shared}/late.csv`).text, "late");
  });

  describe("while the store is away", () => {
    const nft = (command: string) =>
      execFileSync("ip", ["netns", "exec", cloud.cloud.namespace, "nft", command]);
    let isAway = false;
    const comeBack = () => {
      if (isAway) nft("delete table inet outage");
      isAway = false;
    };

    before(() => {
      const write = (file: string) =>
        node.as("alice", `ls ${shared} && echo late > ${shared}/${file}`).status;
      assert.equal(write("waits.csv"), 0);
      nft("add table inet outage");
      isAway = true;
      nft("add chain inet outage input { type filter hook input priority -300; }");
      nft(`add rule inet outage input tcp dport ${ports.minio} drop`);
      assert.equal(write("meanwhile.csv"), 0);
    });

    after(comeBack);

    it("answers with an error in the end, and hangs nobody else", () => {
      const answer = node.as("alice", `sleep 11; time -p timeout 55 ls ${shared} >/dev/null`);
      assert.match(answer.text, /Input\/output error/);
      assert.equal(node.as("bob", "timeout 5 df / >/dev/null && ls -d /home/bob").text, "/home/bob");
      assert.equal(node.root("timeout 5 systemctl is-active home-alice-data-minio.automount"), "active");
    });

    it("loses nothing: what was written meanwhile is in the bucket once it is back", async () => {
      assert.equal((await names("node/")).includes("node/meanwhile.csv"), false);
      comeBack();
      await until("it is read again", 90, () => node.as("alice", `ls ${shared}`).status === 0);
      await inBucket("node/waits.csv");
      await until("what was written meanwhile is there", 150, async () =>
        (await names("node/")).includes("node/meanwhile.csv"),
      );
    });
  });

  it("is refused once its keys are withdrawn, and goes on when they are given back", async () => {
    const { storage, ca } = environment;
    const set = (newStatus: "on" | "off") =>
      adminAnswer({ url: storage.url, ca }, administrator.keys, {
        method: "POST",
        path: `update-service-account?accessKey=${keys.accessKey}`,
        body: { newStatus },
      });
    const reads = () => node.as("alice", `ls ${shared} && cat ${shared}/given.csv`).status === 0;
    assert.equal(reads(), true);
    assert.equal(await set("off"), "allowed");
    await until("it is refused", 30, () => !reads());
    assert.equal(await set("on"), "allowed");
    await until("it is let in again", 60, reads);
  });

  describe("for a person's login", () => {
    const token = "/home/alice/.config/spe/refresh-token";

    it("is empty of everything until the person logs in", () => {
      assert.match(node.as("alice", `ls ${own}`).text, /error|denied/i);
    });

    it("has the person's own rights, by keys that it buys anew", async () => {
      const first = alice.tokens.refreshToken ?? "";
      const put = node.as("alice", `umask 077; mkdir -p ~/.config/spe; echo ${first} > ${token}`);
      assert.equal(put.status, 0, put.text);
      await until("the login counts", 30, () => node.as("alice", `ls ${own}`).status === 0);
      assert.equal(node.as("alice", `echo mine > ${own}/mine.csv`).status, 0);
      await inBucket(`${alice.subject}/mine.csv`);
      assert.notEqual(node.as("alice", `cat ${token}`).text, first);
      assert.equal(node.root(`stat -c '%a %U' ${token}`), "600 alice");
      assert.match(node.as("bob", `ls ${own}`).text, /Permission denied$/);
    });

    it("ends with the session, and says so", () => {
      node.as("alice", `echo no-token > ${token}`);
      const settings = "/etc/rclone/home+alice+data+own/credentials.json";
      const answer = node.as("spe", `sudo /usr/local/libexec/spe-person-keys ${settings}`, "operator");
      assert.deepEqual(answer, { status: 1, text: "the session of the login is over; log in again" });
      assert.equal(node.as("alice", `ls ${token}`).status, 2);
    });
  });

  describe("that is changed", () => {
    it("can be read only, where that is said", async () => {
      await up("other", true);
      assert.equal(node.as("alice", `cat ${shared}/given.csv`).status, 0);
      assert.match(node.as("alice", `touch ${shared}/new`).text, /Read-only file system$/);
    });

    it("leaves nothing on the machine when it is taken away", async () => {
      await up(undefined);
      assert.equal(node.root("ls -A /etc/rclone /var/cache/rclone"), "/etc/rclone:\n\n/var/cache/rclone:");
      assert.equal(node.root("grep -c rclone /proc/self/mounts || true"), "0");
      assert.equal(node.root("systemctl list-unit-files 'home-alice*' --no-legend || true"), "");
      assert.equal(node.as("alice", "ls -A ~/data").text, "");
    });
  });
});
