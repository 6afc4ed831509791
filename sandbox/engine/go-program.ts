import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Artefact } from "./artefact";
import { provideGo } from "./go-toolchain";
import type { StepContext } from "./step";

/** A program, or several at once, built from a Go module of this repository; go.sum there pins every dependency. */
export interface GoProgram {
  /** Name of its directory in the cache: kebab-case. */
  name: string;
  /** What a person reads while it is built. */
  title: string;
  /** How long download and build usually take on 2 cores, in seconds. */
  usualSeconds: number;
  /** Folder of go.mod and go.sum, absolute. */
  module: string;
  /** Import path of the program, `.` for the module's own; a list of them for several, which share what they compile. */
  package: string | string[];
  /** File name of the program; `./` for several, each of which is called as the last word of its path. */
  output: string;
  /** Build tags. @default [] */
  tags?: string[];
  /** Values that the linker sets: variable's full name → value. @default {} */
  stamps?: Record<string, string>;
}

/** Where checksum records are missing from the public database; go.sum pins these modules all the same. */
const WITHOUT_CHECKSUM_RECORDS = "github.com/pulumi/*,github.com/minio/*";

/** The artefact whose directory holds the built program under its output name. */
export function goProgram(program: GoProgram): Artefact {
  return {
    name: program.name,
    title: program.title,
    usualSeconds: program.usualSeconds,
    needs: ["go"],
    inputs: goInputs(program),
    build: (into, context) => goBuild(program, into, context),
  };
}

/** What decides how a Go program comes out. The version of Go does not: any that is new enough will do. */
export function goInputs(program: GoProgram): { files: string[]; values: Record<string, string> } {
  return {
    files: moduleFiles(program.module),
    values: { [program.output]: [program.package, ...goFlags(program)].flat().join(" ") },
  };
}

/** Builds a Go program into a folder; what Go downloaded and compiled stays in Go's own caches, so that a second try goes on. */
export async function goBuild(program: GoProgram, into: string, { run }: StepContext): Promise<void> {
  const go = await provideGo();
  const packages = [program.package].flat();
  await run(go, ["build", ...goFlags(program), "-o", join(into, program.output), ...packages], {
    cwd: program.module,
    env: {
      CGO_ENABLED: "0",
      GOFLAGS: "",
      GOTOOLCHAIN: "local",
      GOWORK: "off",
      GOOS: undefined,
      GOARCH: undefined,
      GOROOT: undefined,
      GONOSUMDB: WITHOUT_CHECKSUM_RECORDS,
    },
  });
}

function goFlags({ tags = [], stamps = {} }: GoProgram): string[] {
  const values = Object.entries(stamps).map(([variable, value]) => `-X ${variable}=${value}`);
  return [
    "-mod=readonly",
    "-trimpath",
    "-buildvcs=false", // where the repository lies and stands must not change what is built
    `-tags=${tags.join(",")}`,
    `-ldflags=${["-s", "-w", ...values].join(" ")}`,
  ];
}

/** go.mod, go.sum, sources and what they embed; not tests, generators and what is written about them. */
function moduleFiles(module: string): string[] {
  return readdirSync(module, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/(_test\.go|\.md|\.ts)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
