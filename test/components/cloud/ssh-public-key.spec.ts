import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publicKeyProblem } from "../../../components/cloud/ssh-public-key";

const allowed = 'must be one OpenSSH public key such as "ssh-ed25519 AAAA… alice"';

/** Keys that ssh-keygen makes; those on a security key it cannot make without one, so one of the manual's stands here. */
describe("an SSH public key", () => {
  let directory: string;
  const make = (name: string, ...options: string[]): string => {
    const file = join(directory, name);
    execFileSync("ssh-keygen", ["-q", "-N", "", "-C", "alice at work", "-f", file, ...options]);
    return readFileSync(`${file}.pub`, "utf8");
  };
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "spe-keys-"));
  });
  after(() => rmSync(directory, { recursive: true }));

  const right: [string, string[]][] = [
    ["ed25519", ["-t", "ed25519"]],
    ["ecdsa-256", ["-t", "ecdsa", "-b", "256"]],
    ["ecdsa-384", ["-t", "ecdsa", "-b", "384"]],
    ["ecdsa-521", ["-t", "ecdsa", "-b", "521"]],
    ["rsa-3072", ["-t", "rsa", "-b", "3072"]],
  ];
  for (const [name, options] of right) {
    it(`is taken: ${name}, also without a comment`, () => {
      const line = make(name, ...options);
      assert.equal(publicKeyProblem(line), undefined);
      assert.equal(publicKeyProblem(line.split(" ").slice(0, 2).join(" ")), undefined);
    });
  }

  it("is taken from a security key", () => {
    const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
    const type = "sk-ssh-ed25519@openssh.com";
    const blob = Buffer.concat([Buffer.from(type), Buffer.alloc(32, 7), Buffer.from("ssh:")].map(field));
    assert.equal(publicKeyProblem(`${type} ${blob.toString("base64")} alice`), undefined);
  });

  it("is refused with too few bits", () => {
    assert.equal(
      publicKeyProblem(make("rsa-2048", "-t", "rsa", "-b", "2048")),
      `${allowed}; its ssh-rsa key is damaged or has less than 3000 bits`,
    );
  });

  it("is refused when damaged, cut off, under another type, with options, or two at once", () => {
    const line = make("whole", "-t", "ed25519").trim();
    const [type = "", key = ""] = line.split(" ");
    const damaged = `${allowed}; its ssh-ed25519 key is damaged`;
    assert.equal(publicKeyProblem(`${type} ${key.slice(0, -8)}`), damaged);
    assert.equal(publicKeyProblem(`${type} ${key}AAAA`), damaged);
    assert.equal(publicKeyProblem(`${type} AAAA`), damaged);
    assert.equal(
      publicKeyProblem(`ecdsa-sha2-nistp256 ${key}`),
      `${allowed}; its ecdsa-sha2-nistp256 key is damaged`,
    );
    for (const wrong of [`command="sh" ${line}`, `${line}\n${line}`, "ssh-dss AAAA", "alice", ""])
      assert.match(
        publicKeyProblem(wrong) ?? "",
        /^must be one OpenSSH public key .*; types are ssh-ed25519, /,
      );
  });

  it("is never told when it is a private key", () => {
    make("private", "-t", "ed25519");
    assert.equal(
      publicKeyProblem(readFileSync(join(directory, "private"), "utf8")),
      `${allowed}; it is a private key, which must not leave its owner`,
    );
  });
});
