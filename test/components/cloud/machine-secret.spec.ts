import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import {
  MachineSecret,
  type MachineSecretArgs,
  writeCommand,
} from "../../../components/cloud/machine-secret";
import { assertWellBuilt, recordResources } from "../../support/record";
import { hostKey } from "./keys";
import { machineFindings } from "./machine-findings";

const login = { host: "10.20.0.7", user: "spe", privateKey: "private", hostKey };
const args: MachineSecretArgs = {
  connection: { ...login, proxy: { ...login, host: "198.18.0.60" } },
  path: "/etc/store/secret.env",
  content: "ROOT_PASSWORD=correct-horse",
  command: ["systemctl", "restart", "store.service"],
};

const build = (changes: Partial<MachineSecretArgs> = {}) =>
  recordResources(() => new MachineSecret("heart-store-root", { ...args, ...changes }));

describe("MachineSecret", () => {
  it("sends its content on standard input, as a secret, and logs nothing", async () => {
    const recorded = await build();
    assertWellBuilt(recorded);
    assert.deepEqual(
      recorded.map(({ type }) => type),
      ["spe:cloud:MachineSecret", "command:remote:Command"],
    );
    const { create, ...inputs } = recorded[1]?.inputs ?? {};
    assert.deepEqual(inputs, {
      connection: args.connection,
      stdin: "ROOT_PASSWORD=correct-horse",
      logging: "none",
    });
    assert.deepEqual(recorded[1]?.secrets, ["connection", "stdin"]);
    assert.doesNotMatch(String(create), /correct-horse/);
  });

  it("holds every rule of the pack at every tier", async () => {
    assert.deepEqual(
      await machineFindings((_project, opts) => new MachineSecret("heart-store-root", args, opts)),
      [],
    );
  });

  const wrong: [string, Partial<MachineSecretArgs>, string][] = [
    [
      "a relative path",
      { path: "secret" },
      'path must be an absolute path of letters, digits and ". _ - @ : +", got "secret"',
    ],
    [
      "a mode for others",
      { mode: "0644" },
      'mode must be four octal digits that give others nothing, such as "0600" or "0640", got "0644"',
    ],
    ["an owner with an option", { owner: "-R" }, 'owner must be a user or "user:group", got "-R"'],
    ["no program", { command: [] }, "command must begin with a program"],
  ];
  for (const [what, changes, message] of wrong) {
    it(`refuses ${what}`, () =>
      assert.rejects(build(changes), { message: `machine secret "heart-store-root": ${message}` }));
  }
});

/** By this machine's own shell, with sudo played by a script; over SSH it is tried on a real machine. */
describe("the command that writes a secret", () => {
  let directory: string;
  const user = userInfo().username;
  const write = (content: string, mode: string, command?: string[]): string => {
    const path = join(directory, "made", "secret file");
    const environment = { ...process.env, PATH: `${directory}${delimiter}${process.env.PATH}` };
    execFileSync("sh", ["-c", writeCommand({ path, owner: user, mode, command })], {
      input: content,
      env: environment,
      stdio: "pipe",
    });
    return path;
  };
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "spe-secret-"));
    writeFileSync(join(directory, "sudo"), '#!/bin/sh\nshift\nexec "$@"\n');
    chmodSync(join(directory, "sudo"), 0o755);
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("leaves the file whole, with its mode, and nothing beside it", () => {
    for (const [content, mode] of [
      ["one\ntwo", "0600"],
      ["three", "0640"],
    ] as const) {
      const path = write(content, mode);
      assert.equal(readFileSync(path, "utf8"), content);
      assert.equal(statSync(path).mode & 0o7777, Number.parseInt(mode, 8));
      assert.deepEqual(readdirSync(join(directory, "made")), ["secret file"]);
    }
  });

  it("runs what comes then with its words as they are, and fails as it does", () => {
    write("one", "0600", ["mkdir", join(directory, "it's two")]);
    assert.ok(existsSync(join(directory, "it's two")));
    assert.throws(() => write("one", "0600", ["false"]));
  });

  it("leaves the old file where the new one cannot be written", () => {
    const path = write("one", "0600");
    mkdirSync(join(directory, "bin"));
    writeFileSync(join(directory, "chown"), "#!/bin/sh\nexit 1\n");
    chmodSync(join(directory, "chown"), 0o755);
    assert.throws(() => write("two", "0600"));
    assert.equal(readFileSync(path, "utf8"), "one");
    assert.deepEqual(readdirSync(join(directory, "made")), ["secret file"]);
  });
});
