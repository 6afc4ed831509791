import assert from "node:assert/strict";
import { join } from "node:path";
import { parseSettings } from "../../infra/settings";
import { projectRoot } from "../../sandbox/engine/cache";
import type { Sandbox } from "../../sandbox/sandbox";
import { stackSections, trackedSections } from "../../sandbox/stack-sections";
import { stackFile } from "../infra/settings/right-settings";

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
      kmsKey: "spe-other",
    });
  });

  it("name the authority as the program reads it, from the project's folder", () => {
    assert.equal(settings.site.caFile, ".spe/sandbox/tls/ca.crt");
  });

  it("say all else as the tracked file does", () => {
    const rest = ({ site, identity, storage, ...others }: typeof settings) => ({
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
