/** Proof that the machines of an environment work and are closed: by OpenSSH's own client, of people who may and who may not. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { Environment } from "../infra/environment";
import { claim, type Proof } from "./claim";
import { s3Client } from "./clients/object-store-clients";
import { runOverSsh, type SshHost, type SshResult } from "./clients/ssh";
import type { SandboxCloud } from "./cloud";
import type { Plain } from "./plain-outputs";
import type { Sandbox } from "./sandbox";

/** Tries what a person may do on a machine, and what nobody may. */
export async function proveCloud(
  { minio, caFile }: Sandbox,
  { keys, storeUrl }: SandboxCloud,
  { storage, cloud }: Plain<Environment>,
): Promise<Proof[]> {
  const { bastion } = cloud ?? {};
  const [name, machine] = Object.entries(cloud?.machines ?? {})[0] ?? [];
  const [mount] = Object.values(machine?.mounts ?? {});
  if (storage === undefined || bastion === undefined || machine === undefined || mount === undefined)
    throw new Error("the proof needs an environment with a bastion and a machine that has a mount");
  const as = (user: keyof SandboxCloud["keys"], host: typeof bastion): SshHost => ({
    ...host,
    user,
    privateKeyFile: keys[user].privateKeyFile,
  });
  const onMachine = (user: keyof SandboxCloud["keys"], command: string): Promise<SshResult> =>
    runOverSsh(as(user, machine), command, as(user, bastion));
  const store = s3Client(
    { url: storage.url, ca: readFileSync(caFile, "utf8") },
    {
      accessKeyId: minio.provisioner.accessKey,
      secretAccessKey: readFileSync(minio.provisioner.secretKeyFile, "utf8"),
    },
  );
  const object = { Bucket: storage.buckets.input, Key: `proof-${randomUUID()}.txt` };

  return [
    await claim(
      `alice comes to machine ${name} through the bastion, each showing the key it is known by`,
      async () => {
        expect(await onMachine("alice", "id -un"), 0, /^alice$/m);
      },
    ),
    await claim("what was put into the input bucket, she reads in her mount", async () => {
      await store.send(new PutObjectCommand({ ...object, Body: "data set" }));
      // a mount asks the store for what is new in a folder every 10 s
      const read = `for second in $(seq 15); do cat ${mount}/${object.Key} 2>&1 && exit; sleep 1; done; exit 1`;
      expect(await onMachine("alice", read), 0, /data set$/);
    }),
    await claim("she cannot write there, because the machine's keys only read", async () => {
      const { status, stderr, ...rest } = await onMachine("alice", `touch ${mount}/${object.Key}.new`);
      expect({ status, stderr, stdout: stderr + rest.stdout }, 1, /Read-only file system/);
    }),
    await claim("from the machine she reaches the store's port of the site, and no other", async () => {
      const { hostname, port } = new URL(storeUrl);
      const open = (to: string | number) =>
        onMachine("alice", `timeout 5 bash -c ': < /dev/tcp/${hostname}/${to}'`);
      expect(await open(port), 0);
      expect(await open(443), 124); // the mirror answers there
    }),
    await claim(
      "the bastion gives alice no shell, and lets in nobody without a key that it knows",
      async () => {
        expect(await runOverSsh(as("alice", bastion), "id"), 1);
        const stranger = { ...as("alice", bastion), privateKeyFile: keys.operator.privateKeyFile };
        expect(await runOverSsh(stranger, "id"), 255);
      },
    ),
    await claim("the data set is taken away again", async () => {
      await store.send(new DeleteObjectCommand(object));
    }),
  ];
}

function expect({ status, stdout, stderr }: SshResult, wanted: number, text = /^/): void {
  if (status !== wanted || !text.test(stdout))
    throw new Error(`the command ended with ${status}, said "${stdout.trim()}" and "${stderr.trim()}"`);
}
