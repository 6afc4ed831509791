import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import type { SandboxFolder } from "./folder";
import { people } from "./ls-aai/people";
import { kmsKeyName } from "./minio/kms";
import { privateDirectory, writePrivateFile } from "./private-file";

/** A secret of 256 bits, in characters that need no quoting anywhere. */
const randomSecret = (): string => randomBytes(32).toString("base64url");

/** Makes the sandbox's secrets that are not there yet, each in a file of its own (0600). */
export async function ensureSecrets({ secrets }: SandboxFolder): Promise<void> {
  await privateDirectory(secrets.directory);
  const wanted: [file: string, make: () => string][] = [
    [secrets.keycloakAdmin, randomSecret],
    [secrets.keycloakProvisioner, randomSecret],
    [secrets.lsAaiClient, randomSecret],
    [secrets.minioRootUser, () => `root-${randomBytes(8).toString("hex")}`],
    [secrets.minioRootPassword, randomSecret],
    [secrets.minioKmsKey, () => `${kmsKeyName}:${randomBytes(32).toString("base64")}`],
    [secrets.minioProvisioner, () => randomBytes(20).toString("hex")],
    [secrets.passphrase, randomSecret],
    ...people.map(({ name }): [string, () => string] => [secrets.person(name), randomSecret]),
  ];
  for (const [file, make] of wanted) if (!existsSync(file)) await writePrivateFile(file, make());
}
