import { execFileSync } from "node:child_process";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { StepContext } from "./engine";
import { aptGet } from "./engine/prerequisites";

/**
 * Installs those of the Debian packages that are not there.
 * @throws StepFailed
 */
export async function ensurePackages(wanted: string[]): Promise<void> {
  const present = packageVersions(wanted);
  const missing = wanted.filter((name) => present[name] === undefined);
  if (missing.length > 0) await aptGet.install(missing);
}

/** Name → version of those that are installed. */
export function packageVersions(names: string[]): Record<string, string> {
  const format = "-f=$" + "{Package} $" + "{Version} $" + "{db:Status-Status}\n";
  let listed: string;
  try {
    listed = execFileSync("dpkg-query", ["-W", format, ...names], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    listed = String((error as { stdout?: string }).stdout ?? ""); // it fails where one is unknown, and lists the others
  }
  const rows = listed.split("\n").map((line) => line.split(" "));
  return Object.fromEntries(
    rows.flatMap(([name, version, status]) =>
      name && version && status === "installed" ? [[name, version]] : [],
    ),
  );
}

/**
 * Takes the files out of Debian packages that are not to be installed, because they bring daemons.
 * @param use what to do with the folder in which they lie as they would in `/`; it is removed afterwards
 */
export async function unpackPackages(
  names: string[],
  into: string,
  { run, log }: StepContext,
  use: (unpacked: string) => Promise<void>,
): Promise<void> {
  const packages = join(into, "packages");
  const unpacked = join(packages, "unpacked");
  await mkdir(unpacked, { recursive: true });
  // as root: apt's own user may not write there
  const download = () =>
    run("apt-get", ["-o", "APT::Sandbox::User=root", "download", ...names], { cwd: packages });
  await download().catch(async () => {
    log("the package lists may be missing or old: refreshing them");
    await run("apt-get", ["update"]);
    await download();
  });
  for (const name of await readdir(packages)) {
    if (name.endsWith(".deb")) await run("dpkg-deb", ["-x", join(packages, name), unpacked]);
  }
  await use(unpacked);
  await rm(packages, { recursive: true });
}
