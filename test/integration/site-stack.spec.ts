import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { brokerRedirectUri } from "../../components";
import type { Environment } from "../../infra/environment";
import { s3Client } from "../../sandbox/clients/object-store-clients";
import { Deployment } from "../../sandbox/deployment";
import { environmentOutputs, type Plain } from "../../sandbox/plain-outputs";
import { prove } from "../../sandbox/proof";
import { type Sections, stackSections } from "../../sandbox/stack-sections";
import { CloudClient } from "../support/cloud-client";
import { cloudInventory } from "../support/cloud-inventory";
import { answerOf, type S3Request, s3Requests } from "../support/s3-requests";
import { registerBroker } from "../support/second-environment";
import { openSite, prepareSite, type SiteWishes, siteReachable, siteStack } from "../support/site-stack";
import { spe } from "../support/spe-command";
import { StoreAdministrator } from "../support/store-administrator";
import { enterStore } from "../support/store-session";
import { cloudTimeout, type TestCloud, testCloud } from "../support/test-cloud";
import {
  describeEnvironment,
  logIn,
  stateDir,
  type TestEnvironment,
  type TestSandbox,
  testSandbox,
} from "../support/test-sandbox";

/** What the project's people and strangers ask of its buckets, and what they are told. */
const requests: [who: string, request: S3Request, bucket: string, key: string, answer: string][] = [
  ["mona", "put", "input", "data.csv", "allowed"],
  ["alice", "get", "input", "data.csv", "allowed"],
  ["alice", "put", "input", "data.csv", "403 AccessDenied"],
  ["alice", "put", "scratch", "<alice>/mine.txt", "allowed"],
  ["alice", "get", "scratch", "<alice>/mine.txt", "allowed"],
  ["bob", "get", "scratch", "<alice>/mine.txt", "403 AccessDenied"],
  ["bob", "list", "scratch", "<alice>/", "403 AccessDenied"],
  ["alice", "put", "egress-request", "<alice>/result.txt", "allowed"],
  ["carol", "get", "egress-request", "<alice>/result.txt", "allowed"],
  ["bob", "get", "egress-request", "<alice>/result.txt", "403 AccessDenied"],
  ["bob", "get", "input", "data.csv", "allowed"],
  ["carol", "get", "input", "data.csv", "403 AccessDenied"],
  ["alice", "put", "release", "out.txt", "403 AccessDenied"],
  ["mount", "get", "input", "data.csv", "allowed"],
  ["mount", "put", "input", "data.csv", "403 AccessDenied"],
  ["mount", "list", "scratch", "", "403 AccessDenied"],
  ["nobody", "get", "input", "data.csv", "403 AccessDenied"],
];

/**
 * Two stacks of the program on real servers: the site's store and login server on machines, by a stack file, and on them
 * the environment that the sandbox has on its own servers, which knows them by the first stack's name alone.
 */
