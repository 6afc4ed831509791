import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { rm, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { provide } from "../engine";
import type { Server } from "../server";
import { archiveOf } from "./archive";
import { mirrorPort } from "./front";
import { processEnvironment, python } from "./process-environment";
import type { CloudContext } from "./service";

/** A file that machines fetch from the site, since they reach nothing else. */
export interface MirroredFile {
  url: string;
  /** In hexadecimal. */
  sha256: string;
}

/**
 * Lays files into the mirror, as links.
 * @param paths name → absolute path of a file, or of a folder of the cache, which becomes `<name>.tar.gz`
 */
export async function mirrorFiles(
  { folder, addresses }: CloudContext,
  paths: Record<string, string>,
): Promise<Record<string, MirroredFile>> {
  const mirrored: Record<string, MirroredFile> = {};
  for (const [name, path] of Object.entries(paths)) {
    const file = await asFile(name, path);
    const link = statSync(path).isDirectory() ? basename(file) : name;
    await rm(join(folder.mirror, link), { force: true });
    await symlink(file, join(folder.mirror, link));
    mirrored[name] = { url: `https://${addresses.site}/${link}`, sha256: await sha256Of(file) };
  }
  return mirrored;
}

async function asFile(name: string, path: string): Promise<string> {
  if (!statSync(path).isDirectory()) return path;
  const { artefact, file } = archiveOf(name, path);
  return join(await provide(artefact), file);
}

/** Serves the mirror's files behind the front. */
export function mirrorServer({ folder, addresses }: CloudContext): Server {
  return {
    title: "artefact mirror",
    usualSeconds: 1,
    ports: [],
    command: {
      directory: folder.server("mirror"),
      program: python,
      args: ["-m", "http.server", "--bind", addresses.back, "--directory", folder.mirror, String(mirrorPort)],
      env: processEnvironment(folder, addresses),
    },
    isReady: async () => (await fetch(`http://${addresses.back}:${mirrorPort}/`)).ok,
  };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
