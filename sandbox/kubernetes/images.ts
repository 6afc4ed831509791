import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import type { KubernetesFolder } from "./folder";
import type { ImageFile, ImageSpec } from "./image";
import { entering, type NodePrograms, nodeEnvironment } from "./node";

/** Programs of busybox that pods call by name. */
const applets = `
  awk base64 cat chmod cp cut date dd df echo env expr false find grep gunzip gzip head hostname id ip kill ln ls md5sum
  mkdir mknod mktemp mount mv od printf ps pwd rm rmdir sed seq sh sha256sum sleep sort stat sync tail tar tee test timeout
  touch tr true uname uniq wc which whoami xargs`
  .trim()
  .split(/\s+/);

/** The sandbox's own images. The pause holds the namespaces of each pod; the toolbox is for pods of tests. */
export function ownImages({ programs, runtime }: NodePrograms): ImageSpec[] {
  return [
    {
      name: "pause",
      files: { "/pause": join(programs, "pause") },
      entrypoint: ["/pause"],
      user: "65535:65535",
    },
    { name: "coredns", files: { "/coredns": join(programs, "coredns") }, entrypoint: ["/coredns"] },
    {
      name: "toolbox",
      files: { "/bin/busybox": join(runtime, "busybox"), "/bin/toolbox": join(programs, "toolbox") },
      links: Object.fromEntries(applets.map((name) => [`/bin/${name}`, "busybox"])),
      texts: {
        "/etc/passwd": "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n",
        "/etc/group": "root:x:0:\nnogroup:x:65534:\n",
      },
    },
  ];
}

const ctr = ["ctr", "--namespace=k8s.io", "images"];

/** Gives containerd the images that it does not have. */
export async function importImages(folder: KubernetesFolder, images: ImageFile[]): Promise<void> {
  const [nsenter = "", ...list] = entering(folder, [...ctr, "list", "--quiet"]);
  const { stdout } = await promisify(execFile)(nsenter, list, { env: nodeEnvironment });
  const present = stdout.split("\n");
  for (const { file, reference } of images) {
    if (!present.includes(reference)) await importImage(folder, file);
  }
}

async function importImage(folder: KubernetesFolder, file: string): Promise<void> {
  const [nsenter = "", ...args] = entering(folder, [...ctr, "import", "-"]);
  const child = spawn(nsenter, args, { env: nodeEnvironment, stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
  });
  const ended = once(child, "close");
  await pipeline(createReadStream(file), child.stdin).catch(() => undefined); // it says itself why it ended
  const [code] = await ended;
  if (code !== 0) throw new Error(`containerd did not take ${file}: ${said.trim()}`);
}
