import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ImageSpec, provideImage } from "../../../sandbox/kubernetes/image";
import { usePrivateCache } from "../engine/fixtures/private-cache";
import { useTemporaryFolder } from "../fixtures/temporary-folder";

interface Descriptor {
  digest: string;
  annotations?: Record<string, string>;
}

describe("an image", () => {
  usePrivateCache();
  const temporary = useTemporaryFolder();
  let spec: ImageSpec;

  beforeEach(() => {
    const program = join(temporary(), "program");
    writeFileSync(program, "#!/bin/sh\necho hello\n", { mode: 0o600 });
    spec = {
      name: "greeter",
      files: { "/bin/greet": program },
      links: { "/bin/hello": "greet" },
      texts: { "/etc/passwd": "root:x:0:0::/:/bin/sh\n" },
      entrypoint: ["/bin/greet"],
      user: "1000:1000",
    };
  });

  const unpacked = (file: string): ((path: string) => Buffer) => {
    execFileSync("tar", ["-C", temporary(), "-xf", file]);
    return (path) => readFileSync(join(temporary(), path));
  };
  const blob = ({ digest }: Descriptor) => `blobs/${digest.replace(":", "/")}`;

  it("is an OCI layout whose blobs are what their digests say, named by the digest of its manifest", async () => {
    const { file, reference } = await provideImage(spec);
    const read = unpacked(file);
    const json = (path: string) => JSON.parse(read(path).toString());
    const [manifest] = json("index.json").manifests as [Descriptor];
    assert.equal(reference, `localhost/greeter@${manifest.digest}`);
    assert.equal(manifest.annotations?.["io.containerd.image.name"], reference);
    const { config, layers } = json(blob(manifest)) as { config: Descriptor; layers: [Descriptor] };
    for (const it of [manifest, config, layers[0]]) {
      assert.equal(
        it.digest,
        `sha256:${createHash("sha256")
          .update(read(blob(it)))
          .digest("hex")}`,
      );
    }
    assert.deepEqual(json(blob(config)).config, {
      Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      Entrypoint: ["/bin/greet"],
      User: "1000:1000",
    });
    const tar = ["-tvf", join(temporary(), blob(layers[0]))];
    const listing = execFileSync("tar", tar, { encoding: "utf8", env: { TZ: "UTC" } });
    const files = listing
      .trim()
      .split("\n")
      .map((line) => line.replace(/\s+/g, " ").split(" "));
    assert.deepEqual(
      files.map(([mode, owner, , day, , ...name]) => [mode, owner, day, name.join(" ")]),
      [
        ["drwxr-xr-x", "0/0", "1970-01-01", "./"],
        ["drwxr-xr-x", "0/0", "1970-01-01", "./bin/"],
        ["-rwxr-xr-x", "0/0", "1970-01-01", "./bin/greet"],
        ["lrwxrwxrwx", "0/0", "1970-01-01", "./bin/hello -> greet"],
        ["drwxr-xr-x", "0/0", "1970-01-01", "./etc/"],
        ["-rw-r--r--", "0/0", "1970-01-01", "./etc/passwd"],
        ["drwxrwxrwt", "0/0", "1970-01-01", "./tmp/"],
      ],
    );
  });

  it("has another digest when a file is another, and the same when it is not", async () => {
    const { reference, file } = await provideImage(spec);
    assert.deepEqual(await provideImage(spec), { name: "greeter", reference, file });
    writeFileSync(spec.files["/bin/greet"] ?? "", "#!/bin/sh\necho good day\n");
    assert.notEqual((await provideImage(spec)).reference, reference);
  });
});
