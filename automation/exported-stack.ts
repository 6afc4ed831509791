import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";

const root = join(__dirname, "..");

/**
 * A stack's state as `pulumi stack export` writes it, by the `pulumi` of PATH; secrets stay encrypted.
 *
 * The command writes a salt into the stack's file where that has none, so it runs in an empty project of the same name.
 * @throws Error with why there is none
 */
export async function exportStack(stack: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "spe-export-"));
  try {
    const { name } = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")) as { name: string };
    await writeFile(join(folder, "Pulumi.yaml"), stringify({ name, runtime: "nodejs" }));
    const args = ["stack", "export", "--non-interactive", "--stack", stack];
    const { stdout } = await promisify(execFile)("pulumi", args, { cwd: folder, maxBuffer: 2 ** 30 });
    return stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    throw new Error(
      code === "ENOENT"
        ? '"pulumi" is not on PATH; for the sandbox, read its environment first: . .spe/env'
        : (stderr?.trim() ?? "pulumi failed"),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
