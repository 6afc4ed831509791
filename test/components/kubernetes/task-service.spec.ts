import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TaskService } from "../../../components/kubernetes/task-service";
import type { FunnelServer, TaskServiceArgs } from "../../../components/kubernetes/task-service-args";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { funnelTasks, heldBy, password, pinned, tesk, teskTasks } from "./tasks-of-heart";

const build = (args: TaskServiceArgs): Promise<Recorded[]> =>
  recordResources(() => void new TaskService("heart-tasks", args));

const partsOf = (all: Recorded[]): string[] =>
  all.map(({ type, name }) => `${type.replace(/.*:/, "")} ${name}`).sort();

/** The inputs of the object of a kind with a name in the cluster. */
const object = (all: Recorded[], kind: string, name: string): Recorded["inputs"] =>
  all.find(
    ({ type, inputs }) =>
      type.endsWith(`:${kind}`) && (inputs.metadata as { name?: string } | undefined)?.name === name,
  )?.inputs ?? assert.fail(`no ${kind} "${name}"`);

const dataOf = (all: Recorded[], kind: "ConfigMap" | "Secret", name: string): Record<string, string> => {
  const { data, stringData } = object(all, kind, name);
  return (data ?? stringData) as Record<string, string>;
};

type Pod = {
  serviceAccountName: string;
  automountServiceAccountToken: boolean;
  containers: { image: string; env?: { name: string; value: string }[]; args?: string[] }[];
};
const podOf = (all: Recorded[], name: string): Pod =>
  (object(all, "Deployment", name) as { spec: { template: { spec: Pod } } }).spec.template.spec;

