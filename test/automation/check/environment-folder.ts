/** A folder with stack files, each the tracked one of the trial with changes, and files of the pack beside them. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../infra/settings/right-settings";

const trial = readFileSync(join(root, "infra/environments/Pulumi.trial.yaml"), "utf8");

/** What a rule of the pack refuses in the trial's environment: its permit is another's. */
export const breaking = { parameters: { permitPattern: "^DAC-" } };

/** A folder of environments for one spec. */
export class EnvironmentFolder {
  readonly path = mkdtempSync(join(tmpdir(), "spe-check-"));

  /** Writes the trial's stack file under another name. @returns its path */
  stack(name: string, change: (text: string) => string = (text) => text): string {
    const file = join(this.path, `Pulumi.${name}.yaml`);
    writeFileSync(file, change(trial));
    return file;
  }

  /** Writes what the pack is told about an environment. */
  pack(name: string, content: object): void {
    writeFileSync(join(this.path, `five-safes.${name}.json`), JSON.stringify(content));
  }

  /** Makes the folder a repository, if it is none, and commits everything in it. @returns the commit */
  commit(): string {
    if (!existsSync(join(this.path, ".git"))) this.git("init", "--quiet", "--initial-branch=main");
    this.git("add", "--all");
    this.git(
      "-c",
      "user.name=spec",
      "-c",
      "user.email=spec@example.org",
      "commit",
      "--quiet",
      "-m",
      "change",
    );
    return this.git("rev-parse", "HEAD").trim();
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.path, encoding: "utf8" });
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
