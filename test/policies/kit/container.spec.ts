import assert from "node:assert/strict";
import { imageName, imagePath, servesMinio, wordsOf } from "../../../policies/kit/container";
import { settingOf } from "../../../policies/kit/setting";

describe("images", () => {
  for (const [image, path, name] of [
    ["quay.io/keycloak/keycloak:26.4@sha256:0a", "quay.io/keycloak/keycloak", "keycloak"],
    ["registry.example.org:5000/spe/MinIO", "registry.example.org:5000/spe/minio", "minio"],
    ["nginx", "nginx", "nginx"],
    [undefined, "", ""],
  ] as const)
    it(`are named without tag and digest: ${image}`, () => {
      assert.equal(imagePath({ image }), path);
      assert.equal(imageName({ image }), name);
    });
});

describe("wordsOf", () => {
  const words = wordsOf({
    command: ["sh", "-c"],
    args: ['kc.sh build && exec kc.sh start --hostname="https://a.example" --db postgres', "--optimized"],
  });

  it("splits texts where a shell would", () => {
    const names = ["sh", "-c", "kc.sh", "build", "exec", "kc.sh", "start", "--hostname", "--db", "postgres"];
    assert.deepEqual(
      words.map(({ name }) => name),
      [...names, "--optimized"],
    );
  });

  it("gives an option what stands behind its =, else the next word", () => {
    assert.equal(settingOf(words, "--hostname")?.read(), "https://a.example");
    assert.equal(settingOf(words, "--db")?.read(), "postgres");
    assert.equal(settingOf(words, "--optimized")?.read(), undefined);
  });

  it("takes a single text for a list of one, and nothing for none", () => {
    assert.deepEqual(
      wordsOf({ command: "minio server" }).map(({ name }) => name),
      ["minio", "server"],
    );
    assert.deepEqual(wordsOf(undefined), []);
  });
});

describe("servesMinio", () => {
  const image = "quay.io/minio/minio:1";
  for (const container of [
    { image },
    { image, args: ["server", "/data"] },
    { image: "registry.example.org/spe-minio", args: ["server", "/data"] },
    { image: "registry.example.org/store", command: ["/opt/bin/minio", "server", "/data"] },
  ])
    it(`knows the server ${JSON.stringify(container)}`, () => {
      assert.equal(servesMinio(container), true);
    });

  for (const container of [
    { image, command: ["mc", "ls"] },
    { image: "quay.io/minio/mc:1", args: ["ls"] },
    { image: "registry.example.org/minio-console" },
    {},
  ])
    it(`knows that no server is ${JSON.stringify(container)}`, () => {
      assert.equal(servesMinio(container), false);
    });
});
