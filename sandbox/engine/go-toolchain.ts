import { execFile } from "node:child_process";
import { chmod, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Artefact, provide } from "./artefact";
import { findGo } from "./prerequisites";

/** The oldest Go that builds the modules of this project (`go 1.26.0` in their go.mod). */
const MINIMUM = { major: 1, minor: 26 };

/** The Go that is fetched as a module when the machine's is older. */
const VERSION = "1.26.8";

/** Checksums of module golang.org/toolchain v0.0.1-go1.26.8.<platform>, as `go mod download -json` gives them. */
const SUMS: Record<string, string> = {
  "linux-amd64": "h1:ZOmGe1OnfREDMIdb1Qi4G9JSuDPBLGExZMQ4nis1RXM=",
  "linux-arm64": "h1:sYL/O6MqS68ML0kjsQ36WoYIpJqkw60TxizWUYUKQMc=",
  "darwin-amd64": "h1:7/9KPPN8PckcA9s91hm2jmQMhzW4KyTJXHIs45L0C9M=",
  "darwin-arm64": "h1:dFjGhY6f8DTsY8/rLchUTDRRfjJP4pCrGCwxvHFT2Fg=",
};

/** What of the toolchain is started by name; modules carry no executable bits. */
const PROGRAMS = ["bin", "pkg/tool"];

/** Gives the path of a `go` that is new enough: the machine's own, or one that the machine's own fetches. */
export async function provideGo(): Promise<string> {
  const found = await findGo();
  if (found === undefined) throw new Error('"go" is not installed or not on PATH');
  if (isNewEnough(found.version)) return found.path;
  return join(await provide(goToolchain(found.path)), "go", "bin", "go");
}

/** Whether `go version` names a version that builds this project. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number.parseFloat);
  return major > MINIMUM.major || (major === MINIMUM.major && minor >= MINIMUM.minor);
}

function goToolchain(downloader: string): Artefact {
  const platform = `${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
  return {
    name: "go",
    title: `Go ${VERSION}`,
    usualSeconds: 10,
    inputs: { values: { version: VERSION, sum: SUMS[platform] ?? "none" } },
    async build(into, { log }) {
      const sum = SUMS[platform];
      if (sum === undefined)
        throw new Error(`there is no Go ${VERSION} for ${platform}; install Go 1.26 or newer`);
      const module = `golang.org/toolchain@v0.0.1-go${VERSION}.${platform}`;
      const modules = join(into, "modules");
      const { stdout } = await promisify(execFile)(downloader, ["mod", "download", "-json", module], {
        cwd: into,
        env: { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-modcacherw", GOMODCACHE: modules },
      });
      log(stdout);
      const download = JSON.parse(stdout) as { Dir: string; Sum: string };
      if (download.Sum !== sum)
        throw new Error(`${module} has the checksum ${download.Sum}, expected ${sum}`);
      await rename(download.Dir, join(into, "go"));
      await rm(modules, { recursive: true });
      for (const folder of PROGRAMS) await makeExecutable(join(into, "go", folder));
    },
  };
}

async function makeExecutable(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
}
