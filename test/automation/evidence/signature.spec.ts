import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  isSigned,
  readPrivateKey,
  readPublicKey,
  signatureFile,
  signFile,
} from "../../../automation/evidence/signature";

describe("a signature", () => {
  const folder = mkdtempSync(join(tmpdir(), "spe-signature-"));
  after(() => rmSync(folder, { recursive: true }));

  function written(name: string, content: string | Buffer): string {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  }

  const pem = (key: KeyObject): string =>
    key.export({ format: "pem", type: key.type === "private" ? "pkcs8" : "spki" }).toString();

  const pair = generateKeyPairSync("ed25519");
  const privateFile = written("key.pem", pem(pair.privateKey));
  const publicFile = written("key.pub.pem", pem(pair.publicKey));

  it("holds for the file that was signed, and is 64 bytes, as OpenSSL has it", () => {
    const file = written("report", "a report");
    signFile(file, readPrivateKey(privateFile));
    assert.equal(readFileSync(signatureFile(file)).length, 64);
    assert.equal(isSigned(file, readPublicKey(publicFile)), true);
  });

  it("does not hold with a byte of the file or of the signature changed, cut off or added", () => {
    const file = written("report", "a report");
    signFile(file, readPrivateKey(privateFile));
    const signature = readFileSync(signatureFile(file));
    const key = readPublicKey(publicFile);
    for (const content of ["A report", "a repor", "a report\n", ""]) {
      written("report", content);
      assert.equal(isSigned(file, key), false, JSON.stringify(content));
    }
    written("report", "a report");
    for (const other of [
      signature.subarray(1),
      Buffer.concat([signature, Buffer.of(0)]),
      Buffer.alloc(64),
      Buffer.of(),
    ]) {
      written("report.sig", other);
      assert.equal(isSigned(file, key), false, `${other.length} bytes`);
    }
  });

  it("does not hold with the key of another", () => {
    const file = written("report", "a report");
    signFile(file, readPrivateKey(privateFile));
    const other = written("other.pub.pem", pem(generateKeyPairSync("ed25519").publicKey));
    assert.equal(isSigned(file, readPublicKey(other)), false);
  });

  it("is refused where it or the file is missing", () => {
    for (const [file, missing] of [
      [join(folder, "none"), join(folder, "none")],
      [publicFile, `${publicFile}.sig`],
    ] as const)
      assert.throws(() => isSigned(file, readPublicKey(publicFile)), {
        name: "WrongInput",
        message: `"${missing}" has a problem:\n  does not exist`,
      });
  });

  it("takes no key of another kind, and says nothing of what stands in its file", () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const cipher = { format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "marker" } as const;
    const isNone = "is no private key in PEM; allowed: one without a passphrase";
    const files = {
      [written("rsa.pem", pem(rsa.privateKey))]: "is of the type rsa; allowed: Ed25519",
      [written("closed.pem", pair.privateKey.export(cipher))]: isNone,
      [written("text.pem", "hunter2")]: isNone,
      [publicFile]: isNone,
    };
    for (const [file, problem] of Object.entries(files))
      assert.throws(() => readPrivateKey(file), {
        name: "WrongInput",
        message: `private key "${file}" has a problem:\n  ${problem}`,
      });
    assert.throws(() => readPublicKey(written("rsa.pub.pem", pem(rsa.publicKey))), {
      message: `public key "${join(folder, "rsa.pub.pem")}" has a problem:\n  is of the type rsa; allowed: Ed25519`,
    });
  });
});