describe("a project's stack on the servers of a site's stack", function () {
  this.timeout(15 * 60_000);
  const directory = join(stateDir, "site-stack");
  let sandbox: TestSandbox;
  let test: TestCloud;
  let cloud: CloudClient;
  let inventory: Record<string, string[]>;
  let wishes: SiteWishes;
  let site: Deployment;
  let servers: NonNullable<Plain<Environment>["servers"]>;
  let project: TestEnvironment;
  let administrator: StoreAdministrator;
  const clients = new Map<string, S3Client>();
  let aliceSubject: string;

  before(async function () {
    this.timeout(2 * cloudTimeout);
    test = await testCloud(this);
    sandbox = await testSandbox();
    const { authUrl, project: projectName, userName, passwordFile } = test.cloud;
    const password = readFileSync(passwordFile, "utf8").trim();
    cloud = await CloudClient.login(authUrl, test.ca, { userName, password, project: projectName });
    wishes = await prepareSite(cloud, test, directory);
    inventory = await cloudInventory(cloud);
    site = await openSite(test, wishes);
  });

  after(async () => {
    await administrator?.close();
    await cloud?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const openProject = (): Promise<Deployment> =>
    Deployment.open(sandbox.sandbox, sandbox.engine, {
      stackName: "on-site",
      sections: projectSections(sandbox, test),
      exemptions: [standInExemption()],
      secrets: {
        "spe:lsaaiClientSecret": readFileSync(sandbox.sandbox.lsAai.clientSecretFile, "utf8").trim(),
        "spe:keycloakClientSecret": wishes.secrets.keycloakProvisioner,
        "spe:minioAccessKey": "spe-provisioner",
        "spe:minioSecretKey": wishes.secrets.storeProvisioner,
      },
    });

  it("is refused in words while the site's stack has not been made", async () => {
    const deployment = await openProject();
    await assert.rejects(
      deployment.up(),
      /site\.serversStack: stack "liver" has no servers; give it the section servers, and run pulumi up there first/,
    );
  });

  it("finds the servers once that has been", async () => {
    await site.up();
    const outputs = await environmentOutputs(site);
    assert.ok(outputs.servers);
    servers = outputs.servers;
    const origin = `https://${wishes.address}`;
    assert.deepEqual(servers, {
      keycloakUrl: origin,
      storeUrl: `${origin}:9000`,
      consoleUrl: `${origin}:9001`,
      kmsKey: siteStack,
      edgeRange: "10.62.0.0/24",
      certificateAuthority: test.ca,
      address: wishes.address,
    });
    await siteReachable(test, wishes);
    await registerBroker(sandbox, brokerRedirectUri(servers.keycloakUrl, "heart", "ls-aai"));
    const deployment = await openProject();
    await deployment.up();
    project = await describeEnvironment(sandbox, deployment);
    assert.equal(project.storage.url, servers.storeUrl);
    assert.equal(project.storage.consoleUrl, servers.consoleUrl);
    assert.equal(project.identity.issuer, `${servers.keycloakUrl}/realms/heart`);
  });

  it("lets its people in by the Life Science login and nobody else, as the sandbox's environment does", async () => {
    const proofs = await prove(sandbox.sandbox, project);
    assert.deepEqual(
      proofs.filter(({ failure }) => failure !== undefined),
      [],
    );
    assert.equal(proofs.length, 7);
  });

  describe("whose buckets", () => {
    before(async () => {
      for (const name of ["alice", "bob", "carol", "mona"]) {
        const { s3, subject } = await enterStore(project, name);
        clients.set(name, s3);
        if (name === "alice") aliceSubject = subject;
      }
      const endpoint = { url: project.storage.url, ca: test.ca };
      const keys = project.storage.serviceAccounts.mount;
      assert.ok(keys);
      const { accessKey: accessKeyId, secretKey: secretAccessKey } = keys;
      clients.set("mount", s3Client(endpoint, { accessKeyId, secretAccessKey }));
      clients.set("nobody", s3Client(endpoint));
    });

    for (const [who, request, bucket, key, answer] of requests) {
      it(`answer ${who}, who asks to ${request} ${bucket}/${key}, ${answer}`, async () => {
        const client = clients.get(who);
        assert.ok(client);
        const name = project.storage.buckets[bucket] ?? "";
        const sent = s3Requests[request](client, name, key.replace("<alice>", aliceSubject));
        assert.equal(await answerOf(sent), answer);
      });
    }
  });

  it("makes no difference the second time, nor does the site's", async () => {
    for (const deployment of [site, project.deployment]) {
      const { changes } = await deployment.up();
      assert.deepEqual(Object.keys(changes), ["same"]);
    }
  });

  describe("in the end", () => {
    it("can be left by a person whose access is revoked, at the servers that the site's stack names", async () => {
      const config = ["--config-file", project.deployment.configFile];
      const { code, errors } = await spe(sandbox, ["revoke", "on-site", "bob", ...config]);
      assert.equal(code, 0, errors);
      const bob = clients.get("bob");
      assert.ok(bob);
      const sent = s3Requests.get(bob, project.storage.buckets.input ?? "", "data.csv");
      assert.equal(await answerOf(sent), "403 InvalidAccessKeyId");
      assert.equal((await logIn(project, "bob")).entered, false);
      assert.equal((await logIn(project, "alice")).entered, true);
    });

    it("leaves nothing on the servers once it is destroyed", async () => {
      const secretKeyFile = join(directory, "store");
      writeFileSync(secretKeyFile, wishes.secrets.storeProvisioner, { mode: 0o600 });
      const provisioner = { accessKey: "spe-provisioner", secretKeyFile };
      const minio = { ...sandbox.sandbox.minio, url: servers.storeUrl, provisioner };
      administrator = new StoreAdministrator({ ...sandbox, sandbox: { ...sandbox.sandbox, minio } });
      for (const bucket of Object.values(project.storage.buckets)) await administrator.emptyBucket(bucket);
      project.deployment.unprotect();
      await project.deployment.destroy();
      const { buckets, providers, users } = await administrator.names();
      assert.deepEqual(
        { buckets, providers, users },
        { buckets: [], providers: [], users: ["spe-provisioner"] },
      );
    });

    it("was the last on them: the site's stack leaves nothing in the cloud", async () => {
      site.unprotect();
      await site.destroy();
      assert.deepEqual(await cloudInventory(cloud), inventory);
    });
  });
});

/** The stand-in has two addresses, and the pack holds a broker to one host. */
const standInExemption = () => ({
  rule: "safe-people-broker-allowed",
  urn: "urn:pulumi:on-site::spe::*::heart-ls-aai",
  reason: "The stand-in is at this machine's loopback for browsers and at the site's address for machines.",
  approvers: ["dc@hospital.example", "mona@hospital.example"],
  expires: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
});

/** The sandbox's environment without its servers and machines: the site's stack has the ones, and nobody asks for the others. */
function projectSections({ sandbox }: TestSandbox, { cloud }: TestCloud): Sections {
  const { project, site, identity, storage, people } = stackSections(sandbox);
  if (!project || !site || !identity || !storage || !people)
    throw new Error("the sandbox's sections are fewer");
  const { sourceRanges: _, ...others } = site;
  const { keycloak: _keycloak, upstream, ...rest } = identity;
  const { server: _server, ...buckets } = storage;
  // people's browsers reach the stand-in at this machine's loopback, Keycloak's machine at the site's address
  const { issuer, port } = { issuer: sandbox.lsAai.issuer, port: new URL(sandbox.lsAai.issuer).port };
  const inside = `https://${cloud.siteAddress}:${port}${new URL(issuer).pathname}/protocol/openid-connect`;
  const ways = { tokenUrl: `${inside}/token`, userInfoUrl: `${inside}/userinfo`, jwksUrl: `${inside}/certs` };
  return {
    project,
    site: { ...others, serversStack: siteStack },
    identity: { ...rest, upstream: { ...(upstream as object), ...ways } },
    storage: buckets,
    people,
  };
}
