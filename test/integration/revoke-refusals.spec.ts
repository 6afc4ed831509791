import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { writePrivateFile } from "../../sandbox/private-file";
import { PersonAtWork } from "../support/person-at-work";
import { realmPerson } from "../support/realm-person";
import { spe } from "../support/spe-command";
import { startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

/** A stack file's settings and secrets, as it has them. */
type Config = Record<string, Record<string, unknown> | string>;

const wrongSecret = "not-the-right-secret";

/** What `spe` says and how it exits when something is wrong; that it does right things is in revoke.spec.ts. */
describe("spe, when something is wrong,", function () {
  this.timeout(60_000);
  let environment: TestEnvironment;
  let frank: PersonAtWork;

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    frank = await PersonAtWork.begin(environment, "frank");
  });

  /** A copy of the stack's file with a difference. */
  async function changedFile(change: (config: Config) => void): Promise<string> {
    const file = join(environment.sandbox.stateDir, "changed.yaml");
    const stack = parse(readFileSync(environment.deployment.configFile, "utf8")) as { config: Config };
    change(stack.config);
    await writePrivateFile(
      file,
      stringify(stack, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" }),
    );
    return file;
  }

  /** How `spe` ends: exit code and what it says; it prints nothing else. */
  async function ending(args: string[], variables?: Record<string, string>) {
    const { code, output, errors } = await spe(environment, args, variables);
    assert.equal(output, "");
    assert.ok(!errors.includes(wrongSecret) && !errors.includes("    at "), errors);
    return [code, errors.trimEnd()];
  }

  const revoking = (name: string, file = environment.deployment.configFile, stack = "local") => [
    "revoke",
    stack,
    name,
    "--config-file",
    file,
  ];

  const unlocking = (name: string) => ["unlock", ...revoking(name).slice(1)];
  const unknown: [command: typeof unlocking, name: string][] = [
    [revoking, "nobody"],
    [revoking, ""],
    [unlocking, "*"],
  ];
  for (const [command, name] of unknown) {
    it(`knows nobody by the name "${name}"`, async () =>
      assert.deepEqual(await ending(command(name)), [
        1,
        `realm "heart" knows nobody with the upstream id or user name "${name}"`,
      ]));
  }

  it("knows no stack that is not there, and no file", async () => {
    assert.deepEqual(await ending(revoking("frank", environment.deployment.configFile, "nowhere")), [
      1,
      `the stack "nowhere" cannot be read: error: no stack named 'nowhere' found`,
    ]);
    assert.deepEqual(await ending(revoking("frank", "nowhere.yaml")), [
      1,
      'the stack\'s file "nowhere.yaml" does not exist',
    ]);
  });

  it("says where pulumi comes from when it is not on PATH", async () => {
    assert.deepEqual(await ending(revoking("frank"), { PATH: "/nowhere" }), [
      1,
      '"pulumi" is not on PATH; for the sandbox, read its environment first: . .spe/env',
    ]);
  });

  it("says what pulumi said, for a wrong passphrase", async () => {
    assert.deepEqual(await ending(revoking("frank"), { PULUMI_CONFIG_PASSPHRASE_FILE: "/dev/null" }), [
      1,
      'the stack "local" cannot be read: error: incorrect passphrase',
    ]);
  });

  it("asks for arguments that are missing", async () =>
    assert.deepEqual(await ending(["revoke", "local"]), [1, "error: missing required argument 'person'"]));

  const servers: Record<string, { change: (config: Config) => void; says: (url: string) => string }> = {
    "a wrong secret of Keycloak's client": {
      change: (config) => {
        config["spe:keycloakClientSecret"] = wrongSecret;
      },
      says: (url) =>
        `Keycloak at ${url} refused the client "spe-provisioner" of realm "master" (401); check its id and secret`,
    },
    "a missing secret": {
      change: (config) => {
        delete config["spe:keycloakClientSecret"];
      },
      says: () => 'the stack "local" lacks its identity secret spe:keycloakClientSecret',
    },
    "a certificate of an authority that is not named": {
      change: (config) => {
        delete (config["spe:site"] as Record<string, unknown>).caFile;
      },
      says: (url) =>
        `Keycloak at ${url} shows a certificate of an authority that is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE); give the CA that signed it`,
    },
    "an authority's file that is not there": {
      change: (config) => {
        (config["spe:site"] as Record<string, unknown>).caFile = "nowhere.crt";
      },
      says: () => 'site.caFile "nowhere.crt" cannot be read (ENOENT)',
    },
  };
  for (const [what, { change, says }] of Object.entries(servers)) {
    it(`ends nobody's access for ${what}`, async () => {
      const file = await changedFile(change);
      assert.deepEqual(await ending(revoking("frank", file)), [1, says(environment.sandbox.keycloak.url)]);
      assert.equal(await frank.puts(), "allowed");
    });
  }

  it("says that the store's credentials go on when the store refuses it, with the person locked", async () => {
    const file = await changedFile((config) => {
      config["spe:minioSecretKey"] = wrongSecret;
    });
    const sessions = (await realmPerson(environment, "frank"))?.sessions;
    try {
      assert.deepEqual(await ending(revoking("frank", file)), [
        1,
        `frank is locked and ${sessions} sessions are ended, but credentials of the store go on: MinIO at ${environment.storage.url} refused the administrator's credential (SignatureDoesNotMatch); check access key and secret key; mend that, then do it again`,
      ]);
      assert.equal((await realmPerson(environment, "frank"))?.enabled, false);
      assert.equal(await frank.puts(), "allowed");
    } finally {
      await spe(environment, unlocking("frank"));
    }
  });

  it("exits with 3 for wrong settings, and lists them", async () => {
    const file = await changedFile((config) => {
      (config["spe:project"] as Record<string, unknown>).tier = 9;
    });
    assert.deepEqual(await ending(revoking("frank", file)), [
      3,
      "the settings have a problem\n  project.tier: 9\n    allowed: one of 0, 1, 2, 3\n    example: 2",
    ]);
  });

  it("shows examples and exit codes when asked for help", async () => {
    const { code, output, errors } = await spe(environment, ["--help"]);
    assert.deepEqual([code, errors], [0, ""]);
    for (const line of [
      "  spe revoke trial 4f1c9b7e2d@lifescience-ri.eu     end a person's access at once",
      "  spe unlock trial 4f1c9b7e2d@lifescience-ri.eu     let the person log in again",
      "Exit codes: 0 done; 1 not done, with the reason; 3 the stack's settings are wrong.",
    ])
      assert.ok(output.includes(`${line}\n`), line);
  });
});
