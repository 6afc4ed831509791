import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { promisify } from "node:util";
import { cloudProblems } from "../../../sandbox/openstack";
import { cloudAddresses } from "../../../sandbox/openstack/addresses";
import { ensureNetwork, hasNamespace, removeNetwork } from "../../../sandbox/openstack/network";

/** A cloud that nobody has: the last number. What runs in it are two programs that greet. */
const addresses = cloudAddresses(127);
const { namespace, link } = addresses;
const port = 7000;

const run = (...args: string[]) => promisify(execFile)("ip", args);
const inside = (script: string): string[] => ["netns", "exec", namespace, process.execPath, "-e", script];

const greeter = `require("net").createServer((socket) => socket.end("hello")).listen(${port}, () => console.log("ready"))`;

/** What a caller inside the namespace hears; rejects when it hears nothing for half a second. */
const callFromInside = async (host: string): Promise<string> => {
  const script = `require("net").connect({ host: "${host}", port: ${port}, timeout: 500 })
    .on("data", (data) => process.stdout.write(data)).on("timeout", () => process.exit(1))`;
  return (await run(...inside(script))).stdout;
};

const callFromHost = (host: string): Promise<string> =>
  new Promise((resolve, reject) => {
    connect({ host, port, timeout: 2_000 })
      .on("data", (data) => resolve(String(data)))
      .on("timeout", () => reject(new Error("no answer")))
      .on("error", reject);
  });

describe("the cloud's namespace", () => {
  let outside: Server;
  let within: ChildProcess;

  before(async function () {
    const problems = await cloudProblems();
    if (problems.length > 0) {
      this.test?.parent?.eachTest((test) => {
        test.title += ` [no cloud: ${problems.join("; ")}]`;
      });
      this.skip();
    }
    await removeNetwork(addresses);
    await ensureNetwork(addresses);
    outside = createServer((socket) => socket.end("hello")).listen(port, link.hostAddress);
    within = spawn("ip", inside(greeter), { stdio: ["ignore", "pipe", "inherit"] });
    if (within.stdout) await once(within.stdout, "data");
  });
  after(async () => {
    outside?.close();
    within?.kill();
    if (within) await removeNetwork(addresses);
  });

  it("is reached from this machine, also at the site's address on its external network", async () => {
    assert.equal(await callFromHost(link.cloudAddress), "hello");
    assert.equal(await callFromHost(addresses.site), "hello");
  });

  it("reaches itself and nothing of this machine, for which its guard is the reason", async () => {
    assert.equal(await callFromInside(addresses.site), "hello");
    assert.equal(await callFromHost(link.hostAddress), "hello");
    await assert.rejects(callFromInside(link.hostAddress));
    await run("netns", "exec", namespace, "nft", "delete", "table", "inet", "spe-guard");
    assert.equal(await callFromInside(link.hostAddress), "hello");
  });

  it("is left as it is by a second start, and goes with everything that runs in it", async () => {
    await ensureNetwork(addresses);
    assert.equal(await callFromHost(addresses.site), "hello");
    await removeNetwork(addresses);
    assert.equal(await hasNamespace(addresses), false);
    await assert.rejects(run("link", "show", link.hostInterface));
    assert.doesNotMatch((await run("route")).stdout, /198\.19\.25[23]\./);
    if (within.exitCode === null && within.signalCode === null) await once(within, "exit");
    await removeNetwork(addresses); // and a second time there is nothing to do
  });
});
