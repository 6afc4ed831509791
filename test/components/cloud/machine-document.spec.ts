import assert from "node:assert/strict";
import type { MachineDocument } from "../../../components/cloud/machine-document";
import { documentProblems } from "../../../components/cloud/machine-document-problems";
import { publicKey } from "./keys";

const sha256 = "0f".repeat(32);
const authority = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const document: MachineDocument = {
  files: [
    { path: "/etc/store/env", content: "STORE_URL=https://s3.example.org\n", owner: "store", mode: "0640" },
  ],
  artefacts: [{ url: "https://mirror.example.org/store-1.0", sha256, path: "/opt/store/bin/store" }],
  users: [
    { name: "store", publicKeys: [], shell: "/usr/sbin/nologin" },
    { name: "alice", uid: 10001, groups: ["readers"], publicKeys: [publicKey] },
  ],
  commands: [["chown", "store:", "/data"]],
  units: [{ name: "store.service", content: "[Service]\nExecStart=/opt/store/bin/store\n" }],
  authorities: [authority],
};

const problems = (changes: Partial<MachineDocument>, mountPath?: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(documentProblems({ ...document, ...changes }, mountPath)).flatMap(([key, problem]) =>
      problem === undefined ? [] : [[key, problem]],
    ),
  );

const file = (changes: object) => ({ files: [{ path: "/etc/a", content: "a", ...changes }] });
const artefact = (changes: object) => ({
  artefacts: [{ url: "https://mirror.example.org/a", sha256, path: "/opt/a", ...changes }],
});
const user = (changes: object) => ({ users: [{ name: "alice", publicKeys: [publicKey], ...changes }] });
const unit = (changes: object) => ({ units: [{ name: "a.service", content: "[Unit]\n", ...changes }] });

