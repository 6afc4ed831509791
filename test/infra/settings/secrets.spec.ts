import assert from "node:assert/strict";
import { parseSettings, requiredSecrets, SettingsError } from "../../../infra/settings";
import { onKubeOne, rightKubernetes } from "./right-kubernetes";
import { asSite, rightServers } from "./right-servers";
import { changed, inFull, problemsOf, right } from "./right-settings";

describe("a secret in a stack file", () => {
  const marker = "hunter2-s3cr3t";
  const cases: [place: string, command: string][] = [
    ["identity.upstream.clientSecret", "pulumi config set --secret spe:lsaaiClientSecret"],
    ["identity.keycloak.clientSecret", "pulumi config set --secret spe:keycloakClientSecret"],
    ["identity.keycloak.password", "pulumi config set --secret spe:keycloakClientSecret"],
    ["storage.server.accessKey", "pulumi config set --secret spe:minioAccessKey"],
    ["storage.server.secretKey", "pulumi config set --secret spe:minioSecretKey"],
    ["storage.minioSecretKey", "pulumi config set --secret spe:minioSecretKey"],
    ["site.apiToken", "pulumi config set --secret spe:<name>"],
    ["kubernetes.kubeconfig", "pulumi config set --secret spe:kubeconfig"],
    ["kubernetes.tasks.password", "pulumi config set --secret spe:tasksKey"],
    ["kubernetes.kkp.token", "pulumi config set --secret spe:kkpToken"],
    ["servers.certificateKeyPassword", "pulumi config set --secret spe:serversKey"],
    ["servers.store.rootPassword", "pulumi config set --secret spe:storeRootSecret"],
    ["servers.store.secretKey", "pulumi config set --secret spe:minioSecretKey"],
    ["servers.keycloak.clientSecret", "pulumi config set --secret spe:keycloakClientSecret"],
    ["servers.keycloak.backup.accessKey", "pulumi config set --secret spe:backupAccessKey"],
    ["servers.keycloak.backup.secretKey", "pulumi config set --secret spe:backupSecretKey"],
    ["lsaaiClientSecret", "pulumi config set --secret spe:lsaaiClientSecret"],
  ];
  for (const [place, command] of cases) {
    it(`${place} is refused with the command that takes it, and not shown`, () => {
      const site = place.startsWith("servers") ? asSite : {};
      const others = place.startsWith("kubernetes") ? { kubernetes: rightKubernetes } : {};
      const problems = problemsOf(changed({ ...others, ...site, [place]: marker }));
      assert.deepEqual(problems, [
        {
          path: place,
          found: "looks like a secret (not shown)",
          allowed: "secrets are no settings; take it out and give it to the stack",
          example: command,
        },
      ]);
    });
  }

  const hidden: Record<string, unknown> = {
    "site.privacyPolicy": `https://user:${marker}@site.example/`,
    "identity.keycloak.url": `https://site.example/?key=${marker}`,
    "site.caFile": `-----BEGIN PRIVATE KEY-----\n${marker}`,
    "storage.server": [{ secretKey: marker }],
    "project.title": { secure: marker },
    "storage.unknown": marker,
    "identity.upstream": {
      ...inFull,
      issuer: `https://user:${marker}@site.example/.well-known/openid-configuration`,
    },
  };
  for (const [place, value] of Object.entries(hidden)) {
    it(`is not shown when it stands in ${place}`, () => {
      const { message } = new SettingsError(problemsOf(changed({ [place]: value })));
      assert.ok(message.includes(place), message);
      assert.ok(!message.includes(marker), message);
    });
  }
});

describe("requiredSecrets", () => {
  const keys = (changes: Record<string, unknown>) =>
    requiredSecrets(parseSettings(changed(changes))).map(({ key }) => key);

  it("names those of the sections that there are", () => {
    assert.deepEqual(keys({}), [
      "spe:lsaaiClientSecret",
      "spe:keycloakClientSecret",
      "spe:minioAccessKey",
      "spe:minioSecretKey",
      "spe:cloudCredentialSecret",
      "spe:operatorPrivateKey",
    ]);
    const without = { cloud: undefined, people: [], "identity.clients": [], storage: undefined };
    assert.deepEqual(keys(without), ["spe:lsaaiClientSecret", "spe:keycloakClientSecret"]);
    assert.deepEqual(keys({ ...without, identity: undefined }), []);
  });

  it("names those of a cluster and of the service on it", () => {
    const added = (kubernetes: object) => keys({ kubernetes }).filter((key) => !keys({}).includes(key));
    assert.deepEqual(added({ kkp: rightKubernetes.kkp }), ["spe:kkpToken"]);
    assert.deepEqual(keys({ kubernetes: { kkp: rightKubernetes.kkp }, ...onKubeOne }).slice(6), [
      "spe:clusterCredentialSecret",
    ]);
    assert.deepEqual(added({ existing: { version: "1.36.0" } }), ["spe:kubeconfig"]);
    assert.deepEqual(added(rightKubernetes), ["spe:kkpToken", "spe:tasksKey", "spe:taskServerPassword"]);
  });

  it("names those of a site's servers, and of their copies where there are any", () => {
    const { backup: _, ...keycloak } = rightServers.keycloak;
    const own = [
      "spe:serversKey",
      "spe:storeKmsKey",
      "spe:storeRootSecret",
      "spe:minioSecretKey",
      "spe:keycloakClientSecret",
    ];
    const cloud = ["spe:cloudCredentialSecret", "spe:operatorPrivateKey"];
    assert.deepEqual(keys(asSite), [...cloud, ...own, "spe:backupAccessKey", "spe:backupSecretKey"]);
    assert.deepEqual(keys({ ...asSite, servers: { ...rightServers, keycloak } }), [...cloud, ...own]);
  });

  it("says what each opens", () => {
    assert.deepEqual(
      requiredSecrets(parseSettings(right())).map(({ why }) => why),
      [
        'secret of client "4071" at Life Science Login, as its registration gave it',
        'secret of client "spe-provisioner" in realm "master" of https://login.site.example',
        "access key of an administrator (not root) of https://s3.site.example",
        "secret key that belongs to spe:minioAccessKey",
        'secret of the application credential "b1f6d8c2a6c94c0fb9d1c6f3f2b7a0d4" at https://keystone.site.example:5000/v3',
        "OpenSSH private key that belongs to cloud.operatorKey",
      ],
    );
  });
});
