import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { parseSettings } from "../../infra/settings";
import { choosePorts, ensurePorts, isFree, type Ports, preferredPorts, readPorts } from "../../sandbox/ports";
import { stackFile } from "../infra/settings/right-settings";
import { modeOf, useTemporaryFolder } from "./fixtures/temporary-folder";

const hasIpv6 = networkInterfaces().lo?.some(({ family }) => family === "IPv6") ?? false;
const end = 32_768;

describe("the sandbox's ports", () => {
  const folder = useTemporaryFolder();
  const file = () => join(folder(), "ports.json");
  const listening: Server[] = [];
  let first: number;

  /** Takes a port as another program would. */
  const take = (port: number, host: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const server = createServer().on("error", reject);
      listening.push(server);
      server.listen({ port, host }, resolve);
    });

  beforeEach(async () => {
    first = await firstOfFree(12);
  });
  afterEach(async () => {
    for (const server of listening.splice(0)) await new Promise((resolve) => server.close(resolve));
  });

  it("are preferred as the tracked stack file has them", () => {
    const { identity, storage } = parseSettings(stackFile("sandbox"));
    const portOf = (url?: string) => Number(new URL(url ?? "").port);
    const { keycloak, minio, minioConsole } = preferredPorts;
    assert.deepEqual(
      [keycloak, minio, minioConsole],
      [portOf(identity?.keycloak.url), portOf(storage?.server.url), portOf(storage?.server.consoleUrl)],
    );
  });

  it("are the preferred ones where nothing has them", async () => {
    assert.deepEqual(await choosePorts(inARow(first), end), inARow(first));
  });

  for (const host of ["127.0.0.1", "0.0.0.0", "::1", "::"]) {
    it(`are moved to the next free one where another program listens on ${host}`, async function () {
      if (host.includes(":") && !hasIpv6) {
        console.log("      skipped: the loopback interface has no IPv6");
        this.skip();
      }
      await take(first, host);
      assert.equal(await isFree(first), false);
      assert.deepEqual(await choosePorts(inARow(first), end), { ...inARow(first), keycloak: first + 6 });
    });
  }

  it("never come to be the same, nor one that another server prefers", async () => {
    await take(first, "127.0.0.1");
    await take(first + 1, "127.0.0.1");
    await take(first + 7, "127.0.0.1");
    assert.deepEqual(await choosePorts(inARow(first), end), {
      ...inARow(first),
      keycloak: first + 6,
      minio: first + 8,
    });
  });

  it("are refused where none below the ephemeral ones is free", async () => {
    await take(first, "127.0.0.1");
    await take(first + 1, "127.0.0.1");
    await assert.rejects(choosePorts({ ...inARow(first + 2), keycloak: first }, first + 2), {
      message: `no port from ${first} to ${first + 1} is free for keycloak; end a program that listens there`,
    });
  });

  it("are remembered in a private file and never change, whatever is taken or preferred later", async () => {
    assert.deepEqual(readPorts(file()), {});
    assert.deepEqual(await ensurePorts(file(), inARow(first)), inARow(first));
    const written = readFileSync(file(), "utf8");
    assert.deepEqual(JSON.parse(written), inARow(first));
    assert.equal(modeOf(file()), "600");
    await take(first, "127.0.0.1");
    assert.deepEqual(await ensurePorts(file(), inARow(first + 6)), inARow(first));
    assert.deepEqual(readPorts(file()), inARow(first));
    assert.equal(readFileSync(file(), "utf8"), written);
  });

  it("come to those that an earlier version remembered, which stay as they are", async () => {
    const { keycloak, minio, minioConsole, ...others } = inARow(first);
    const earlier = { keycloak: others.etcd, minio, minioConsole };
    writeFileSync(file(), JSON.stringify(earlier));
    const ports = { ...earlier, ...others, etcd: first + 6 };
    assert.deepEqual(await ensurePorts(file(), inARow(first)), ports);
    assert.deepEqual(readPorts(file()), ports);
  });

  it("are not chosen anew while their file cannot be read", async () => {
    const message = `the ports in ${file()} cannot be read; delete the sandbox's folder to begin anew`;
    writeFileSync(file(), '{ "keycloak": 84');
    await assert.rejects(ensurePorts(file(), inARow(first)), { message });
    assert.equal(readFileSync(file(), "utf8"), '{ "keycloak": 84');
    const directory = join(folder(), "directory");
    mkdirSync(directory);
    assert.throws(() => readPorts(directory), { message: message.replace(file(), directory) });
  });
});

const inARow = (first: number): Ports => ({
  keycloak: first,
  minio: first + 1,
  minioConsole: first + 2,
  kubernetes: first + 3,
  etcd: first + 4,
  etcdPeers: first + 5,
});

/** The first of some free ports in a row, far from those that anybody is likely to ask for. */
async function firstOfFree(count: number): Promise<number> {
  for (let first = 20_000 + (process.pid % 10_000); ; first += count) {
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (!free.includes(false)) return first;
  }
}
