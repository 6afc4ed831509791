/** A Pulumi program that knows nothing of this repository: plain JavaScript with one bucket, in a folder of its own. */
import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../../sandbox/engine";
import type { TestSandbox } from "./test-sandbox";

const files: Readonly<Record<string, string>> = {
  "Pulumi.yaml": "name: foreign\nruntime: { name: nodejs, options: { typescript: false } }\n",
  "package.json": '{ "name": "foreign", "version": "7.0.0", "main": "index.js" }\n',
  "index.js": `const { readFileSync } = require("node:fs");
const minio = require("@pulumi/minio");
const pulumi = require("@pulumi/pulumi");

const { server, ca, accessKey, secretKeyFile, kmsKeyId } = JSON.parse(process.env.FOREIGN_STORE);
const provider = new minio.Provider("store", {
  minioServer: server,
  minioSsl: true,
  minioCacertFile: ca,
  minioUser: accessKey,
  minioPassword: pulumi.secret(readFileSync(secretKeyFile, "utf8")),
});
const bucket = new minio.S3Bucket(
  "work",
  { bucket: "foreign-scratch", acl: process.env.FOREIGN_ACL },
  { provider, protect: true },
);
new minio.S3BucketServerSideEncryption(
  "work-encryption",
  { bucket: bucket.bucket, encryptionType: "aws:kms", kmsKeyId },
  { provider },
);
`,
};

/** How a run of the engine's command line ended, and all that it printed. */
export interface EngineRun {
  code: number;
  output: string;
}

/** Runs `pulumi` in a folder. */
type Pulumi = (args: string[], variables?: Record<string, string>) => Promise<EngineRun>;

/**
 * Writes the program into a folder.
 * @returns runs `pulumi` there, with the variables that the program reads
 */
export function foreignProgram({ sandbox, engine, programs }: TestSandbox, folder: string): Pulumi {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const state = join(folder, "state");
  mkdirSync(state);
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
  const { url, kmsKey, provisioner } = sandbox.minio;
  const store = {
    server: new URL(url).host,
    ca: sandbox.caFile,
    accessKey: provisioner.accessKey,
    secretKeyFile: provisioner.secretKeyFile,
    kmsKeyId: kmsKey,
  };
  const ours = {
    ...engine,
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_CONFIG_PASSPHRASE: "test",
    FOREIGN_STORE: JSON.stringify(store),
    FOREIGN_ACL: "private",
  };
  return (args, variables = {}) =>
    new Promise((resolve) => {
      const options = { cwd: folder, env: { ...ours, ...variables }, maxBuffer: 16 * 2 ** 20 };
      execFile(programs.engine.pulumi, [...args, "--non-interactive"], options, (error, output, errors) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: output + errors }),
      );
    });
}