/** What cloud-init and systemd then make of it is shown on a real machine. */
describe("a machine's document", () => {
  it("is right as it stands, and empty", () => {
    assert.deepEqual(problems({}, "/data"), {});
    assert.deepEqual(documentProblems({}), {});
  });

  const wrong: [string, Partial<MachineDocument>, Record<string, string>][] = [
    [
      "a path that is not absolute",
      file({ path: "etc/a" }),
      { "files[0].path": 'must be an absolute path of letters, digits and ". _ - @ : +", got "etc/a"' },
    ],
    [
      "a path that goes up",
      file({ path: "/etc/../root/a" }),
      {
        "files[0].path":
          'must be an absolute path of letters, digits and ". _ - @ : +", got "/etc/../root/a"',
      },
    ],
    [
      "a path on the data volume",
      artefact({ path: "/data/a" }),
      {
        "artefacts[0].path":
          'must not be on the data volume at "/data", which is mounted later; make it by a command, got "/data/a"',
      },
    ],
    [
      "a path of the machine's own",
      file({ path: "/usr/local/lib/spe/setup" }),
      {
        "files[0].path":
          'must not be in /usr/local/lib/spe, which every machine has, got "/usr/local/lib/spe/setup"',
      },
    ],
    [
      "the machine's settings of SSH",
      file({ path: "/etc/ssh/sshd_config.d/10-spe.conf" }),
      {
        "files[0].path":
          'must not be "/etc/ssh/sshd_config.d/10-spe.conf", which every machine has; name one that comes before it',
      },
    ],
    [
      "a path that is there twice",
      { ...file({}), ...artefact({ path: "/etc/a" }) },
      { "artefacts[0].path": 'is there twice, "/etc/a"' },
    ],
    [
      "a mode that is not octal",
      file({ mode: "644" }),
      { "files[0].mode": 'must be four octal digits such as "0644", got "644"' },
    ],
    [
      "a mode that lets everyone write",
      artefact({ mode: "0757" }),
      { "artefacts[0].mode": 'must not let everyone write, got "0757"' },
    ],
    [
      "an owner with an option",
      file({ owner: "-R" }),
      { "files[0].owner": 'must be a user or "user:group", got "-R"' },
    ],
    [
      "an address without TLS",
      artefact({ url: "http://mirror.example.org/a" }),
      {
        "artefacts[0].url":
          'must be an https address without user, query and fragment, got "http://mirror.example.org/a"',
      },
    ],
    [
      "an address with a token",
      artefact({ url: "https://mirror.example.org/a?token=b" }),
      {
        "artefacts[0].url":
          'must be an https address without user, query and fragment, got "https://mirror.example.org/a?token=b"',
      },
    ],
    [
      "a checksum that is none",
      artefact({ sha256: "0F" }),
      { "artefacts[0].sha256": 'must be 64 lower-case hexadecimal digits, got "0F"' },
    ],
    [
      "a user of the system's own with a key",
      user({ name: "postgres" }),
      { "users[0].name": 'must not be a name that systems have for themselves, got "postgres"' },
    ],
    [
      "the operator's account",
      user({ name: "spe", publicKeys: [] }),
      { "users[0].name": 'must not be "spe", which every machine has' },
    ],
    [
      "a name in capitals",
      user({ name: "Alice" }),
      {
        "users[0].name":
          'must be 1 to 32 lower-case letters, digits, "_" and "-", beginning with a letter or "_", got "Alice"',
      },
    ],
    ["a uid of the system's", user({ uid: 0 }), { "users[0].uid": "must be 1000 to 59999, got 0" }],
    [
      "a group with a comma",
      user({ groups: ["a,sudo"] }),
      {
        "users[0].groups[0]":
          'must be the name of a group, lower-case letters, digits, "_" and "-", got "a,sudo"',
      },
    ],
    [
      "a key that is none",
      user({ publicKeys: [publicKey, "ssh-ed25519 AAAA"] }),
      {
        "users[0].publicKeys[1]":
          'must be one OpenSSH public key such as "ssh-ed25519 AAAA… alice"; its ssh-ed25519 key is damaged',
      },
    ],
    [
      "two users of one name",
      {
        users: [
          { name: "alice", publicKeys: [] },
          { name: "alice", publicKeys: [] },
        ],
      },
      { "users[1].name": 'is there twice, "alice"' },
    ],
    [
      "a command without a program",
      { commands: [[]] },
      { "commands[0]": 'must begin with a program, got ""' },
    ],
    [
      "a unit without a type",
      unit({ name: "store" }),
      {
        "units[0].name": 'must be the name of a unit with its type, such as "minio.service", got "store"',
      },
    ],
    [
      "a unit of the machine's own",
      unit({ name: "spe-setup.service" }),
      { "units[0].name": 'must not be "spe-setup.service", which every machine has' },
    ],
    [
      "a unit that is none",
      unit({ content: "ExecStart=/opt/a" }),
      { "units[0].content": 'must have a section, such as "[Service]"' },
    ],
    [
      "an authority that is none",
      { authorities: ["MIIB"] },
      { "authorities[0]": "must be the PEM of one certificate" },
    ],
  ];
  for (const [what, changes, expected] of wrong) {
    it(`refuses ${what}`, () => assert.deepEqual(problems(changes, "/data"), expected));
  }

  const place = "user data is no place for secrets, use a MachineSecret";
  const secrets: [string, string, string][] = [
    ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", "a private key"],
    ["a token", `bearer eyJ${"a".repeat(20)}.eyJ${"b".repeat(20)}.${"c".repeat(20)}`, "a token"],
    ["a service's key", `key ${"AKIA"}${"A".repeat(16)}`, "a key of a service"],
    ["a password in an address", "https://alice:hunter22@example.org/", "a password in an address"],
    ["a password's hash", "alice:$6$salt$hash", "a password's hash"],
    ["a password", "DB_PASSWORD=correct-horse", "a setting that is named as a secret"],
    ["a secret key", 'secret_access_key = "AbCdEfGh"', "a setting that is named as a secret"],
  ];
  for (const [what, content, found] of secrets) {
    it(`refuses ${what} in a file, a unit or a command, and does not repeat it`, () => {
      const refusal = `holds ${found}; ${place}`;
      assert.deepEqual(problems(file({ content })), { "files[0].content": refusal });
      assert.deepEqual(problems(unit({ content: `[Service]\n${content}` })), { "units[0].content": refusal });
      assert.deepEqual(problems({ commands: [["echo", content]] }), { "commands[0]": refusal });
    });
  }

  it("takes what only points to a secret", () => {
    for (const content of [
      "PasswordAuthentication no",
      "EnvironmentFile=/etc/store/secret.env",
      "MINIO_ROOT_PASSWORD_FILE=/run/credentials/store/password",
      "DB_PASSWORD=$PASSWORD",
      "LoadCredential=secret:/etc/store/secret",
      "token_url: https://login.example.org/token",
      "-----BEGIN CERTIFICATE-----",
    ])
      assert.deepEqual(problems(file({ content })), {}, content);
  });

  it("tells all that is wrong at once", () => {
    const changes = {
      ...file({ path: "a", mode: "1" }),
      ...user({ name: "A", uid: 1 }),
      ...unit({ name: "b" }),
    };
    assert.deepEqual(Object.keys(problems(changes)).sort(), [
      "files[0].mode",
      "files[0].path",
      "units[0].name",
      "users[0].name",
      "users[0].uid",
    ]);
  });
});
