import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { chmod, open, rename, rm } from "node:fs/promises";

/** Makes a directory that only its owner may enter (0700); one that exists is narrowed. */
export async function privateDirectory(path: string): Promise<string> {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  return path;
}

/** Writes a file that only its owner may read (0600), whole or not at all: an interruption leaves the old one. */
export async function writePrivateFile(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString("hex")}.new`;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
