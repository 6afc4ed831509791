import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.join(__dirname, "..");
const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root })
  .toString()
  .split("\n")
  .filter(Boolean);

/** An import that a file would make. */
interface Import {
  file: string;
  from: string;
}

/** Which of the imports Biome refuses, judged by this repository's biome.json in a folder of its own. */
function refusedImports(imports: Import[]): Import[] {
  const folder = mkdtempSync(path.join(tmpdir(), "spe-arrows-"));
  try {
    cpSync(path.join(root, "biome.json"), path.join(folder, "biome.json"));
    for (const { file, from } of imports) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), `import * as x from "${from}";\nexport default x;\n`);
    }
    const { stdout } = spawnSync(
      path.join(root, "node_modules/.bin/biome"),
      ["lint", "--only=style/noRestrictedImports", "--vcs-enabled=false", "--reporter=github"],
      { cwd: folder, encoding: "utf8" },
    );
    return imports.filter(({ file }) => stdout.includes(`/${file},`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("import arrows", () => {
  it("refuse what turns an arrow", () => {
    const turned: Import[] = [
      { file: "components/storage/a.ts", from: "../../infra/settings" },
      { file: "components/b.ts", from: "../policies/rules" },
      { file: "components/identity/c.ts", from: "../../sandbox/sandbox" },
      { file: "infra/d.ts", from: "../policies/rules" },
      { file: "infra/e.ts", from: "../sandbox/sandbox" },
      { file: "infra/f.ts", from: "../components/identity/research-realm" },
      { file: "infra/settings.ts", from: "@pulumi/pulumi" },
      { file: "infra/settings/g.ts", from: "../../components" },
      { file: "policies/safe-data/h.ts", from: "../../infra/settings" },
      { file: "policies/safe-data/i.ts", from: "../../components/naming" },
      { file: "automation/j.ts", from: "../policies/safe-data/bucket-private" },
      { file: "automation/k.ts", from: "../sandbox/sandbox" },
      { file: "sandbox/l.ts", from: "../policies/rules" },
      { file: "sandbox/m.ts", from: "../test/support/record" },
    ];
    assert.deepEqual(refusedImports(turned), turned);
  });

  it("let pass what follows them", () => {
    const straight: Import[] = [
      { file: "components/storage/a.ts", from: "../five-safes" },
      { file: "components/storage/b.ts", from: "@pulumi/minio" },
      { file: "infra/c.ts", from: "../components" },
      { file: "infra/settings.ts", from: "../components/identity/entitlement" },
      { file: "policies/safe-data/d.ts", from: "../../components/five-safes" },
      { file: "automation/e.ts", from: "../infra/settings" },
      { file: "automation/h.ts", from: "../policies/judge" },
      { file: "automation/i.ts", from: "../policies/rules" },
      { file: "sandbox/f.ts", from: "../policies/pack-config" },
      { file: "sandbox/g.ts", from: "../infra/settings" },
    ];
    assert.deepEqual(refusedImports(straight), []);
  });
});

describe("the repository", () => {
  const source = tracked.filter((file) => /\.(ts|js|go|sh)$/.test(file));

  it("pins every dependency exactly", () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(path.join(root, "package.json"), "utf8"),
    );
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)),
    );
    assert.deepEqual(loose, []);
  });

  it("names no registry's host in its lock files", () => {
    for (const file of tracked.filter((name) => name.endsWith("package-lock.json")))
      assert.doesNotMatch(readFileSync(path.join(root, file), "utf8"), /"resolved"/, file);
  });

  it("names files in kebab-case and none by an empty word", () => {
    const names = source.map((file) => path.basename(file).replace(/(\.spec|_test)?\.\w+$/, ""));
    assert.deepEqual(
      names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)),
      [],
    );
    assert.deepEqual(
      names.filter((name) => /^(utils?|helpers?|common|types|base|manager|handler|misc)$/.test(name)),
      [],
    );
  });

  it("keeps CommonJS: no file of ours is an ES module", () => {
    assert.deepEqual(
      tracked.filter((file) => /\.(mjs|mts)$/.test(file)),
      [],
    );
  });
});
