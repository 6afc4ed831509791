import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { cacheDirectory } from "./cache";
import { runStep } from "./step";

/** A program that set-up takes from the machine rather than making it. */
export type PrerequisiteName = "go" | "java" | "maven";

interface Prerequisite {
  /** What is needed, as the person reads it. */
  title: string;
  /** Whether the machine has it. */
  isPresent(): Promise<boolean>;
  /** Debian packages that bring it. */
  packages: string[];
  /** How a person gets it anywhere. */
  elsewhere: string;
}

/** Keycloak 26 runs on 17 and newer. */
const MINIMUM_JAVA = 17;

const PREREQUISITES: Record<PrerequisiteName, Prerequisite> = {
  go: {
    title: "Go (1.26, or any older one, which then fetches 1.26)",
    isPresent: async () => (await findGo()) !== undefined,
    packages: ["golang-go"],
    elsewhere: "https://go.dev/doc/install",
  },
  java: {
    title: `Java (JDK ${MINIMUM_JAVA} or newer)`,
    isPresent: async () => javaMajor(await firstLine(javaProgram(), ["--version"])) >= MINIMUM_JAVA,
    packages: ["default-jdk-headless"],
    elsewhere: "https://adoptium.net",
  },
  maven: {
    title: "Maven (3.6 or newer)",
    isPresent: async () => (await firstLine("mvn", ["--version"])) !== undefined,
    packages: ["maven"],
    elsewhere: "https://maven.apache.org/install.html",
  },
};

/** How set-up may install Debian packages, as far as it is allowed to. */
export interface PackageInstaller {
  /** Whether this user may install packages on this machine. */
  isAllowed(): boolean;
  /** Installs packages with what they need. @throws StepFailed */
  install(packages: string[]): Promise<void>;
}

/**
 * Makes sure that the machine has what set-up takes from it; installs Debian packages where that is allowed.
 * @throws Error one message that lists everything that is still missing and how to get it
 */
export async function ensurePrerequisites(
  names: Iterable<PrerequisiteName>,
  installer: PackageInstaller = aptGet,
): Promise<void> {
  const missing = await findMissing(new Set(names));
  if (missing.length === 0) return;
  if (!installer.isAllowed()) throw new Error(missingMessage(missing));
  await installer.install(missing.flatMap(({ packages }) => packages));
  const stillMissing = await findMissing(missing.map(({ name }) => name));
  if (stillMissing.length > 0) throw new Error(missingMessage(stillMissing));
}

/** The Go on PATH, or where its installers put it, with its version (`1.26.8`); undefined where there is none. */
export async function findGo(): Promise<{ path: string; version: string } | undefined> {
  for (const path of ["go", "/usr/local/go/bin/go"]) {
    const line = await firstLine(path, ["version"], { GOTOOLCHAIN: "local" });
    const version = /^go version go(\d+\.\d+\S*)/.exec(line ?? "")?.[1];
    if (version !== undefined) return { path, version };
  }
  return undefined;
}

/** The `java` that JAVA_HOME names, which is what Keycloak's and Maven's scripts take, else the one on PATH. */
export function javaProgram(): string {
  return process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", "java") : "java";
}

/** 17 of `openjdk 17.0.15 2025-04-15`; 0 of anything else (Java 8 does not know --version). */
export function javaMajor(line: string | undefined): number {
  return Number(/^\S+ (\d+)/.exec(line ?? "")?.[1] ?? 0);
}

async function findMissing(names: Iterable<PrerequisiteName>) {
  const missing: (Prerequisite & { name: PrerequisiteName })[] = [];
  for (const name of names) {
    const prerequisite = PREREQUISITES[name];
    if (!(await prerequisite.isPresent())) missing.push({ name, ...prerequisite });
  }
  return missing;
}

function missingMessage(missing: Prerequisite[]): string {
  return [
    "set-up needs programs that this machine does not have:",
    ...missing.map(({ title, elsewhere }) => `  ${title}: ${elsewhere}`),
    "on Debian and Ubuntu they are packages (root installs them without being asked):",
    `  apt-get install ${missing.flatMap(({ packages }) => packages).join(" ")}`,
    "install them, then run the same command again",
  ].join("\n");
}

/** Debian's own tool; it is only used by root, because set-up asks nobody for a password. */
export const aptGet: PackageInstaller = {
  isAllowed: () =>
    process.getuid?.() === 0 &&
    (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "apt-get"))),
  install: (packages) =>
    runStep(
      {
        title: `Debian packages ${packages.join(", ")}`,
        usualSeconds: 60,
        logFile: join(cacheDirectory(), "debian-packages.log"),
        goOn: `run "apt-get install ${packages.join(" ")}" by hand, then the same command again`,
      },
      async ({ run, log }) => {
        // Another apt-get may run, for example the machine's own updates just after it was started.
        const options = ["-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"];
        const env = { DEBIAN_FRONTEND: "noninteractive" };
        const install = () => run("apt-get", ["install", ...options, ...packages], { env });
        await install().catch(async () => {
          log("the package lists may be missing or old: refreshing them");
          await run("apt-get", ["update"], { env });
          await install();
        });
      },
    ),
};

async function firstLine(
  program: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, args, { env: { ...process.env, ...env } });
    return stdout.split("\n")[0];
  } catch {
    return undefined;
  }
}
