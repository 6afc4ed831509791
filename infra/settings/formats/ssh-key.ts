import type { Format } from "./format";

const allowed =
  "the line of an OpenSSH public key, ssh-ed25519, sk-ssh-ed25519@openssh.com or ecdsa-sha2-nistp256, 384 or 521";

const types = /^(ssh-ed25519|sk-ssh-ed25519@openssh\.com|ecdsa-sha2-nistp(256|384|521))$/;

/** An OpenSSH public key: its type, and the base64 text whose first field says the same type (RFC 4253, 6.6). */
export const sshKey: Format = {
  allowed,
  refuse(text) {
    const [type = "", blob = ""] = text.split(" ");
    const bytes = Buffer.from(blob, "base64");
    const length = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
    const isKey =
      types.test(type) && bytes.length > length + 4 && bytes.toString("ascii", 4, 4 + length) === type;
    return isKey && bytes.toString("base64") === blob ? undefined : { allowed };
  },
};
