import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { environmentText } from "../../components/environment-text";

describe("a file of variables", () => {
  const odd = { ONE: "plain", TWO: 'it\'s "two" \\ $HOME `id`', THREE: "" };

  it("has a line each, in quotes", () => {
    assert.equal(environmentText({ ONE: "plain", TWO: 'a"b' }), 'ONE="plain"\nTWO="a\\"b"\n');
  });

  it("is read by a shell as it was meant, as systemd reads it by the same rules", () => {
    const script = `set -a\n${environmentText(odd)}node -p 'JSON.stringify([process.env.ONE, process.env.TWO, process.env.THREE])'`;
    const read = execFileSync("sh", ["-c", script], { encoding: "utf8" });
    assert.deepEqual(JSON.parse(read), Object.values(odd));
  });

  it("refuses a value of several lines without telling it", () => {
    assert.throws(() => environmentText({ WORD: "one\ntwo" }), { message: "WORD must be one line" });
  });
});
