import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSigned, readPublicKey } from "../../../automation/evidence/signature";
import { type EvidenceOptions, writeEvidence } from "../../../automation/evidence/write-evidence";
import { day, files, recordedResource } from "./recorded";

describe("writing evidence", () => {
  const folder = mkdtempSync(join(tmpdir(), "spe-evidence-"));
  const output = join(folder, "out");
  const inFolder = (name: string): string => join(folder, name);
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => rmSync(output, { recursive: true, force: true }));

  const state = inFolder("state.json");
  const resources = ["spe-local", "heart-store-input", "heart-minio", "heart-ls-aai"].map(recordedResource);
  writeFileSync(state, JSON.stringify({ deployment: { resources } }));
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  writeFileSync(inFolder("key.pem"), privateKey.export({ format: "pem", type: "pkcs8" }));
  writeFileSync(inFolder("key.pub.pem"), publicKey.export({ format: "pem", type: "spki" }));

  const write = (options: Partial<EvidenceOptions> = {}, time = day) =>
    writeEvidence("local", { configFile: files.stack, state, output, ...options }, { now: () => time });

  const written = (): Record<string, string> =>
    Object.fromEntries(readdirSync(output).map((name) => [name, readFileSync(join(output, name), "latin1")]));

  it("makes JSON, Markdown and HTML, each with its signature", async () => {
    const { files: paths } = await write({ key: inFolder("key.pem") });
    assert.deepEqual(
      paths,
      ["evidence.json", "evidence.md", "evidence.html"].map((it) => join(output, it)),
    );
    for (const file of paths) assert.equal(isSigned(file, readPublicKey(inFolder("key.pub.pem"))), true);
    assert.equal(readdirSync(output).length, 6);
  });

  it("leaves no old signature beside a report that is not signed", async () => {
    await write({ key: inFolder("key.pem") });
    await write();
    assert.deepEqual(readdirSync(output).sort(), ["evidence.html", "evidence.json", "evidence.md"]);
  });

  it("gives the same bytes for the same input, and other ones in the time alone", async () => {
    await write({ key: inFolder("key.pem") });
    const first = written();
    await write({ key: inFolder("key.pem") });
    assert.deepEqual(written(), first);
    await write({}, new Date("2026-11-25T13:14:15.678Z"));
    for (const [name, text] of Object.entries(written()))
      assert.equal(
        text,
        first[name]?.replaceAll("2026-11-25T12:00:00.000Z", "2026-11-25T13:14:15.678Z"),
        name,
      );
  });

  it("has no secret in it, whether the state shows it, hides it or has it where none belongs", async () => {
    const marker = "MARKER-5f2c";
    const signature = "4dabf18193072939515e22adb298388d";
    const secret = { [signature]: "1b47061264138c4ac30d75fd1eb44270" };
    const planted = (value: unknown): unknown => {
      if (typeof value !== "object" || value === null) return value;
      if (signature in value)
        return { ...secret, ciphertext: `${marker}-cipher`, plaintext: JSON.stringify(`${marker}-plain`) };
      if (Array.isArray(value)) return value.map(planted);
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, planted(item)]));
    };
    const file = inFolder("planted.json");
    const open = resources.map((it) => ({
      ...it,
      inputs: {
        ...it.inputs,
        minioPassword: `${marker}-open`,
        password: `${marker}-open`,
        adminPass: marker,
      },
      outputs: { ...it.outputs, secretKey: `${marker}-open` },
    }));
    for (const all of [resources.map(planted), open]) {
      const text = JSON.stringify({ deployment: { resources: all, secrets_providers: { state: marker } } });
      assert.ok(text.includes(marker));
      writeFileSync(file, text);
      await write({ state: file, key: inFolder("key.pem") });
      const key = readFileSync(inFolder("key.pem"), "utf8").split("\n")[1] ?? "";
      for (const [name, content] of Object.entries(written())) {
        assert.ok(!content.includes(marker), name);
        assert.ok(!content.includes(key), name);
      }
    }
  });

  it("takes wording from the specification and statements from the declarations", async () => {
    const declarations = inFolder("declarations.yaml");
    writeFileSync(
      declarations,
      'declarations: [{ statement: "1.2.01", who: Ada Example, when: 2026-10-01, document: ISMS-7 }]\n',
    );
    const { evidence } = await write({ specification: files.specification, declarations });
    assert.deepEqual(
      evidence.statements
        .filter(({ pillar }) => pillar === "First pillar")
        .map(({ id, status }) => `${id} ${status}`),
      ["1.2.01 declared", "1.2.08 nothing judged"],
    );
    assert.ok(evidence.missing.includes("1.2.08"));
    assert.ok(written()["evidence.md"]?.includes("Ada Example, 2026-10-01: ISMS-7"));
  });

  it("writes nothing where something is wrong", async () => {
    const wrong: [Partial<EvidenceOptions>, RegExp][] = [
      [{ state: inFolder("none.json") }, /none\.json" has a problem:\n {2}cannot be read \(ENOENT\)$/],
      [{ key: inFolder("none.pem") }, /none\.pem" has a problem/],
      [{ key: inFolder("key.pub.pem") }, /is no private key in PEM/],
      [{ declarations: files.stack }, /^declarations ".*" has 2 problems:\n {2}declarations: missing/],
      [{ specification: files.stack }, /^specification ".*" has a problem:\n {2}specification: missing/],
      [
        { configFile: inFolder("Pulumi.none.yaml") },
        /^the environment "none" has a problem:\n.*does not exist/,
      ],
    ];
    for (const [options, message] of wrong) {
      await assert.rejects(write(options), { name: "WrongInput", message });
      assert.equal(existsSync(output), false);
    }
  });
});
