/**
 * The payload encryption of MinIO's admin API: `salt 32 | cipher 1 | nonce 8 | fragments`, the key derived from the
 * caller's secret key. Formats: madmin-go `encrypt.go`, sio-go (fragments of 16 KiB, each sealed with nonce | number).
 */
import * as crypto from "node:crypto";
import { promisify } from "node:util";

const saltBytes = 32;
const nonceBytes = 8;
const tagBytes = 16;
const fragmentBytes = 16 * 1024;

/** How a payload's key is derived and its fragments are sealed, by the byte that says so. */
const suites = {
  0: { cipher: "aes-256-gcm", deriveKey: argon2idKey },
  1: { cipher: "chacha20-poly1305", deriveKey: argon2idKey },
  2: { cipher: "aes-256-gcm", deriveKey: pbkdf2Key },
} as const;

type Suite = (typeof suites)[keyof typeof suites];

/** What is sent: PBKDF2 and AES need no memory and no package, and every MinIO reads it (it is madmin's FIPS mode). */
const sentSuite = 2;

/**
 * Encrypts the body of an admin request.
 * @param secretKey the secret key of the credential that signs the request
 * @param random source of salt and nonce
 */
export async function encryptPayload(
  secretKey: string,
  plain: Buffer,
  random: (bytes: number) => Buffer = crypto.randomBytes,
): Promise<Buffer> {
  const suite = suites[sentSuite];
  const salt = random(saltBytes);
  const nonce = random(nonceBytes);
  const key = await suite.deriveKey(secretKey, salt);
  const count = Math.max(1, Math.ceil(plain.length / fragmentBytes));
  const header = headerTag(suite, key, nonce);
  const fragments = Array.from({ length: count }, (_, index) => {
    const piece = plain.subarray(index * fragmentBytes, (index + 1) * fragmentBytes);
    return seal(suite, key, nonce, index + 1, associatedData(header, index === count - 1), piece);
  });
  return Buffer.concat([salt, Buffer.of(sentSuite), nonce, ...fragments]);
}

/**
 * Decrypts the body of an admin answer.
 * @throws Error when it is no such payload, was altered, or was sealed with another secret key
 */
export async function decryptPayload(secretKey: string, payload: Buffer): Promise<Buffer> {
  const suite = suites[payload[saltBytes] as keyof typeof suites] as Suite | undefined;
  const body = payload.subarray(saltBytes + 1 + nonceBytes);
  if (suite === undefined || body.length < tagBytes) throw new Error("not a payload of MinIO's admin API");
  const nonce = payload.subarray(saltBytes + 1, saltBytes + 1 + nonceBytes);
  const key = await suite.deriveKey(secretKey, payload.subarray(0, saltBytes));
  const header = headerTag(suite, key, nonce);
  const sealedBytes = fragmentBytes + tagBytes;
  const count = Math.ceil(body.length / sealedBytes);
  const fragments = Array.from({ length: count }, (_, index) => {
    const piece = body.subarray(index * sealedBytes, (index + 1) * sealedBytes);
    return open(suite, key, nonce, index + 1, associatedData(header, index === count - 1), piece);
  });
  return Buffer.concat(fragments);
}

/** Fragment 0 is empty; its tag is bound into every other fragment. */
const headerTag = (suite: Suite, key: Buffer, nonce: Buffer): Buffer =>
  seal(suite, key, nonce, 0, Buffer.alloc(0), Buffer.alloc(0));

const associatedData = (header: Buffer, last: boolean): Buffer =>
  Buffer.concat([Buffer.of(last ? 0x80 : 0x00), header]);

const fragmentNonce = (nonce: Buffer, number: number): Buffer => {
  const counter = Buffer.alloc(4);
  counter.writeUInt32LE(number);
  return Buffer.concat([nonce, counter]);
};

function seal(suite: Suite, key: Buffer, nonce: Buffer, number: number, data: Buffer, plain: Buffer): Buffer {
  // Both ciphers take the same calls; the types know each by its own overload.
  const name = suite.cipher as crypto.CipherGCMTypes;
  const cipher = crypto.createCipheriv(name, key, fragmentNonce(nonce, number), { authTagLength: tagBytes });
  cipher.setAAD(data, { plaintextLength: plain.length });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function open(
  suite: Suite,
  key: Buffer,
  nonce: Buffer,
  number: number,
  data: Buffer,
  sealed: Buffer,
): Buffer {
  const name = suite.cipher as crypto.CipherGCMTypes;
  const plainBytes = sealed.length - tagBytes;
  const cipher = crypto.createDecipheriv(name, key, fragmentNonce(nonce, number), {
    authTagLength: tagBytes,
  });
  cipher.setAAD(data, { plaintextLength: plainBytes });
  cipher.setAuthTag(sealed.subarray(plainBytes));
  return Buffer.concat([cipher.update(sealed.subarray(0, plainBytes)), cipher.final()]);
}

async function pbkdf2Key(secretKey: string, salt: Buffer): Promise<Buffer> {
  return promisify(crypto.pbkdf2)(secretKey, salt, 8192, 32, "sha256");
}

/** Argon2id with one pass over 64 MiB in four lanes; Node has it from 24.7 on, before that a package that is 20 times slower. */
async function argon2idKey(secretKey: string, salt: Buffer): Promise<Buffer> {
  if (typeof crypto.argon2 === "function") {
    return promisify(crypto.argon2)("argon2id", {
      message: secretKey,
      nonce: salt,
      parallelism: 4,
      tagLength: 32,
      memory: 64 * 1024,
      passes: 1,
    });
  }
  const { argon2idAsync } = await import("@noble/hashes/argon2.js");
  return Buffer.from(await argon2idAsync(secretKey, salt, { t: 1, m: 64 * 1024, p: 4, dkLen: 32 }));
}
