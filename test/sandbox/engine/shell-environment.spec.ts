import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment, writeShellEnvironment } from "../../../sandbox/engine/shell-environment";
import { usePrivateCache } from "./fixtures/private-cache";

describe("the shell's environment", () => {
  const folder = usePrivateCache();
  const file = () => join(folder(), "state", "env");
  const variables = { PULUMI_HOME: "/a b/c", PHRASE: 'it\'s $HOME `x` "y" \\z' };

  it("is what a shell has that reads the file", async () => {
    await writeShellEnvironment(file(), { path: ["/a b/bin", "/c"], variables });
    const script = `. '${file()}'; printf '%s\\n' "$PATH" "$PULUMI_HOME" "$PHRASE"`;
    const output = execFileSync("/bin/sh", ["-c", script], { env: { PATH: "/usr/bin" }, encoding: "utf8" });
    assert.deepEqual(output.split("\n"), [
      "/a b/bin:/c:/usr/bin",
      variables.PULUMI_HOME,
      variables.PHRASE,
      "",
    ]);
  });

  it("joins what several parts of the project need; the later one wins", async () => {
    await writeShellEnvironment(
      file(),
      { path: ["/a"], variables: { X: "1", Y: "1" } },
      { path: ["/b"], variables: { Y: "2" } },
    );
    const output = execFileSync("/bin/sh", ["-c", `. '${file()}'; echo $PATH $X $Y`], {
      env: { PATH: "/c" },
    });
    assert.equal(output.toString(), "/a:/b:/c 1 2\n");
  });

  it("is the owner's alone, also when the file was there already", async () => {
    await writeShellEnvironment(file(), { path: [], variables });
    writeFileSync(file(), "old");
    chmodSync(file(), 0o644);
    await writeShellEnvironment(file(), { path: [], variables });
    assert.equal(statSync(file()).mode & 0o777, 0o600);
  });

  it("is given to child processes with PATH in front of theirs", () => {
    assert.deepEqual(childEnvironment({ path: ["/a", "/b"], variables: { X: "1" } }), {
      X: "1",
      PATH: `/a:/b:${process.env.PATH}`,
    });
  });
});
