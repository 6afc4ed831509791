import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, copyFile, mkdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Artefact, cacheDirectory, provide } from "../engine";

/** An image of containers that is made of files of this machine. */
export interface ImageSpec {
  /** `toolbox`: pods use it as `localhost/toolbox@sha256:…`. */
  name: string;
  /** Path in the image → file of this machine; all are executable and root's. */
  files: Record<string, string>;
  /** Path in the image → what the link there names. @default {} */
  links?: Record<string, string>;
  /** Path in the image → text of a file there. @default {} */
  texts?: Record<string, string>;
  /** What is run, with the arguments that a pod gives. @default what a pod says */
  entrypoint?: string[];
  /** `1000:1000` @default root */
  user?: string;
}

/** An image as containerd imports it. */
export interface ImageFile {
  name: string;
  /** OCI image layout as a tar. */
  file: string;
  /** `localhost/toolbox@sha256:…`. */
  reference: string;
}

const layout = "image.tar";
const referenceFile = "reference";
const searchPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Makes the image unless the cache has it.
 * @throws StepFailed
 */
export async function provideImage(spec: ImageSpec): Promise<ImageFile> {
  const directory = await provide(imageArtefact(spec));
  const reference = await readFile(join(directory, referenceFile), "utf8");
  return { name: spec.name, file: join(directory, layout), reference };
}

/** The artefact of an image: the same files make the same digest, on every machine of this kind. */
function imageArtefact(spec: ImageSpec): Artefact {
  const ofMachine = Object.values(spec.files).filter((file) => !isCached(file));
  return {
    name: `image-${spec.name}`,
    title: `image ${spec.name}`,
    usualSeconds: 2,
    // a path in the cache says by itself what the file is made of
    inputs: { files: ofMachine, values: { spec: JSON.stringify(spec) } },
    async build(into, { log }) {
      const root = join(into, "root");
      await layRoot(root, spec);
      await writeLayout(into, root, spec);
      await rm(root, { recursive: true });
      log(`made of ${Object.keys(spec.files).join(", ")}`);
    },
  };
}

const isCached = (file: string): boolean => file.startsWith(cacheDirectory() + sep);

async function layRoot(root: string, { files, links = {}, texts = {} }: ImageSpec): Promise<void> {
  const place = async (path: string): Promise<string> => {
    const full = join(root, path);
    await mkdir(dirname(full), { recursive: true });
    return full;
  };
  await mkdir(join(root, "tmp"), { recursive: true });
  await chmod(join(root, "tmp"), 0o1777);
  for (const [path, file] of Object.entries(files)) {
    await copyFile(file, await place(path));
    await chmod(join(root, path), 0o755);
  }
  for (const [path, target] of Object.entries(links)) await symlink(target, await place(path));
  for (const [path, text] of Object.entries(texts)) await writeFile(await place(path), text, { mode: 0o644 });
}

/** OCI image layout (github.com/opencontainers/image-spec) of one layer. */
async function writeLayout(into: string, root: string, spec: ImageSpec): Promise<void> {
  const tree = join(into, "layout");
  const blobs = join(tree, "blobs", "sha256");
  await mkdir(blobs, { recursive: true });
  const draft = join(into, "layer");
  tar(draft, root);
  const layer = await describe(draft, "application/vnd.oci.image.layer.v1.tar");
  await rename(draft, join(blobs, hexOf(layer)));
  const platform = { architecture: process.arch === "x64" ? "amd64" : process.arch, os: "linux" };
  const put = async (content: unknown, mediaType: string): Promise<Descriptor> => {
    await writeFile(draft, JSON.stringify(content));
    const descriptor = await describe(draft, mediaType);
    await rename(draft, join(blobs, hexOf(descriptor)));
    return descriptor;
  };
  const { entrypoint, user } = spec;
  const config = await put(
    {
      ...platform,
      config: { Env: [searchPath], Entrypoint: entrypoint, User: user },
      rootfs: { type: "layers", diff_ids: [layer.digest] },
    },
    "application/vnd.oci.image.config.v1+json",
  );
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = await put({ schemaVersion: 2, mediaType, config, layers: [layer] }, mediaType);
  const reference = `localhost/${spec.name}@${manifest.digest}`;
  // the name under which containerd keeps it, so that a pod's name with its digest is found and nothing is pulled
  const annotations = { "io.containerd.image.name": reference };
  const index = { schemaVersion: 2, manifests: [{ ...manifest, platform, annotations }] };
  await writeFile(join(tree, "index.json"), JSON.stringify(index));
  await writeFile(join(tree, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  tar(join(into, layout), tree);
  await rm(tree, { recursive: true });
  await writeFile(join(into, referenceFile), reference);
}

interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

async function describe(file: string, mediaType: string): Promise<Descriptor> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return { mediaType, digest: `sha256:${hash.digest("hex")}`, size: (await stat(file)).size };
}

const hexOf = ({ digest }: Descriptor): string => digest.slice("sha256:".length);

/** A tar that says nothing of when, where and by whom it was made. */
function tar(file: string, folder: string): void {
  const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--mode=a+rX"];
  execFileSync("tar", [...same, "-C", folder, "-cf", file, "."]);
}
