import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Person } from "../../components/people/machine-account";
import { MachineAccounts } from "../../components/people/machine-accounts";
import { simpleVmPeople } from "../../components/people/metadata-people";
import { ensureEngine } from "../../sandbox/engine";
import { InlineStack, type Run } from "../support/inline-stack";
import { NodeMachine } from "../support/node-machine";
import { cloudTimeout, testCloud } from "../support/test-cloud";

/** With a machine of the sandbox's cloud. Sessions of a desktop or of other login programs than sshd are not tried. */
describe("accounts of people on a machine", function () {
  this.timeout(3 * 60_000);
  let node: NodeMachine;
  let stack: InlineStack;
  let alice: Person;
  let bob: Person;

  const up = (people: Person[]): Promise<Run> =>
    stack.up(async () => {
      const connection = node.connection();
      const { accounts, changes } = new MachineAccounts("liver-people", { connection, people });
      return { uids: accounts.apply((list) => list.map(({ name, uid }) => `${name} ${uid}`)), changes };
    });
  const changesOf = async (people: Person[]): Promise<string[]> =>
    (await up(people)).outputs.changes?.value.split("\n");
  const failure = async (people: Person[]): Promise<string> => {
    const error: unknown = await up(people).then(
      () => assert.fail("it should fail"),
      (reason: unknown) => reason,
    );
    return (error as Error).message;
  };
  const assertDenied = (user: string, key = user) =>
    assert.match(node.as(user, "id", key).text, /Permission denied \(publickey/);

  before(async function () {
    this.timeout(cloudTimeout);
    const test = await testCloud(this);
    node = await NodeMachine.start(test, "liver", 1, []);
    alice = {
      id: "4f@up",
      name: "alice",
      publicKeys: [node.makeKey("alice")],
      groups: ["liver"],
      sudo: true,
    };
    bob = { id: "5a@up", name: "bob", publicKeys: [node.makeKey("bob")], groups: ["liver"] };
    const directory = join(node.directory, "people");
    mkdirSync(directory);
    stack = await InlineStack.create(await ensureEngine(["command"]), directory);
  });

  after(async function () {
    this.timeout(5 * 60_000);
    await node?.remove();
  });

  it("let people in by their keys, with numbers and groups that are the same everywhere", async () => {
    const { outputs } = await up([alice, bob]);
    assert.deepEqual(outputs.uids?.value, ["alice 52721", "bob 24191"]);
    assert.equal(node.as("alice", "id -u; id -g; id -Gn").text, "52721\n52721\nalice spe-people liver");
    assert.equal(node.as("bob", "id -u; id -Gn").text, "24191\nbob spe-people liver");
    assertDenied("alice", "bob");
    assertDenied("bob", "alice");
  });

  it("make no difference the second time", async () => {
    assert.deepEqual((await up([alice, bob])).changes, { same: 3 });
  });

  it("are closed to others, and to the world", () => {
    assert.equal(node.as("bob", "ls -A /home/bob").status, 0);
    assert.equal(
      node.as("bob", "ls /home/alice").text,
      "ls: cannot open directory '/home/alice': Permission denied",
    );
    assert.equal(
      node.root("stat -c '%a %U' /home/alice /home/alice/.ssh /home/alice/.ssh/authorized_keys"),
      "700 alice\n700 alice\n600 alice",
    );
    assert.equal(node.root("getent shadow alice bob | cut -d : -f 2"), "*\n*");
  });

  it("have all rights only where said", async () => {
    assert.equal(node.as("alice", "sudo -n id -u").text, "0");
    assert.deepEqual(node.as("bob", "sudo -n id -u"), { status: 1, text: "sudo: a password is required" });
    assert.equal(
      node.root("visudo --check --quiet && stat -c '%a %U' /etc/sudoers.d/spe-people"),
      "440 root",
    );
    alice = { ...alice, sudo: false };
    assert.deepEqual(await changesOf([alice, bob]), ["wrote sudoers: nobody"]);
    assert.deepEqual(node.as("alice", "sudo -n id -u"), { status: 1, text: "sudo: a password is required" });
  });

  it("are locked when people leave: sessions ended, keys and groups gone, files kept", async () => {
    node.as("bob", "echo mine > ~/results; (setsid sleep 600 >/dev/null 2>&1 &)");
    assert.match(node.root("pgrep --list-name --uid bob"), /sleep/);
    assert.deepEqual(await changesOf([alice]), [
      "locked account bob",
      "removed keys of bob",
      "ended sessions of bob",
    ]);
    assertDenied("bob");
    assert.equal(node.root("pgrep --uid bob || echo none"), "none");
    assert.equal(
      node.root("id -Gn bob; getent passwd bob | cut -d : -f 7; cat /home/bob/results"),
      "bob spe-people\n/usr/sbin/nologin\nmine",
    );
    assert.equal(node.root("ls -A /home/bob/.ssh"), "");
    assert.equal(node.as("alice", "id -un").text, "alice");
  });

  it("are the same again when people come back", async () => {
    assert.deepEqual(await changesOf([alice, bob]), [
      "unlocked account bob",
      "set groups of bob: liver",
      "wrote keys of bob: 1",
    ]);
    assert.equal(node.as("bob", "id -u; cat ~/results").text, "24191\nmine");
  });

  it("follow no link out of a home, and one in the way of one person is in no other's", async () => {
    const before = node.root("ls -lA /root/.ssh /etc/cron.d; id");
    node.as("alice", "rm -r ~/.ssh && ln -s /etc/cron.d ~/.ssh");
    node.as("bob", "rm ~/.ssh/authorized_keys && mkfifo -m 600 ~/.ssh/authorized_keys");
    const third = { ...bob, id: "6b@up", name: "carol" };
    assert.deepEqual(await changesOf([alice, bob, third]), [
      "wrote no keys of alice: [Errno 1] Operation not permitted: '/home/alice/.ssh'",
      "wrote keys of bob: 1",
      "made account carol",
      "wrote keys of carol: 1",
    ]);
    assert.equal(node.root("ls -lA /root/.ssh /etc/cron.d; id"), before);
    assert.equal(node.as("bob", "id -un").text, "bob");
    assert.equal(node.as("carol", "id -un", "bob").text, "carol");
    node.root("rm /home/alice/.ssh");
    const changes = await changesOf([alice, bob]);
    // whether there is still a session depends on how long her login lingers
    assert.deepEqual(
      changes.filter((line) => line !== "ended sessions of carol"),
      ["locked account carol", "removed keys of carol", "wrote keys of alice: 1"],
    );
  });

  it("leave alone what they have not made, and change nothing then", async () => {
    node.root("useradd --create-home nurse");
    const nurse = { ...bob, name: "nurse", id: "7c@up" };
    assert.match(
      await failure([nurse]),
      /the account nurse is there already and was not made for these people/,
    );
    assert.equal(node.as("bob", "id -un").text, "bob");
  });

  it("come from SimpleVM's metadata as well", async () => {
    const data = { a1: { username: "bob", user_id: "5a@up", public_keys: bob.publicKeys } };
    const metadata = JSON.stringify({ ip: "192.0.2.7", userdata: { VERSION: "1.0.0", data } });
    const { outputs } = await up(simpleVmPeople(metadata));
    assert.deepEqual(outputs.uids?.value, ["bob 24191"]);
    assertDenied("alice");
    assert.equal(node.as("bob", "id -un").text, "bob");
  });

  it("are all locked when nothing is said about them any more", async () => {
    await stack.destroy();
    assertDenied("bob");
    assert.equal(
      node.root("getent shadow alice bob carol | cut -d : -f 1,2,8"),
      "alice:!*:1\nbob:!*:1\ncarol:!*:1",
    );
    assert.equal(node.root("getent shadow nurse | cut -d : -f 8"), "");
  });
});
