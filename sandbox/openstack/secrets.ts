import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { privateDirectory, writePrivateFile } from "../private-file";
import type { CloudFolder, CloudSecretName } from "./folder";

const password = (): string => randomBytes(24).toString("base64url");

const makers: Record<CloudSecretName, () => string> = {
  admin: password,
  service: password,
  operator: password,
  "other-operator": password,
  "key-encryption": () => randomBytes(32).toString("base64"),
  balancers: password, // Octavia wants exactly 32 characters
};

const names = Object.keys(makers) as CloudSecretName[];

/** The secrets of a cloud, made where they are missing, each in a file of its own (0600). */
export async function ensureCloudSecrets(folder: CloudFolder): Promise<Record<CloudSecretName, string>> {
  await privateDirectory(dirname(folder.secret("admin")));
  const secrets: Partial<Record<CloudSecretName, string>> = {};
  for (const name of names) {
    const file = folder.secret(name);
    if (!existsSync(file)) await writePrivateFile(file, makers[name]());
    secrets[name] = readFileSync(file, "utf8");
  }
  return secrets as Record<CloudSecretName, string>;
}
