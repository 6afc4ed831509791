import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { bench, kubernetesBench } from "../support/kubernetes-bench";
import { nodeAddresses } from "../support/node-traces";

const panicBefore = readFileSync("/proc/sys/kernel/panic", "utf8").trim();

/** Pods that really run, also such as no project may have. */
describe("the sandbox's Kubernetes keeps this machine from pods", function () {
  this.timeout(3 * 60_000);
  const cluster = kubernetesBench.use();
  let server: Server;

  before(async () => {
    server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  });
  after(() => server?.close());

  it("and lets them reach the cloud's site", async () => {
    const { port } = server.address() as { port: number };
    const { cloud } = cluster().test;
    await cluster().hears(bench, "caller", ["toolbox", "tcp", `${cloud.siteAddress}:443`], /open/);
    for (const address of [nodeAddresses().host.address, cloud.hostAddress]) {
      assert.equal(await connects(address, port), true);
      assert.match(
        (await cluster().inPod(bench, "caller", ["toolbox", "tcp", `${address}:${port}`])).error,
        /refused|timeout/,
      );
    }
  });

  it("and its disks, also from privileged ones", async () => {
    const privileged = { securityContext: { privileged: true } };
    await cluster().ready(cluster().pod("mighty", ["sleep", "86400"], privileged));
    const inMighty = (...command: string[]) => cluster().inPod(bench, "mighty", command);
    const mounted = await inMighty("sh", "-c", "mkdir /d && mount -t devtmpfs none /d");
    assert.deepEqual(mounted, { status: 0, output: "", error: "" });
    assert.equal((await inMighty("toolbox", "open", "/d/null")).output, "open");
    const [disk] = readdirSync("/sys/block");
    assert.match((await inMighty("toolbox", "open", `/d/${disk}`)).error, /operation not permitted/);
    assert.equal((await inMighty("mknod", "/tmp/n", "c", "1", "3")).status, 0);
    assert.match((await inMighty("mknod", "/tmp/b", "b", "7", "0")).error, /Operation not permitted/);
  });

  it("and its files, also from those that mount the node's", async () => {
    const mounted = cluster().pod("curious", ["sleep", "86400"], {
      volumeMounts: [{ name: "node", mountPath: "/node" }],
    });
    const volumes = [{ name: "node", hostPath: { path: "/" } }];
    await cluster().ready({ ...mounted, spec: { ...mounted.spec, volumes } });
    const seen = (await cluster().inPod(bench, "curious", ["ls", "/node", "/node/etc"])).output.split(/\s+/);
    assert.deepEqual(
      ["usr", "kubernetes", "root", "home", "shadow", "work"].filter((name) => seen.includes(name)),
      ["usr", "kubernetes"],
    );
  });

  it("and its kernel's settings as they were", async () => {
    const kubelet = await cluster().test.kubernetes.enter(["/usr/bin/cat", "/proc/sys/kernel/panic"]);
    assert.equal(kubelet.trim(), "10");
    assert.equal(readFileSync("/proc/sys/kernel/panic", "utf8").trim(), panicBefore);
  });
});

/** Whether this machine itself reaches a port. */
async function connects(address: string, port: number): Promise<boolean> {
  const { connect } = await import("node:net");
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 1_000 });
    socket.on("connect", () => resolve(true) ?? socket.destroy());
    socket.on("error", () => resolve(false)).on("timeout", () => resolve(false));
  });
}
