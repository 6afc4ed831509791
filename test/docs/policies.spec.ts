import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { levelAt } from "../../policies/kit/level";
import { rules } from "../../policies/rules";

const root = join(__dirname, "../..");
const text = readFileSync(join(root, "docs/policies.md"), "utf8");
const [, guide = ""] = text.split("## A rule in ten minutes");

/** The blocks of code of a language, in their order, with the file that the line before may name. */
const blocksOf = (language: string, within = guide): { file: string; code: string }[] =>
  [...within.matchAll(new RegExp(`(?:^\`([^\`\\n]+)\`\\n\\n)?^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, file = "", code = ""]) => ({ file, code }),
  );

/** What the page says of the engine is run by `test/integration/pack-alone.spec.ts`. */
describe("docs/policies.md", () => {
  it("says the levels of the tiers", () => {
    for (const row of [
      ["critical", levelAt("critical", 1), levelAt("critical", 2)],
      ["high", levelAt("high", 1), levelAt("high", 2)],
      ["medium, low", levelAt("medium", 1), levelAt("low", 3)],
    ])
      assert.ok(text.includes(`| ${row.join(" | ")} |\n`), row.join());
  });

  it("names rules and parameters that exist", () => {
    const [{ code = "" } = {}] = blocksOf("json", text);
    for (const [name, settings] of Object.entries(JSON.parse(code) as Record<string, object | string>)) {
      const rule = rules.find((it) => it.name === name);
      const known = ["enforcementLevel", ...Object.keys(rule?.configSchema?.properties ?? {})];
      for (const key of typeof settings === "string" ? [] : Object.keys(settings))
        assert.ok(known.includes(key), `${name} takes no ${key}`);
      assert.ok(rule, name);
    }
  });

  it("asks for no more than the pack's own dependencies", () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const sources = readdirSync(join(root, "policies"), { recursive: true, encoding: "utf8" });
    const imported = sources
      .filter((file) => file.endsWith(".ts") || file === "five-safes")
      .flatMap((file) => [
        ...readFileSync(join(root, "policies", file), "utf8").matchAll(
          /^(?!import type).*(?:from|require\(|import\() ?"((?:@[\w-]+\/)?[\w.-]+)[\w/.-]*"/gm,
        ),
      ])
      .map(([, name = ""]) => name)
      .filter((name) => !name.startsWith("."));
    assert.deepEqual(
      [...new Set(imported)].filter((name) => !(name in dependencies)),
      [],
    );
  });

  describe("its rule in ten minutes", function () {
    this.timeout(180_000);
    let copy: string;

    before(() => {
      copy = mkdtempSync(join(tmpdir(), "spe-ten-minutes-"));
      const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
        cwd: root,
      });
      for (const file of files.toString().split("\n"))
        if (file !== "" && existsSync(join(root, file))) cpSync(join(root, file), join(copy, file));
      symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
      execFileSync("git", ["init", "--quiet"], { cwd: copy });
    });

    after(() => rmSync(copy, { recursive: true }));

    it("becomes a rule of the pack by the steps of the page, taken literally", () => {
      const written = blocksOf("ts");
      assert.deepEqual(
        written.map(({ file }) => file),
        [
          "policies/safe-people/client-scope-limited.ts",
          "test/policies/safe-people/client-scope-limited.spec.ts",
        ],
      );
      for (const { file, code } of written) {
        mkdirSync(dirname(join(copy, file)), { recursive: true });
        writeFileSync(join(copy, file), code);
      }
      for (const { code } of blocksOf("diff"))
        execFileSync("git", ["apply", "-C1", "-"], { cwd: copy, input: code });
      for (const { code } of blocksOf("sh")) {
        const { status, stdout, stderr } = spawnSync("bash", ["-e"], {
          cwd: copy,
          input: code,
          encoding: "utf8",
        });
        assert.equal(status, 0, stdout + stderr);
        assert.match(stdout, /✔ reports undefined/);
        assert.match(stdout, /✔ catches: a client's tokens carry every role of the person/);
        assert.match(stdout, /✔ has fresh documents/);
      }
      for (const { file, code } of written) assert.equal(readFileSync(join(copy, file), "utf8"), code, file);
    });
  });
});