/** Against a mocked engine: what is asked of the cluster, nothing about what Funnel and TES-K make of it. */
describe("TaskService", () => {
  describe("by Funnel", () => {
    it("is made of exactly these parts, well built", async () => {
      const all = await build(funnelTasks);
      assertWellBuilt(all);
      assert.deepEqual(partsOf(all), [
        "ClusterRole heart-tasks-server-volumes-role",
        "ClusterRoleBinding heart-tasks-server-volumes-binding",
        "ConfigMap heart-tasks-gateway-config",
        "ConfigMap heart-tasks-server-sweeper-config",
        "CronJob heart-tasks-server-sweeper",
        "Deployment heart-tasks-gateway",
        "Deployment heart-tasks-server",
        "PersistentVolumeClaim heart-tasks-server-state",
        "ResourceQuota heart-tasks-server-workers",
        "Role heart-tasks-server-funnel-role",
        "Role heart-tasks-server-funnel-worker-role",
        "RoleBinding heart-tasks-server-funnel-binding",
        "RoleBinding heart-tasks-server-funnel-worker-binding",
        "Secret heart-tasks-gateway-secret",
        "Secret heart-tasks-server-config",
        "Secret heart-tasks-server-worker-config",
        "Service heart-tasks-gateway-service",
        "Service heart-tasks-server-service",
        "ServiceAccount heart-tasks-gateway-account",
        "ServiceAccount heart-tasks-server-funnel",
        "ServiceAccount heart-tasks-server-funnel-worker",
        "ServiceAccount heart-tasks-server-task",
        "TaskAdmission heart-tasks-admission",
        "TaskService heart-tasks",
        "ValidatingAdmissionPolicy heart-tasks-admission",
        "ValidatingAdmissionPolicy heart-tasks-server-volumes-policy",
        "ValidatingAdmissionPolicyBinding heart-tasks-admission-binding",
        "ValidatingAdmissionPolicyBinding heart-tasks-server-volumes-policy-binding",
      ]);
    });

    it("speaks TLS by a certificate in its Secret, and HTTP where it has none", async () => {
      const tls = { certificate: "certificate of tes.heart.example", privateKey: "private-key-of-tes" };
      const all = await build({ ...funnelTasks, tls });
      const { "tls.crt": certificate, "tls.key": key } = dataOf(all, "Secret", "task-gateway");
      assert.deepEqual([certificate, key], [tls.certificate, tls.privateKey]);
      assert.match(dataOf(all, "ConfigMap", "task-gateway")["main.ts"] ?? "", /from "node:https"/);
      const plain = await build(funnelTasks);
      assert.deepEqual(Object.keys(dataOf(plain, "Secret", "task-gateway")), ["authorization"]);
      assert.match(dataOf(plain, "ConfigMap", "task-gateway")["main.ts"] ?? "", /from "node:http"/);
    });

    it("keeps passwords and keys in Secrets, and the store's keys out of what Funnel writes about", async () => {
      const all = await build(funnelTasks);
      const secrets = [password, "read-key", "read-secret", "write-key", "write-secret"];
      const holders = all.filter(({ inputs }) => secrets.some((it) => JSON.stringify(inputs).includes(it)));
      assert.deepEqual(partsOf(holders), [
        "Secret heart-tasks-server-config",
        "Secret heart-tasks-server-worker-config",
      ]);
      for (const { name, secrets } of all.filter(({ type }) => type.endsWith(":Secret")))
        assert.deepEqual(secrets, ["stringData"], name);
      const server = dataOf(all, "Secret", "funnel")["funnel.json"] ?? "";
      assert.deepEqual(
        secrets.filter((it) => server.includes(it)),
        [password],
      );
    });

    it("tells Funnel of the project's buckets and of no other storage", async () => {
      const all = await build(funnelTasks);
      const worker = JSON.parse(dataOf(all, "Secret", "funnel-worker")["worker.json"] ?? "");
      assert.deepEqual(worker.GenericS3, [
        {
          Endpoint: "https://store.heart.example",
          Region: "us-east-1",
          Key: "read-key",
          Secret: "read-secret",
        },
        {
          Endpoint: "https://store.heart.example",
          Region: "us-east-1",
          Key: "write-key",
          Secret: "write-secret",
        },
      ]);
      for (const other of ["LocalStorage", "AmazonS3", "GoogleStorage", "Swift", "HTTPStorage", "FTPStorage"])
        assert.deepEqual(worker[other], { Disabled: true }, other);
      // Funnel makes the address that it calls of these two, whatever RPCClient says
      assert.deepEqual(worker.Server, { HostName: "funnel", RPCPort: "9090" });
      assert.deepEqual(worker.RPCClient, {
        ServerAddress: "funnel:9090",
        Credential: { User: "spe", Password: password },
        Timeout: { duration: "60s" },
        MaxRetries: 10,
      });
      const server = JSON.parse(dataOf(all, "Secret", "funnel")["funnel.json"] ?? "");
      assert.deepEqual(server.Server.BasicAuth, [{ User: "spe", Password: password, Admin: true }]);
      assert.deepEqual(server.GenericS3, [{ Bucket: "heart-input", Region: "us-east-1" }]);
    });

    it("has workers and Funnel speak to the API server, and neither tasks nor the gateway", async () => {
      const all = await build(funnelTasks);
      assert.equal(podOf(all, "funnel").automountServiceAccountToken, true);
      assert.equal(podOf(all, "task-gateway").automountServiceAccountToken, false);
      const worker = dataOf(all, "Secret", "funnel-worker")["worker.json"] ?? "";
      const { ExecutorTemplate } = JSON.parse(worker).Kubernetes as Record<string, string>;
      assert.match(ExecutorTemplate ?? "", /serviceAccountName: task\n +automountServiceAccountToken: false/);
    });

    it("trusts the private authorities of store and realm", async () => {
      const certificateAuthority = "-----BEGIN CERTIFICATE-----\n";
      const all = await build({
        ...funnelTasks,
        login: { ...funnelTasks.login, by: "realm", certificateAuthority } as TaskServiceArgs["login"],
        store: { ...funnelTasks.store, certificateAuthority },
      });
      assert.equal(dataOf(all, "Secret", "funnel-worker")["ca.pem"], certificateAuthority);
      assert.equal(dataOf(all, "ConfigMap", "task-gateway")["ca.pem"], certificateAuthority);
      assert.deepEqual(podOf(all, "task-gateway").containers[0]?.env, [
        { name: "NODE_EXTRA_CA_CERTS", value: "/etc/task-gateway/ca.pem" },
      ]);
      const { WorkerTemplate } = JSON.parse(dataOf(all, "Secret", "funnel")["funnel.json"] ?? "").Kubernetes;
      assert.match(WorkerTemplate, /"SSL_CERT_FILE","value":"\/etc\/funnel\/ca.pem"/);
    });

    it("bounds the pods that wait for tasks by themselves, told apart by their deadline", async () => {
      const quotaOf = async (changes: object) => {
        const all = await build({
          ...funnelTasks,
          server: { ...funnelTasks.server, ...changes } as FunnelServer,
        });
        return all.find(({ name }) => name === "heart-tasks-server-workers")?.inputs.spec;
      };
      assert.deepEqual(await quotaOf({}), { hard: { pods: "8" }, scopes: ["Terminating"] });
      assert.deepEqual(await quotaOf({ tasksAtATime: 3 }), { hard: { pods: "3" }, scopes: ["Terminating"] });
      await assert.rejects(
        quotaOf({ tasksAtATime: 0 }),
        /server\.tasksAtATime must be a whole number from 1 to 500, got 0/,
      );
      const all = await build(funnelTasks);
      const { WorkerTemplate } = JSON.parse(dataOf(all, "Secret", "funnel")["funnel.json"] ?? "").Kubernetes;
      const { ExecutorTemplate } = JSON.parse(
        dataOf(all, "Secret", "funnel-worker")["worker.json"] ?? "",
      ).Kubernetes;
      assert.match(WorkerTemplate, /\n {6}activeDeadlineSeconds: 2592000\n/);
      assert.doesNotMatch(ExecutorTemplate, /activeDeadlineSeconds/);
    });

    it("lets the gateway pass the project's researchers, images and buckets", async () => {
      const all = await build(funnelTasks);
      const data = dataOf(all, "ConfigMap", "task-gateway");
      assert.deepEqual(JSON.parse(data["settings.json"] ?? ""), {
        upstream: "http://funnel:8000",
        basePath: "/ga4gh/tes/v1",
        login: {
          issuer: "https://login.heart.example/realms/heart",
          userInfoUrl: "https://login.heart.example/realms/heart/protocol/openid-connect/userinfo",
          audience: "heart-tasks",
          groupsClaim: "groups",
          groups: ["/heart/researcher"],
        },
        authorizationFile: "/run/secrets/task-gateway/authorization",
        tags: { _WORKER_SA: "funnel-worker" },
        droppedParts: ["env"],
      });
      assert.equal(data.executorImages, funnelTasks.images.join("\n"));
      assert.equal(data.inputPrefixes, "s3://heart-input/\ns3://heart-scratch/");
      assert.equal(data.outputPrefixes, "s3://heart-scratch/");
      assert.equal(
        dataOf(all, "Secret", "task-gateway").authorization,
        `Basic ${Buffer.from(`spe:${password}`).toString("base64")}`,
      );
    });

    it("lets each account's pods run its own images only", async () => {
      const { spec } = object(await build(funnelTasks), "ValidatingAdmissionPolicy", "heart-tasks-pods") as {
        spec: { variables: { name: string; expression: string }[] };
      };
      const accounts = spec.variables.find(({ name }) => name === "accounts")?.expression ?? "";
      const [funnel, gateway] = [pinned("funnel:0.12.2"), pinned("node:24.21.0")];
      assert.deepEqual(JSON.parse(accounts), {
        funnel: [funnel, gateway],
        "funnel-worker": [funnel],
        task: funnelTasks.images,
        "task-gateway": [gateway],
      });
    });
  });

  describe("by TES-K", () => {
    it("is made of exactly these parts, well built", async () => {
      const all = await build(teskTasks);
      assertWellBuilt(all);
      assert.deepEqual(partsOf(all), [
        "ConfigMap heart-tasks-gateway-config",
        "ConfigMap heart-tasks-server-service-info-config",
        "Deployment heart-tasks-gateway",
        "Deployment heart-tasks-server-api",
        "Role heart-tasks-server-taskmaster-role",
        "RoleBinding heart-tasks-server-taskmaster-binding",
        "Secret heart-tasks-server-aws-secret",
        "Service heart-tasks-gateway-service",
        "Service heart-tasks-server-api-service",
        "ServiceAccount heart-tasks-gateway-account",
        "ServiceAccount heart-tasks-server-taskmaster",
        "TaskAdmission heart-tasks-admission",
        "TaskService heart-tasks",
        "ValidatingAdmissionPolicy heart-tasks-admission",
        "ValidatingAdmissionPolicyBinding heart-tasks-admission-binding",
      ]);
    });

    it("gives taskmasters the rights of the chart and no more", async () => {
      assert.deepEqual(object(await build(teskTasks), "Role", "taskmaster").rules, [
        { apiGroups: [""], resources: ["pods"], verbs: ["list", "patch"] },
        {
          apiGroups: [""],
          resources: ["persistentvolumeclaims", "configmaps"],
          verbs: ["create", "delete", "get"],
        },
        { apiGroups: [""], resources: ["pods/log", "pods/status"], verbs: ["get", "list"] },
        { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "delete", "get", "list", "patch"] },
      ]);
    });

    const environment = async (args: TaskServiceArgs): Promise<Record<string, string>> =>
      Object.fromEntries(
        podOf(await build(args), "tesk-api").containers[0]?.env?.map(({ name, value }) => [name, value]) ??
          [],
      );

    it("asks for LS AAI's tokens and reads its groups", async () => {
      const digest = `sha256:${"0a".repeat(32)}`;
      assert.deepEqual(await environment(teskTasks), {
        TESK_API_K8S_NAMESPACE: "heart-tasks",
        TESK_API_TASKMASTER_IMAGE_NAME: "registry.site.example/tesk-core-taskmaster",
        TESK_API_TASKMASTER_IMAGE_VERSION: `a50995a@${digest}`,
        TESK_API_TASKMASTER_FILER_IMAGE_NAME: "registry.site.example/tesk-core-filer",
        TESK_API_TASKMASTER_FILER_IMAGE_VERSION: `v0.10.2@${digest}`,
        TESK_API_TASKMASTER_SERVICE_ACCOUNT_NAME: "taskmaster",
        TESK_API_TASKMASTER_DEBUG: "false",
        TESK_API_TASKMASTER_ENVIRONMENT_EXECUTOR_BACKOFF_LIMIT: "2",
        TESK_API_TASKMASTER_ENVIRONMENT_FILER_BACKOFF_LIMIT: "2",
        TESK_API_TASKMASTER_ENVIRONMENT_STORAGE_CLASS_NAME: "encrypted-scratch",
        SERVER_SERVLET_CONTEXT_PATH: "/",
        OPENAPI_TASKEXECUTIONSERVICE_BASE_PATH: "/ga4gh/tes/v1",
        TESK_API_SERVICE_INFO_LOCATION: "file:///etc/tesk/service-info/service-info.yaml",
        SPRING_PROFILES_ACTIVE: "auth",
        SECURITY_OAUTH2_RESOURCE_USER_INFO_URI: "https://login.aai.lifescience-ri.eu/oidc/userinfo",
        TESK_API_AUTHORISATION_GROUPS_CLAIM: "eduperson_entitlement",
        TESK_API_AUTHORISATION_DELIMITER: ":",
        TESK_API_AUTHORISATION_GROUP_PREFIX: "urn:geant:lifescience-ri.eu:group:",
        TESK_API_AUTHORISATION_GROUP_SUFFIX: "#aai.lifescience-ri.eu",
        TESK_API_AUTHORISATION_BASE_GROUP: "heart",
        TESK_API_AUTHORISATION_ADMIN_SUBGROUP: "nobody",
        TESK_API_SWAGGER_OAUTH_AUTHORIZATION_ENDPOINT: "https://login.aai.lifescience-ri.eu/oidc/authorize",
        TESK_API_SWAGGER_OAUTH_TOKEN_ENDPOINT: "https://login.aai.lifescience-ri.eu/oidc/token",
        TESK_API_SWAGGER_OAUTH_IMPLICIT: "false",
        TESK_API_SWAGGER_OAUTH_CLIENT_ID: "",
        TESK_API_SWAGGER_OAUTH_CLIENT_SECRET: "",
      });
    });

    it("reads the groups of a realm by their paths", async () => {
      const variables = await environment({ ...teskTasks, login: funnelTasks.login });
      const realm = "https://login.heart.example/realms/heart/protocol/openid-connect";
      assert.deepEqual(
        Object.entries(variables).filter(([name]) => /AUTHORISATION|USER_INFO|ENDPOINT/.test(name)),
        [
          ["SECURITY_OAUTH2_RESOURCE_USER_INFO_URI", `${realm}/userinfo`],
          ["TESK_API_AUTHORISATION_GROUPS_CLAIM", "groups"],
          ["TESK_API_AUTHORISATION_DELIMITER", "/"],
          ["TESK_API_AUTHORISATION_GROUP_PREFIX", "/"],
          ["TESK_API_AUTHORISATION_GROUP_SUFFIX", ""],
          ["TESK_API_AUTHORISATION_BASE_GROUP", "heart"],
          ["TESK_API_AUTHORISATION_ADMIN_SUBGROUP", "nobody"],
          ["TESK_API_SWAGGER_OAUTH_AUTHORIZATION_ENDPOINT", `${realm}/auth`],
          ["TESK_API_SWAGGER_OAUTH_TOKEN_ENDPOINT", `${realm}/token`],
        ],
      );
    });

    it("gives its filer the keys of the one bucket, as files", async () => {
      assert.deepEqual(dataOf(await build(teskTasks), "Secret", "aws-secret"), {
        config: "[default]\nendpoint_url=https://store.heart.example\nregion=us-east-1\n",
        credentials: "[default]\naws_access_key_id=write-key\naws_secret_access_key=write-secret\n",
      });
    });

    it("has the gateway hand on people's own tokens", async () => {
      const all = await build(teskTasks);
      const { upstream, login, ...rest } = JSON.parse(
        dataOf(all, "ConfigMap", "task-gateway")["settings.json"] ?? "",
      );
      assert.equal(upstream, "http://tesk-api:8080");
      assert.deepEqual(login, {
        issuer: "https://login.aai.lifescience-ri.eu/oidc/",
        userInfoUrl: "https://login.aai.lifescience-ri.eu/oidc/userinfo",
        groupsClaim: "eduperson_entitlement",
        groups: ["urn:geant:lifescience-ri.eu:group:heart:researchers#aai.lifescience-ri.eu"],
      });
      assert.deepEqual(rest, { basePath: "/ga4gh/tes/v1", tags: {}, droppedParts: [] });
    });

    it("runs without a login at tier 0, for addresses that are named", async () => {
      const open: TaskServiceArgs = {
        ...teskTasks,
        project: { ...teskTasks.project, tier: 0 },
        login: { by: "none", sourceRanges: ["192.0.2.0/24"] },
      };
      assert.equal((await environment(open)).SPRING_PROFILES_ACTIVE, "noauth");
      await recordResources(() => {
        assert.deepEqual(new TaskService("tasks", open).endpoint.sourceRanges, ["192.0.2.0/24"]);
      });
    });
  });

  it("is told of by the same addresses and entry, whoever's program it is", async () => {
    for (const [args, program] of [
      [funnelTasks, "Funnel"],
      [teskTasks, "TES-K"],
    ] as const) {
      let told: unknown;
      await recordResources(async () => {
        const { url, tesBaseUrl, serviceInfoUrl, registryEntry, endpoint } = new TaskService("tasks", args);
        told = {
          url: await heldBy(url),
          tesBaseUrl: await heldBy(tesBaseUrl),
          serviceInfoUrl: await heldBy(serviceInfoUrl),
          registryEntry: await heldBy(registryEntry),
          endpoint,
        };
      });
      assert.deepEqual(told, {
        url: "https://tes.heart.example",
        tesBaseUrl: "https://tes.heart.example/ga4gh/tes/v1",
        serviceInfoUrl: "https://tes.heart.example/ga4gh/tes/v1/service-info",
        registryEntry: {
          id: "example.heart.tes",
          name: "Tasks of heart",
          type: { group: "org.ga4gh", artifact: "tes", version: "1.1.0" },
          description: `Task execution in the secure processing environment of heart, by ${program}`,
          organization: { name: "Heart Centre", url: "https://heart.example" },
          contactUrl: "mailto:mona@example.org",
          environment: "prod",
          version: "1.0.0",
          url: "https://tes.heart.example/ga4gh/tes/v1",
        },
        endpoint: { service: "task-gateway", port: 8080, pods: { app: "task-gateway" } },
      });
    }
  });

  it("runs its programs with Node alone", async () => {
    const all = await build(funnelTasks);
    const folder = mkdtempSync(join(tmpdir(), "task-programs-"));
    try {
      for (const [map, file, name] of [
        ["task-gateway", "task-gateway-program.ts", "taskHandler"],
        ["task-gateway", "task-gateway-settings.ts", "readSettings"],
        ["funnel-sweeper", "sweeper.ts", "sweep"],
      ] as const) {
        for (const [part, text] of Object.entries(dataOf(all, "ConfigMap", map)))
          if (/^[^.]+\.ts$/.test(part)) writeFileSync(join(folder, part), text);
        const script = `import("./${file}").then((it) => console.log(typeof it.${name}))`;
        assert.equal(
          execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" }),
          "function\n",
        );
      }
      assert.match(
        dataOf(all, "ConfigMap", "task-gateway")["main.ts"] ?? "",
        /from "\.\/task-gateway-program\.ts"/,
      );
      assert.match(
        dataOf(all, "ConfigMap", "funnel-sweeper")["main.ts"] ?? "",
        /sweep\("heart-tasks", askAsPod\)/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const wrong: [what: string, args: TaskServiceArgs, problem: string][] = [
    [
      "a version",
      { ...funnelTasks, kubernetesVersion: "latest" },
      'kubernetesVersion must be a version of Kubernetes such as "1.36.0", got "latest"',
    ],
    [
      "a host",
      { ...funnelTasks, host: "tes" },
      'host must be a full name in lower case such as "tes.heart.example", got "tes"',
    ],
    [
      "nobody as operator",
      { ...funnelTasks, operator: { name: " ", url: "https://a.example" } },
      "operator.name must not be empty",
    ],
    [
      "an operator's site",
      { ...funnelTasks, operator: { name: "Heart", url: "http://a.example" } },
      'operator.url must be an https URL, got "http://a.example"',
    ],
    [
      "whom to ask",
      { ...funnelTasks, operator: { ...funnelTasks.operator, contactUrl: "mona" } },
      'operator.contactUrl must be an https URL, got "mona"',
    ],
    [
      "a gateway's image by its tag",
      { ...funnelTasks, gatewayImage: "docker.io/library/node:24" },
      'gatewayImage must be an image with registry and digest, registry/name[:tag]@sha256:…, got "docker.io/library/node:24"',
    ],
    ["no images", { ...funnelTasks, images: [] }, "images must list at least one image"],
    [
      "an image without a registry",
      { ...funnelTasks, images: [`samtools@sha256:${"0a".repeat(32)}`] },
      `images[0] must be an image with registry and digest, registry/name[:tag]@sha256:…, got "samtools@sha256:${"0a".repeat(32)}"`,
    ],
    [
      "an image twice",
      { ...funnelTasks, images: [pinned("a"), pinned("a")] },
      `images must list each once, got "${pinned("a")}" twice`,
    ],
    [
      "Funnel's image by its tag",
      { ...funnelTasks, server: { by: "funnel", image: "quay.io/ohsu-comp-bio/funnel:0.12.2", password } },
      'server.image must be an image with registry and digest, registry/name[:tag]@sha256:…, got "quay.io/ohsu-comp-bio/funnel:0.12.2"',
    ],
    [
      "no room",
      { ...funnelTasks, scratchGib: 0 },
      "scratchGib must be a whole number from 1 to 10000, got 0",
    ],
    [
      "no login where there is data",
      { ...funnelTasks, login: { by: "none", sourceRanges: ["192.0.2.0/24"] } },
      'login.by must not be "none" at tier 2: whoever reaches the service runs programs beside the data; only tier 0 may',
    ],
    [
      "no login for anybody",
      {
        ...funnelTasks,
        project: { ...funnelTasks.project, tier: 0 },
        login: { by: "none", sourceRanges: ["0.0.0.0/0"] },
      },
      'login.sourceRanges[0] must not be wider than /8, which stands for anybody, got "0.0.0.0/0"',
    ],
    [
      "no login and no ranges",
      {
        ...funnelTasks,
        project: { ...funnelTasks.project, tier: 0 },
        login: { by: "none", sourceRanges: [] },
      },
      "login.sourceRanges must list at least one range",
    ],
    [
      "an entitlement",
      { ...funnelTasks, login: { by: "ls-aai", entitlement: "heart" } },
      'login.entitlement must be an entitlement: entitlement "heart" must begin with "urn:"; for example urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart#aai.lifescience-ri.eu',
    ],
    [
      "an entitlement of a group that has no team",
      {
        ...funnelTasks,
        login: { by: "ls-aai", entitlement: "urn:geant:lifescience-ri.eu:group:heart#aai.lifescience-ri.eu" },
      },
      'login.entitlement must name a group in a group, got "urn:geant:lifescience-ri.eu:group:heart#aai.lifescience-ri.eu"',
    ],
    [
      "an entitlement that nobody vouches for",
      { ...funnelTasks, login: { by: "ls-aai", entitlement: "urn:geant:lifescience-ri.eu:group:heart:a" } },
      'login.entitlement must end in its authority, "#…", got "urn:geant:lifescience-ri.eu:group:heart:a"',
    ],
    [
      "a store without TLS",
      { ...funnelTasks, store: { ...funnelTasks.store, url: "http://store.heart.example" } },
      'store.url must be an https address without a path, got "http://store.heart.example"',
    ],
    [
      "no buckets",
      { ...funnelTasks, store: { ...funnelTasks.store, buckets: [] } },
      "store.buckets must list at least one bucket",
    ],
    [
      "another project's bucket",
      withBucket({ bucket: "lung-scratch", access: "read" }),
      'store.buckets[0].bucket must be a bucket of the project, "heart-…", got "lung-scratch"',
    ],
    [
      "writing into the input",
      withBucket({ bucket: "heart-input", access: "write" }),
      'store.buckets[0].access must be "read" but for buckets of scratch and egress-request, got "write" for "heart-input"',
    ],
    [
      "TES-K where pods must be restricted",
      { ...teskTasks, project: { ...teskTasks.project, tier: 2 } },
      'server.by must not be "tesk" at tier 2: pods of its tasks set no security context, which the Pod Security Standard "restricted" refuses; use server.by "funnel"',
    ],
    [
      "TES-K with a private authority",
      { ...teskTasks, store: { ...teskTasks.store, certificateAuthority: "PEM" } },
      'server.by must not be "tesk" with a private certificate authority, which its Java and Python do not learn of; use server.by "funnel"',
    ],
    [
      "a taskmaster that takes each job for failed",
      { ...teskTasks, server: { ...tesk, taskmaster: pinned("tesk-core-taskmaster:v0.10.4") } },
      `server.taskmaster must be built from tesk-core a50995a or later on Kubernetes 1.36.0: up to v0.10.4 it takes each job of Kubernetes 1.31 or later for failed; build that and give it by its digest, or use server.by "funnel", got "${pinned("tesk-core-taskmaster:v0.10.4")}"`,
    ],
    [
      "a taskmaster without a tag",
      { ...teskTasks, server: { ...tesk, taskmaster: pinned("tesk-core-taskmaster") } },
      `server.taskmaster must have a tag before its digest, got "${pinned("tesk-core-taskmaster")}"`,
    ],
    [
      "a filer that knows Amazon's store only",
      { ...teskTasks, server: { ...tesk, filer: pinned("tesk-core-filer:v0.10.3") } },
      `server.filer must be v0.10.2 or one of your own: v0.10.3 and v0.10.4 reach no store but Amazon's, got "${pinned("tesk-core-filer:v0.10.3")}"`,
    ],
    [
      "an API's image by its tag",
      { ...teskTasks, server: { ...tesk, api: "docker.io/elixircloud/tesk-api:1.1.0" } },
      'server.api must be an image with registry and digest, registry/name[:tag]@sha256:…, got "docker.io/elixircloud/tesk-api:1.1.0"',
    ],
    [
      "two pairs of keys for TES-K",
      { ...teskTasks, store: funnelTasks.store },
      'store.buckets must be one, because the filer of TES-K knows one pair of keys, got 2; or use server.by "funnel"',
    ],
  ];
  for (const [what, args, problem] of wrong)
    it(`refuses ${what}`, async () => {
      await assert.rejects(build(args), { message: `task service "heart-tasks": ${problem}` });
    });

  it("takes a released taskmaster where Kubernetes is old enough", async () => {
    const server = { ...tesk, taskmaster: pinned("tesk-core-taskmaster:v0.10.2") };
    assert.equal((await build({ ...teskTasks, kubernetesVersion: "1.30.6", server })).length, 15);
  });
});

function withBucket(bucket: { bucket: string; access: "read" | "write" }): TaskServiceArgs {
  return {
    ...funnelTasks,
    store: { ...funnelTasks.store, buckets: [{ ...bucket, accessKey: "key", secretKey: "secret" }] },
  };
}
