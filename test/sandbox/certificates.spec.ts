import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { copyFileSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { createServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { ensureCertificates } from "../../sandbox/certificates";
import { type SandboxFolder, sandboxFolder } from "../../sandbox/folder";
import { modeOf, useTemporaryFolder } from "./fixtures/temporary-folder";

type File = keyof SandboxFolder["tls"];
const files: File[] = ["caCertificate", "caKey", "certificate", "key"];
const now = new Date("2027-01-15T12:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000);

describe("the sandbox's certificates", () => {
  const temporary = useTemporaryFolder();
  const tls = () => sandboxFolder(temporary()).tls;
  const ensure = (at?: Date) => ensureCertificates(sandboxFolder(temporary()), at);
  const read = () => Object.fromEntries(files.map((file) => [file, readFileSync(tls()[file], "utf8")]));
  const certificate = (file: File) => new X509Certificate(readFileSync(tls()[file]));
  /** The files that are others than before. */
  const changed = (before: Record<string, string>) => files.filter((file) => read()[file] !== before[file]);
  const assertPaired = () => {
    const [authority, server] = [certificate("caCertificate"), certificate("certificate")];
    assert.ok(authority.checkPrivateKey(createPrivateKey(readFileSync(tls().caKey))));
    assert.ok(server.checkPrivateKey(createPrivateKey(readFileSync(tls().key))));
    assert.ok(server.checkIssued(authority) && server.verify(authority.publicKey));
  };

  describe("in a handshake", () => {
    const server = createServer((_, response) => response.end("hello"));
    before((done) => void server.listen(0, "127.0.0.1", done));
    after(() => server.close());
    beforeEach(async () => {
      await ensure();
      server.setSecureContext({ cert: readFileSync(tls().certificate), key: readFileSync(tls().key) });
    });

    /** What the server says to a client that knows it by a name and trusts one authority. */
    const visit = (ca: string | undefined, servername?: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const { port } = server.address() as AddressInfo;
        get({ host: "127.0.0.1", port, servername, ca, agent: false }, (response) =>
          response.setEncoding("utf8").on("data", resolve),
        ).on("error", reject);
      });

    it("let in who trusts the authority, by address and by name", async () => {
      assert.equal(await visit(read().caCertificate), "hello");
      assert.equal(await visit(read().caCertificate, "localhost"), "hello");
    });

    it("are refused by who trusts the machine's authorities, or that of another sandbox", async () => {
      const other = sandboxFolder(join(temporary(), "other"));
      await ensureCertificates(other);
      const code = "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
      await assert.rejects(visit(undefined), { code });
      await assert.rejects(visit(readFileSync(other.tls.caCertificate, "utf8")), { code });
    });

    it("are refused under another name", async () => {
      const code = "ERR_TLS_CERT_ALTNAME_INVALID";
      await assert.rejects(visit(read().caCertificate, "keycloak.example.org"), { code });
    });
  });

  it("are an authority and a server's that can sign nothing", async () => {
    await ensure(now);
    assertPaired();
    const [authority, server] = [certificate("caCertificate"), certificate("certificate")];
    assert.deepEqual([authority.ca, server.ca], [true, false]);
    assert.deepEqual(server.keyUsage, ["1.3.6.1.5.5.7.3.1"]); // serverAuth
    assert.equal(server.subjectAltName, "DNS:localhost, IP Address:127.0.0.1");
    assert.deepEqual(
      [authority, server].map(({ validFromDate, validToDate }) => [validFromDate, validToDate]),
      [
        [inDays(-1), inDays(3650)],
        [inDays(-1), inDays(396)],
      ],
    );
  });

  it("are their owner's alone", async () => {
    await ensure(now);
    assert.equal(modeOf(dirname(tls().caKey)), "700");
    for (const file of files) assert.equal(modeOf(tls()[file]), "600", file);
  });

  it("stay while more than 30 days are left, and the authority beyond that of the servers", async () => {
    await ensure(now);
    const first = read();
    await ensure(inDays(396 - 31));
    assert.deepEqual(changed(first), []);
    await ensure(inDays(396 - 29));
    assert.deepEqual(changed(first), ["certificate", "key"]);
    assertPaired();
    assert.deepEqual(certificate("certificate").validToDate, inDays(396 - 29 + 396));
  });

  it("are all made anew when the authority ends soon", async () => {
    await ensure(now);
    const first = read();
    await ensure(inDays(3650 - 31));
    assert.deepEqual(changed(first), ["certificate", "key"]);
    await ensure(inDays(3650 - 29));
    assert.deepEqual(changed(first), files);
    assertPaired();
  });

  for (const [file, replaced] of [
    ["caCertificate", files],
    ["caKey", files],
    ["certificate", ["certificate", "key"]],
    ["key", ["certificate", "key"]],
  ] as [File, File[]][]) {
    const damages: Record<string, () => void> = {
      "half-written": () => truncateSync(tls()[file], 100),
      missing: () => rmSync(tls()[file]),
      "another pair's": () => copyFileSync(tls()[other(file)], tls()[file]),
    };
    for (const [what, damage] of Object.entries(damages)) {
      it(`are replaced with what depends on them where the ${file} is ${what}`, async () => {
        await ensure(now);
        const first = read();
        damage();
        await ensure(now);
        assert.deepEqual(changed(first), replaced);
        assertPaired();
      });
    }
  }
});

/** The same kind of file of the other pair. */
const other = (file: File): File =>
  ({ caCertificate: "certificate", caKey: "key", certificate: "caCertificate", key: "caKey" })[file] as File;
