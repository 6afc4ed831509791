import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executorTemplate } from "../../../components/kubernetes/funnel-templates";

const script = readFileSync(join(__dirname, "../../../components/kubernetes/funnel-own-words.sh"), "utf8");

/** As Funnel 0.12.2 changes a word before it fills in the template (worker/kubernetes.go, Run and shellQuote). */
const quoted = (word: string): string => (word.includes(" ") ? `"${word.replaceAll("'", "\\\\'")}"` : word);

/** Runs a command as an executor's pod would. */
function run(command: string[], stdin?: string): { status: number | null; output: string } {
  const words = [...command, ...(stdin === undefined ? [] : ["<", stdin])].map(quoted);
  const { status, stdout } = spawnSync("/bin/sh", ["-c", script, "sh", ...words], { encoding: "utf8" });
  return { status, output: stdout };
}

/** With a real shell. */
describe("a task's own words", () => {
  const words: string[][] = [
    ["plain"],
    ["a b", "c"],
    ["$HOME", "`id`", "a;b", "*", "a|b", "<"],
    ["it's", "it's a", "'a' 'b'", 'say "a b"', "\\n \\"],
    ["", " ", "  "],
    ["two\nlines and a blank", "ä ß"],
    ['"', '"a b"', "' '"],
  ];
  for (const given of words)
    it(`arrive as they were given: ${JSON.stringify(given)}`, () => {
      const { status, output } = run(["printf", "%s\\0", ...given]);
      assert.equal(status, 0);
      assert.deepEqual(output.split("\0").slice(0, -1), given);
    });

  it("are a program's that ends as it ends", () => {
    assert.equal(run(["sh", "-c", "exit 7"]).status, 7);
    assert.equal(run(["no-such-program"]).status, 127);
    assert.equal(run(["true"]).status, 0);
  });

  it("read a file as their standard input where the task names one", () => {
    const folder = mkdtempSync(join(tmpdir(), "own-words-"));
    try {
      writeFileSync(join(folder, "in"), "from the file\n");
      assert.deepEqual(run(["cat"], join(folder, "in")), { status: 0, output: "from the file\n" });
      assert.deepEqual(run(["sh", "-c", "cat; echo $#", "a", "b c"], join(folder, "in")), {
        status: 0,
        output: "from the file\n1\n",
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("stand in the template with nothing that ends their quotes", () => {
    assert.ok(executorTemplate().includes(`command: ["/bin/sh", "-c", ${JSON.stringify(script)}, "sh"]`));
    assert.ok(!script.includes("{{"), "Go would take it for its own");
  });
});
