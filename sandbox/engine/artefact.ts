import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { lock } from "proper-lockfile";
import { cacheDirectory, projectRoot } from "./cache";
import { ensurePrerequisites, type PrerequisiteName } from "./prerequisites";
import { type Progress, progress } from "./progress";
import { runStep, type StepContext } from "./step";

/** Something that set-up downloads or builds once and keeps in the cache under the hash of what it is made of. */
export interface Artefact {
  /** Name of its directory in the cache, before the hash: kebab-case. */
  name: string;
  /** What a person reads while it is made: `MinIO RELEASE.2025-04-22`. */
  title: string;
  /** How long making it usually takes on 2 cores without any cache, in seconds. */
  usualSeconds: number;
  /** Everything that decides what comes out; a change of any makes it anew. The platform is always part of it. */
  inputs: {
    /** Absolute paths of files whose content counts. @default [] */
    files?: string[];
    /** Versions, flags, coordinates. @default {} */
    values?: Record<string, string>;
  };
  /** Programs that must be on PATH to make it (not to use it). @default [] */
  needs?: PrerequisiteName[];
  /** Fills the empty directory `into`. It is moved to its place afterwards, so nothing in it may hold its own path. */
  build(into: string, context: StepContext): Promise<void>;
}

/** Another process that makes the same thing is looked at this often, in milliseconds. */
const RETRY = 500;

/** A lock not renewed for this long is that of a dead process, in milliseconds. */
const STALE = 10_000;

/** Where the artefact stands, or will stand, in the cache. */
export async function artefactDirectory(artefact: Artefact): Promise<string> {
  return join(cacheDirectory(), `${artefact.name}-${await contentHash(artefact)}`);
}

/** Whether the cache has it. */
export async function isProvided(artefact: Artefact): Promise<boolean> {
  return existsSync(await artefactDirectory(artefact));
}

/** What must be on PATH to make those of the artefacts that are not in the cache. */
export async function needsOf(artefacts: Artefact[]): Promise<PrerequisiteName[]> {
  const needs = new Set<PrerequisiteName>();
  for (const artefact of artefacts) {
    if (await isProvided(artefact)) continue;
    for (const need of artefact.needs ?? []) needs.add(need);
  }
  return [...needs];
}

/**
 * Gives the artefact's directory, made now unless the cache has it: the second time costs milliseconds and no network.
 * Safe when two processes start at once and after one of them was killed.
 * @param display where the progress is shown
 * @throws StepFailed when making it failed
 */
export async function provide(artefact: Artefact, display: Progress = progress): Promise<string> {
  const directory = await artefactDirectory(artefact);
  if (existsSync(directory)) return directory;
  await mkdir(dirname(directory), { recursive: true });
  await ensurePrerequisites(artefact.needs ?? []);
  const release = await lockForBuild(directory, artefact, display);
  try {
    if (!existsSync(directory)) await buildInto(directory, artefact, display);
  } finally {
    await release();
  }
  return directory;
}

async function contentHash({ name, inputs }: Artefact): Promise<string> {
  const hash = createHash("sha256");
  const add = (label: string, content: string | Buffer) =>
    hash.update(`${label}\0${createHash("sha256").update(content).digest("hex")}\0`);
  add("name", name);
  add("platform", `${process.platform}-${process.arch}`);
  for (const file of [...(inputs.files ?? [])].sort()) {
    add(`file ${relative(projectRoot, file)}`, await readFile(file));
  }
  for (const [key, value] of Object.entries(inputs.values ?? {}).sort()) add(`value ${key}`, value);
  return hash.digest("hex").slice(0, 16);
}

/** The lock only saves work: what makes two builders safe is that each builds in a directory of its own and renames. */
async function lockForBuild(
  directory: string,
  { title, usualSeconds }: Artefact,
  display: Progress,
): Promise<() => Promise<void>> {
  const options = {
    lockfilePath: `${directory}.lock`,
    realpath: false,
    stale: STALE,
    // The machine slept longer than STALE and another process took over: both finish, the first rename counts.
    onCompromised: () => undefined,
  };
  try {
    return tolerant(await lock(directory, options));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
    const end = display.start(`waiting for another start that makes ${title}`, usualSeconds);
    const retries = { forever: true, minTimeout: RETRY, maxTimeout: RETRY };
    const release = tolerant(await lock(directory, { ...options, retries }));
    end("done");
    return release;
  }
}

/** Releasing a lock that somebody else took over while the machine slept is no failure of the build. */
function tolerant(release: () => Promise<void>): () => Promise<void> {
  return () => release().catch(() => undefined);
}

async function buildInto(directory: string, artefact: Artefact, display: Progress): Promise<void> {
  const prefix = `${directory}.building-`;
  for (const entry of await readdir(dirname(directory))) {
    if (!entry.startsWith(basename(prefix))) continue;
    await rm(join(dirname(directory), entry), { recursive: true, force: true }); // left by a killed builder
  }
  const into = await mkdtemp(prefix);
  try {
    const work = async (context: StepContext) => {
      await artefact.build(into, context);
      await flush(into);
      await moveInto(into, directory);
    };
    await runStep({ ...artefact, logFile: `${directory}.log` }, work, display);
  } catch (error) {
    await rm(into, { recursive: true, force: true });
    throw error;
  }
}

/** Writes the files to the disk itself: after a power cut the renamed directory must not hold empty files. */
async function flush(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = await open(join(entry.parentPath, entry.name), "r");
    await file.sync().finally(() => file.close());
  }
}

async function moveInto(from: string, directory: string): Promise<void> {
  try {
    await rename(from, directory);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
    await rm(from, { recursive: true, force: true }); // another builder was first: its result is the same
  }
}
