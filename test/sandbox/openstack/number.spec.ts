import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { cloudAddresses } from "../../../sandbox/openstack/addresses";
import { ensureNumber, readNumber, releaseNumber } from "../../../sandbox/openstack/number";
import { useTemporaryFolder } from "../fixtures/temporary-folder";

describe("a cloud's number", () => {
  const temporary = useTemporaryFolder();
  const cache = process.env.XDG_CACHE_HOME;
  beforeEach(() => {
    process.env.XDG_CACHE_HOME = temporary(); // claims of its own, beside those of clouds that really run
  });
  afterEach(() => {
    if (cache === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cache;
  });
  const root = (name: string): string => {
    const folder = join(temporary(), name);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  /** Listens where a cloud of this number would. */
  const occupy = (number: number) =>
    new Promise<() => void>((resolve, reject) => {
      const server = createServer().on("error", reject);
      server.listen({ host: cloudAddresses(number).front, port: 5000 }, () => resolve(() => server.close()));
    });

  it("is there from the first start on and stays", async () => {
    assert.equal(readNumber(root("one")), undefined);
    const number = await ensureNumber(root("one"));
    assert.equal(readNumber(root("one")), number);
    assert.equal(await ensureNumber(root("one")), number);
  });

  it("is no other cloud's, whether that one runs or not", async () => {
    const one = await ensureNumber(root("one"));
    const two = await ensureNumber(root("two"));
    assert.ok(two > one);
  });

  it("is free again once its cloud gave it back, or its folder is gone", async () => {
    const one = await ensureNumber(root("one"));
    const two = await ensureNumber(root("two"));
    await releaseNumber(one);
    assert.equal(await ensureNumber(root("three")), one);
    rmSync(root("two"), { recursive: true });
    assert.equal(await ensureNumber(root("four")), two);
  });

  it("is none whose addresses somebody has who never said so", async () => {
    const one = await ensureNumber(root("one"));
    await releaseNumber(one);
    const leave = await occupy(one);
    try {
      assert.ok((await ensureNumber(root("two"))) > one);
    } finally {
      leave();
    }
    assert.equal(await ensureNumber(root("three")), one);
  });
});
