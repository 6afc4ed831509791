/** The types of resources that the program's five providers make. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");

/** Tokens of command, keycloak, minio and openstack, as the sandbox lists them beside their functions. */
const listed = readFileSync(join(root, "sandbox/engine/providers/sdks.txt"), "utf8")
  .split("\n")
  .filter((token) => /:[A-Z]\w*$/.test(token));

/** Tokens that the modules of Kubernetes' SDK tell their classes by, and of its charts and files. */
const kubernetes = globSync("{*,*/*}/*.js", { cwd: join(root, "node_modules/@pulumi/kubernetes") }).flatMap(
  (file) => {
    const source = readFileSync(join(root, "node_modules/@pulumi/kubernetes", file), "utf8");
    return [...source.matchAll(/(?:case "|__pulumiType = ')(kubernetes:[\w.]+\/\w+:\w+)["']/g)].map(
      ([, token = ""]) => token,
    );
  },
);

/** Every type, once. */
export const resourceTypes: readonly string[] = [...new Set([...listed, ...kubernetes])].sort();
