import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../../components/cloud/shell-word";

/** One call of KubeOne's stand-in, `kubeone-program.js`. */
export interface KubeOneCall {
  /** Verb and flags, those with the three documents left out: `apply --auto-approve`. */
  call: string;
  /** Where it worked. */
  folder: string;
  /** Mode of that folder, `700`. */
  folderMode: string;
  /** File → mode, `600`. */
  modes: Record<string, string>;
  /** Version of Kubernetes in the manifest. */
  version: string;
  /** Machine deployments that lie there, or that none does. */
  pools: Record<string, { replicas: number; kubelet: string }> | "none";
  /** Where a secret was seen: `argv` of any process, its own `environment`. */
  places: string[];
}

/** A program in place of KubeOne, and what it noted. */
export class KubeOneRecorder {
  /** Path of the program. */
  readonly program: string;
  private readonly notes: string;

  /**
   * @param directory empty folder of the test's own
   * @param secrets what it looks out for
   */
  constructor(directory: string, secrets: string[]) {
    this.notes = join(directory, "notes");
    this.program = join(directory, "kubeone");
    mkdirSync(this.notes, { recursive: true });
    writeFileSync(join(this.notes, "secrets"), secrets.join("\n"));
    writeFileSync(join(this.notes, "token"), "admin-token-9f2e");
    this.isVersion("1.14.0");
    const words = [process.execPath, join(__dirname, "kubeone-program.js"), this.notes].map(quote);
    writeFileSync(this.program, `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`, { mode: 0o755 });
  }

  isVersion(version: string): void {
    writeFileSync(join(this.notes, "version"), version);
  }

  /** Lets the verb fail from now on; none again where it is left out. */
  fails(verb?: "apply" | "reset" | "kubeconfig"): void {
    if (verb === undefined) rmSync(join(this.notes, "fail"));
    else writeFileSync(join(this.notes, "fail"), verb);
  }

  /** The calls since the last time they were asked for. */
  calls(): KubeOneCall[] {
    const file = join(this.notes, "calls");
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    rmSync(file);
    return lines.map((line) => JSON.parse(line));
  }

  /** What the cluster is now. */
  cluster(): { version: string; pools: Record<string, { replicas: number; kubelet: string }> } {
    return JSON.parse(readFileSync(join(this.notes, "cluster.json"), "utf8"));
  }
}
