import assert from "node:assert/strict";
import { join } from "node:path";
import { parseSettings } from "../../infra/settings";
import type { SandboxCloud } from "../../sandbox/cloud";
import { projectRoot } from "../../sandbox/engine/cache";
import type { Sandbox } from "../../sandbox/sandbox";
import { stackSections, trackedSections } from "../../sandbox/stack-sections";
import { sshKey, stackFile } from "../infra/settings/right-settings";

const keycloak = "https://127.0.0.1:18443";
const sandbox: Sandbox = {
  stateDir: join(projectRoot, ".spe", "sandbox"),
  caFile: join(projectRoot, ".spe", "sandbox", "tls", "ca.crt"),
  keycloak: {
    url: keycloak,
    adminClientId: "spe-admin",
    adminSecretFile: "/nowhere/keycloak-admin",
    provisioner: { clientId: "spe-other-provisioner", secretFile: "/nowhere/keycloak-provisioner" },
  },
  lsAai: {
    issuer: `${keycloak}/realms/ls-aai`,
    clientId: "4072",
    clientSecretFile: "/nowhere/ls-aai-client",
    people: [],
  },
  minio: {
    url: "https://127.0.0.1:19443",
    consoleUrl: "https://127.0.0.1:19444",
    region: "",
    kmsKey: "spe-other",
    provisioner: { accessKey: "spe-provisioner", secretKeyFile: "/nowhere/minio-provisioner" },
  },
};

const keys = { publicKey: sshKey, privateKeyFile: "/nowhere/ssh" };
const tenant = { project: "other", userName: "other", passwordFile: "/nowhere/other" };
const cloud: SandboxCloud = {
  ...tenant,
  authUrl: "https://127.18.5.1:5000/v3",
  region: "Sandbox",
  credential: { id: "c0ffee", secretFile: "/nowhere/credential" },
  other: tenant,
  adminPasswordFile: "/nowhere/admin",
  namespace: "spe5-cloud",
  hostAddress: "198.18.22.2",
  externalNetwork: "public",
  dmzNetwork: "dmz",
  resolvers: ["198.18.20.1"],
  siteAddress: "198.18.20.10",
  tls: { certificateFile: "/nowhere/site.crt", keyFile: "/nowhere/site.key" },
  artefacts: {},
  storeUrl: "https://198.18.20.10:19443",
  keys: { operator: keys, mona: keys, alice: keys },
};

describe("the sections of the sandbox's stack", () => {
  const settings = parseSettings(stackSections(sandbox));
  const tracked = parseSettings(trackedSections());

  it("begin as the tracked file, under names without prefix", () => {
    assert.deepEqual(trackedSections(), stackFile("sandbox"));
  });

  it("name the servers where they really are", () => {
    assert.deepEqual(settings.identity?.keycloak, {
      url: keycloak,
      adminRealm: "master",
      clientId: "spe-other-provisioner",
    });
    assert.deepEqual(settings.identity?.upstream, {
      alias: "ls-aai",
      displayName: "Life Science Login (stand-in)",
      issuer: `${keycloak}/realms/ls-aai`,
      authorizationUrl: `${keycloak}/realms/ls-aai/protocol/openid-connect/auth`,
      tokenUrl: `${keycloak}/realms/ls-aai/protocol/openid-connect/token`,
      userInfoUrl: `${keycloak}/realms/ls-aai/protocol/openid-connect/userinfo`,
      jwksUrl: `${keycloak}/realms/ls-aai/protocol/openid-connect/certs`,
      logoutUrl: `${keycloak}/realms/ls-aai/protocol/openid-connect/logout`,
      clientId: "4072",
      scopes: ["openid", "profile", "email", "eduperson_entitlement", "eduperson_assurance"],
    });
    assert.deepEqual(settings.storage?.server, {
      ...tracked.storage?.server,
      url: "https://127.0.0.1:19443",
      consoleUrl: "https://127.0.0.1:19444",
      machinesUrl: "https://127.0.0.1:19443",
      kmsKey: "spe-other",
    });
  });

  it("ask nothing of a cloud where the sandbox has none", () => {
    assert.equal(settings.cloud, undefined);
  });

  it("name the cloud where it really is, with the keys of its people", () => {
    const withCloud = parseSettings(stackSections({ ...sandbox, cloud }));
    assert.equal(withCloud.storage?.server.machinesUrl, "https://198.18.20.10:19443");
    assert.deepEqual(withCloud.cloud, {
      ...tracked.cloud,
      authUrl: "https://127.18.5.1:5000/v3",
      region: "Sandbox",
      credential: "c0ffee",
      operatorKey: sshKey,
      resolvers: ["198.18.20.1"],
      egress: tracked.cloud?.egress.map((line) => ({ ...line, to: "198.18.20.10/32", port: 19443 })),
      bastion: { ...tracked.cloud?.bastion, ranges: ["198.18.22.2/32"] },
    });
  });

  it("name the authority as the program reads it, from the project's folder", () => {
    assert.equal(settings.site.caFile, ".spe/sandbox/tls/ca.crt");
  });

  it("say all else as the tracked file does", () => {
    const rest = ({
      site,
      identity,
      storage,
      cloud: _cloud,
      kubernetes: _kubernetes,
      ...others
    }: typeof settings) => ({
      ...others,
      site: { ...site, caFile: "" },
      identity: { ...identity, keycloak: {}, upstream: {} },
      storage: { ...storage, server: {} },
    });
    assert.deepEqual(rest(settings), rest(tracked));
  });

  it("hold no secret and no path of one", () => {
    assert.doesNotMatch(JSON.stringify(stackSections(sandbox)), /nowhere|secret/i);
  });

  it("may be another environment's, which is not changed", () => {
    const sections = trackedSections();
    sections.project = { ...sections.project, id: "lungs" };
    sections.storage = { ...sections.storage, server: { region: "eu-1" } };
    const before = structuredClone(sections);
    const other = parseSettings(stackSections(sandbox, sections));
    const { url, region } = other.storage?.server ?? {};
    assert.deepEqual([other.project.id, url, region], ["lungs", "https://127.0.0.1:19443", "eu-1"]);
    assert.deepEqual(sections, before);
  });
});
