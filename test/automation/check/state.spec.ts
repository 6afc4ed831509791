import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../../automation/check/check";
import type { ResourceState } from "../../../automation/check/state";
import { isVerdict, type Result, type Verdict } from "../../../automation/check/verdict";
import { EnvironmentFolder } from "./environment-folder";

/** A secret as it stands in state. */
const encrypted = (ciphertext: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext,
});

const stateOf = (type: string, name: string, more: Partial<ResourceState>): ResourceState => ({
  urn: `urn:pulumi:mine::spe::${type}::${name}`,
  type,
  ...more,
});

/** What a state of the sandbox looks like, and that it holds, test/integration/check.spec.ts shows. */
describe("spe check --state", () => {
  let folder: EnvironmentFolder;

  before(() => {
    folder = new EnvironmentFolder();
  });
  after(() => folder.remove());

  async function judged(...resources: ResourceState[]): Promise<Verdict> {
    const file = join(folder.path, "state.json");
    writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources } }));
    const [result] = await check([folder.stack("mine")], { state: file });
    assert.ok(result && isVerdict(result), JSON.stringify(result));
    return result;
  }
  const found = ({ findings }: Verdict, rule: string): string[] =>
    findings.filter((finding) => finding.rule === rule).map(({ message }) => message);

  it("judges what a resource was made from", async () => {
    const verdict = await judged(
      stateOf("minio:index/s3Bucket:S3Bucket", "mine", { inputs: { bucket: "trial-input", acl: "public" } }),
    );
    assert.equal(verdict.resources, 1);
    assert.match(found(verdict, "safe-data-bucket-private").join(), /^bucket "trial-input"/);
  });

  it("judges relations by what really stands: after the permit's end nothing runs", async () => {
    const running = { name: "mine", metadata: { "spe.expires": "2020-01-31" } };
    const instance = (powerState: string) =>
      stateOf("openstack:compute/instance:Instance", "mine", {
        // stopped by the program, started by hand: a refresh shows that in the outputs alone
        inputs: { ...running, powerState: "shutoff" },
        outputs: { ...running, powerState },
      });
    const rule = "safe-projects-expired-ended";
    assert.deepEqual(found(await judged(instance("active")), rule), [
      'Instance "mine" works although the permit ended on 2020-01-31; set powerState to "shutoff"',
    ]);
    assert.deepEqual(found(await judged(instance("shutoff")), rule), []);
  });

  it("leaves alone what only waits to be deleted", async () => {
    const open = { inputs: { bucket: "trial-input", acl: "public" }, delete: true };
    assert.equal((await judged(stateOf("minio:index/s3Bucket:S3Bucket", "mine", open))).resources, 0);
  });

  it("takes an encrypted secret for neither weak nor shared", async () => {
    const client = (name: string) =>
      stateOf("keycloak:openid/client:Client", name, {
        inputs: { clientId: name, accessType: "CONFIDENTIAL", clientSecret: encrypted(`v1:${name}`) },
        outputs: { clientId: name, accessType: "CONFIDENTIAL", clientSecret: encrypted(`v1:out-${name}`) },
      });
    const verdict = await judged(client("one"), client("two"));
    assert.deepEqual(found(verdict, "safe-people-client-confidential"), []);
    assert.deepEqual(found(verdict, "safe-settings-state-encrypted"), []);
  });

  it("finds secrets in plain text by the names of their places, and shows none", async () => {
    const verdict = await judged(
      stateOf("keycloak:openid/client:Client", "client", {
        inputs: { clientSecret: "hunter2hunter2", passwordPolicy: "length(12)", useRefreshTokens: "true" },
        outputs: { clientSecret: encrypted("v1:x"), resetCredentialsFlow: "reset" },
      }),
      stateOf("random:index/randomPassword:RandomPassword", "pw", {
        outputs: { nested: { apiKeys: [{ api_key: "hunter2" }], private_key: encrypted("v1:y") } },
      }),
      stateOf("kubernetes:core/v1:Secret", "secret", {
        inputs: { stringData: { "a.conf": "hunter2" }, metadata: { name: "secret" } },
      }),
      stateOf("kubernetes:core/v1:ConfigMap", "map", {
        inputs: { data: { pem: "-----BEGIN EC PRIVATE KEY-----\nhunter2" } },
      }),
    );
    const mend = "in plain text in the state; mark it as secret, and change it";
    assert.deepEqual(found(verdict, "safe-settings-state-encrypted").sort(), [
      `Client "client" has inputs.clientSecret ${mend}`,
      `ConfigMap "map" has inputs.data.pem ${mend}`,
      `RandomPassword "pw" has outputs.nested.apiKeys.0.api_key ${mend}`,
      `Secret "secret" has inputs.stringData.a.conf ${mend}`,
    ]);
    assert.doesNotMatch(JSON.stringify(verdict), /hunter2/);
  });

  it("reads a state whose secrets were decrypted, and does not take them for plain ones", async () => {
    const secret = { ...encrypted(""), ciphertext: undefined, plaintext: '"short"' };
    const verdict = await judged(
      stateOf("keycloak:openid/client:Client", "client", {
        inputs: { clientId: "client", accessType: "CONFIDENTIAL", clientSecret: secret },
        outputs: { clientId: "client", accessType: "CONFIDENTIAL", clientSecret: secret },
      }),
    );
    assert.deepEqual(found(verdict, "safe-people-client-confidential"), [
      'client "client" has a clientSecret of 5 characters; generate one of at least 32',
    ]);
    assert.deepEqual(found(verdict, "safe-settings-state-encrypted"), []);
  });

  it("says so where there is no such state, and repeats nothing of a file that is none", async () => {
    const stack = folder.stack("mine");
    const failureOf = async (state: string): Promise<string> => {
      const [result]: Result[] = await check([stack], { state });
      return result && !isVerdict(result) ? (result.failure ?? "") : "";
    };
    assert.match(await failureOf("nowhere"), /^"nowhere" is no file, and no stack that can be exported: /);
    for (const text of ["password: hunter2", "{}", "null"]) {
      const file = join(folder.path, "odd.json");
      writeFileSync(file, text);
      assert.equal(await failureOf(file), `"${file}" holds no state as "pulumi stack export" writes it`);
    }
  });
});
