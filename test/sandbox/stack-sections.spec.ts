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

const image = (name: string) => `localhost/${name}@sha256:${"0a".repeat(32)}`;

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

  it("name the cluster's platform, images, certificate and ways where it has one", () => {
    const file = (name: string) => join(projectRoot, ".spe", "sandbox", "tls", name);
    const { kubernetes } = parseSettings(
      stackSections({
        ...sandbox,
        cloud,
        cluster: {
          kkp: {
            apiUrl: "https://127.18.5.1:9445",
            projectId: "otherproject",
            dc: "Other",
            versions: ["1.36.0"],
            tokenFiles: { viewer: "/nowhere/v", editor: "/nowhere/e", owner: "/nowhere/o" },
          },
          apiAddress: "198.18.23.2",
          apiPort: 6443,
          loginUrl: "https://198.18.20.10:18443",
          images: { toolbox: image("toolbox"), funnel: image("funnel"), node: image("node") },
          tasks: {
            certificateFile: file("tasks.crt"),
            keyFile: file("tasks.key"),
            passwordFile: "/nowhere/password",
          },
        },
      }),
    );
    const { url, project, datacenter, apiRanges } = kubernetes?.kkp ?? {};
    assert.deepEqual(
      [url, project, datacenter, apiRanges],
      ["https://127.18.5.1:9445", "otherproject", "Other", ["198.18.22.2/32"]],
    );
    assert.deepEqual(kubernetes?.tasks, {
      ...tracked.kubernetes?.tasks,
      server: { by: "funnel", image: image("funnel"), tasksAtATime: 8 },
      gateway: image("node"),
      images: [image("toolbox")],
      userInfoUrl: "https://198.18.20.10:18443/realms/heart/protocol/openid-connect/userinfo",
      ranges: ["198.18.22.2/32"],
      ways: {
        login: { to: "198.18.20.10/32", port: 18443 },
        store: { to: "198.18.20.10/32", port: 19443 },
        api: { to: "198.18.23.2/32", port: 6443 },
        balancer: "192.168.1.0/24",
      },
    });
  });

  it("leave the cluster out where this machine has none", () => {
    assert.equal(settings.kubernetes, undefined);
    assert.equal(parseSettings(stackSections({ ...sandbox, cloud })).kubernetes, undefined);
  });

  it("name the Kubernetes without root as a cluster that is there, without tasks", () => {
    const controlPlane = {
      apiUrl: "https://127.0.0.1:16443",
      caFile: "/nowhere/cluster.crt",
      kubeconfigFile: "/nowhere/kubeconfig",
      version: "1.36.0",
    };
    const { kubernetes, cloud: none } = parseSettings(stackSections({ ...sandbox, controlPlane }));
    assert.deepEqual(kubernetes, {
      existing: { version: "1.36.0", networkPoliciesEnforced: true },
      quota: tracked.kubernetes?.quota,
    });
    assert.equal(none, undefined);
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
