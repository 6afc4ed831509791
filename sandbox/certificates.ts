import "reflect-metadata"; // @peculiar/x509 needs it loaded first
import { createPrivateKey, KeyObject, type webcrypto, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { SandboxFolder } from "./folder";
import { privateDirectory, writePrivateFile } from "./private-file";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const day = 24 * 60 * 60 * 1000;

/** The authority outlives every environment of the sandbox, so that nobody has to trust a new one, in days. */
const authorityDays = 3650;

/** Lifetime of the servers' certificate from now, in days; browsers accept at most 398 in all. */
const serverDays = 396;

/** A certificate with less than this left is made anew, in days. */
const renewalDays = 30;

interface KeyPair {
  certificate: X509Certificate;
  key: KeyObject;
}

/** Where a certificate (PEM) and its key (PEM, PKCS 8, 0600) lie. */
export interface CertificateFiles {
  certificate: string;
  key: string;
}

/** What a server is reached by; the first is its common name. */
export type ServerName = { type: "dns" | "ip"; value: string };

/** What a client is known by; Kubernetes takes the organisation as its group. */
export interface ClientName {
  commonName: string;
  organisation?: string;
}

/** What a certificate says of whoever has its key. */
interface Leaf {
  subject: string;
  usage: ExtendedKeyUsage;
  /** @default none */
  names?: ServerName[];
}

/**
 * The sandbox's own authority and the certificate of its servers (`localhost`, 127.0.0.1), made where they are missing, do
 * not belong together or end soon. Both servers watch the files of their certificate and need no restart.
 */
export async function ensureCertificates({ tls }: SandboxFolder, now = new Date()): Promise<void> {
  const names: ServerName[] = [
    { type: "dns", value: "localhost" },
    { type: "ip", value: "127.0.0.1" },
  ];
  await ensureServerCertificate({ certificate: tls.caCertificate, key: tls.caKey }, tls, names, now);
}

/** An authority's certificate and key, made where they are missing, do not belong together or end soon. */
export async function ensureAuthority(files: CertificateFiles, now = new Date()): Promise<KeyPair> {
  const present = await readPair(files, now);
  if (present) return present;
  const authority = await makeAuthority(now);
  await writePair(files, authority);
  return authority;
}

/** A server's certificate and key, made where they are missing, end soon or are not of this authority, which is made as well. */
export async function ensureServerCertificate(
  authorityFiles: CertificateFiles,
  files: CertificateFiles,
  names: ServerName[],
  now = new Date(),
): Promise<void> {
  const authority = await ensureAuthority(authorityFiles, now);
  const server = await readPair(files, now);
  if (server?.certificate.verify(authority.certificate.publicKey)) return;
  const subject = `CN=${names[0]?.value}`;
  await writePair(
    files,
    await makeLeaf(authority, { subject, usage: ExtendedKeyUsage.serverAuth, names }, now),
  );
}

/** A client's certificate and key, made on the same conditions as a server's. */
export async function ensureClientCertificate(
  authorityFiles: CertificateFiles,
  files: CertificateFiles,
  { commonName, organisation }: ClientName,
  now = new Date(),
): Promise<void> {
  const authority = await ensureAuthority(authorityFiles, now);
  const client = await readPair(files, now);
  if (client?.certificate.verify(authority.certificate.publicKey)) return;
  const subject = [...(organisation ? [`O=${organisation}`] : []), `CN=${commonName}`].join(", ");
  await writePair(files, await makeLeaf(authority, { subject, usage: ExtendedKeyUsage.clientAuth }, now));
}

/** The certificate and its key, or undefined where they must be made anew. */
async function readPair(files: CertificateFiles, now: Date): Promise<KeyPair | undefined> {
  try {
    const certificate = new X509Certificate(await readFile(files.certificate));
    const key = createPrivateKey(await readFile(files.key));
    const lasting = Date.parse(certificate.validTo) - now.getTime() > renewalDays * day;
    return lasting && certificate.checkPrivateKey(key) ? { certificate, key } : undefined;
  } catch {
    return undefined; // missing, or half-written by something that is not us
  }
}

async function writePair(files: CertificateFiles, { certificate, key }: KeyPair): Promise<void> {
  await privateDirectory(dirname(files.certificate));
  await writePrivateFile(files.key, key.export({ type: "pkcs8", format: "pem" }).toString());
  await writePrivateFile(files.certificate, certificate.toString());
}

async function makeAuthority(now: Date): Promise<KeyPair> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=spe sandbox authority",
    ...validity(now, authorityDays),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return pair(certificate.rawData, keys);
}

async function makeLeaf(authority: KeyPair, { subject, usage, names }: Leaf, now: Date): Promise<KeyPair> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: "CN=spe sandbox authority",
    ...validity(now, serverDays),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await signingKey(authority),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([usage]),
      ...(names ? [new SubjectAlternativeNameExtension(names)] : []),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(
        authority.certificate.publicKey.export({ type: "spki", format: "der" }),
      ),
    ],
  });
  return pair(certificate.rawData, keys);
}

const signingKey = ({ key }: KeyPair): Promise<webcrypto.CryptoKey> =>
  crypto.subtle.importKey("pkcs8", key.export({ type: "pkcs8", format: "der" }), algorithm, false, ["sign"]);

const generateKeys = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;

type CryptoKeyPair = webcrypto.CryptoKeyPair;

/** Begins a day early, because the clocks of machines differ. */
const validity = (now: Date, days: number): { notBefore: Date; notAfter: Date } => ({
  notBefore: new Date(now.getTime() - day),
  notAfter: new Date(now.getTime() + days * day),
});

const pair = (certificate: ArrayBuffer, { privateKey }: CryptoKeyPair): KeyPair => ({
  certificate: new X509Certificate(Buffer.from(certificate)),
  key: KeyObject.from(privateKey),
});
