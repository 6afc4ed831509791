/** Detached Ed25519 signatures (RFC 8032) over a file's bytes: 64 bytes in a file beside it, as OpenSSL writes and reads them. */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readText, WrongInput } from "./wrong-input";

/** Where the signature of a file stands. */
export const signatureFile = (file: string): string => `${file}.sig`;

/** A private key in PEM. @throws WrongInput, which shows nothing of the file */
export const readPrivateKey = (file: string): KeyObject =>
  readKey(file, "private", () => createPrivateKey(readText(file)));

/** A public key in PEM. @throws WrongInput */
export const readPublicKey = (file: string): KeyObject =>
  readKey(file, "public", () => createPublicKey(readText(file)));

/** Signs a file. */
export function signFile(file: string, key: KeyObject): void {
  writeFileSync(signatureFile(file), sign(null, readFileSync(file), key));
}

/** Removes the signature that a former content of the file had. */
export const removeSignature = (file: string): void => rmSync(signatureFile(file), { force: true });

/** Whether a file is what the owner of the key has signed. @throws WrongInput where the file or its signature is missing */
export function isSigned(file: string, key: KeyObject): boolean {
  for (const needed of [file, signatureFile(file)])
    if (!existsSync(needed)) throw new WrongInput(`"${needed}"`, ["does not exist"]);
  return verify(null, readFileSync(file), key, readFileSync(signatureFile(file)));
}

function readKey(file: string, kind: "private" | "public", read: () => KeyObject): KeyObject {
  const key = attempt(file, kind, read);
  if (key.asymmetricKeyType === "ed25519") return key;
  throw new WrongInput(`${kind} key "${file}"`, [
    `is of the type ${key.asymmetricKeyType}; allowed: Ed25519`,
  ]);
}

function attempt(file: string, kind: "private" | "public", read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch (error) {
    if (error instanceof WrongInput) throw error;
    const allowed = kind === "private" ? "one without a passphrase" : "one such as openssl writes";
    throw new WrongInput(`${kind} key "${file}"`, [`is no ${kind} key in PEM; allowed: ${allowed}`]);
  }
}
