import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Agent, fetch } from "undici";
import { type PeopleRole, type ProjectFacts, peopleRoles } from "../../components/five-safes";
import { ExistingCluster } from "../../components/kubernetes/existing-cluster";
import {
  provider as abilities,
  type ClusterInputs,
} from "../../components/kubernetes/existing-cluster-provider";
import { askNames, denyAll, type FlowLine, policyOf } from "../../components/kubernetes/network-lines";
import { ProjectNamespace } from "../../components/kubernetes/project-namespace";
import { ensureEngine } from "../../sandbox/engine";
import { InlineStack } from "../support/inline-stack";
import { tokensOf } from "../support/store-session";
import {
  kubernetesTimeout,
  type Said,
  type TestKubernetes,
  testKubernetes,
} from "../support/test-kubernetes";
import { logIn, stateDir, testEnvironment } from "../support/test-sandbox";

const heart: ProjectFacts = {
  id: "heart",
  tier: 2,
  expires: "2099-06-30",
  permit: "EHDS-2026-0042",
  manager: "mona@example.org",
};
const lung: ProjectFacts = { ...heart, id: "lung", tier: 1, permit: "EHDS-2026-0077" };
const spaces = { heart: "heart-tasks", lung: "lung-tasks", edge: "heart-edge" } as const;

/** The ways of a namespace: callers reach the web at one port, workers the site; the edge's proxy reaches the web. */
const flowsOf = (site: string): FlowLine[] => [
  {
    name: "caller-to-web-out",
    pods: { app: "caller" },
    direction: "out",
    peer: { pods: { app: "web" } },
    ports: [8080],
    why: "questions",
  },
  {
    name: "caller-to-web-in",
    pods: { app: "web" },
    direction: "in",
    peer: { pods: { app: "caller" } },
    ports: [8080],
    why: "questions",
  },
  {
    name: "worker-to-site",
    pods: { app: "worker" },
    direction: "out",
    peer: { cidr: `${site}/32` },
    ports: [443],
    why: "files",
  },
  {
    name: "edge-to-web",
    pods: { app: "web" },
    direction: "in",
    peer: { namespace: spaces.edge, pods: { app: "proxy" } },
    ports: [8080],
    why: "people's requests",
  },
];

/**
 * Two environments' namespaces on a given cluster, by the real plugin on the real API server, with pods that really run, and with
 * tokens that people of the real realm got by their login. The network policies are enforced by the sandbox's own controller.
 */
describe("projects' namespaces on a given cluster", function () {
  this.timeout(3 * 60_000);
  const directory = join(stateDir, "kubernetes-namespace");
  let workingDirectory: string;
  let test: TestKubernetes;
  let image: string;
  let stack: InlineStack;
  let agent: Agent;
  let tokens: Record<PeopleRole, string>;

  const kubectl = async (...args: string[]): Promise<string> => {
    const { status, output, error } = await test.kubectl(args);
    assert.equal(status, 0, `kubectl ${args.join(" ")}: ${error}`);
    return output;
  };
  const apply = async (...items: object[]): Promise<void> => {
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    const { status, error } = await test.kubectl(["apply", "-f", "-"], list);
    assert.equal(status, 0, error);
  };
  const kubeconfig = (): string => readFileSync(test.kubernetes.kubeconfigFile, "utf8");

  const program = async () => {
    const cluster = new ExistingCluster("cluster", {
      project: heart,
      kubeconfig: pulumi.secret(kubeconfig()),
      kubernetesVersion: "1.36.0",
      networkPoliciesEnforced: true,
    });
    const provider = new kubernetes.Provider("kubernetes", { kubeconfig: cluster.kubeconfig });
    const namespaceOf = (project: ProjectFacts) =>
      new ProjectNamespace(
        project.id,
        {
          project,
          kubernetesVersion: "1.36.0",
          quota: { cpu: 8, memoryGib: 8, pods: 4 },
          flows: flowsOf(test.cloud.siteAddress),
        },
        { providers: [provider] },
      ).namespaceName;
    const { apiEndpoint, version, network } = cluster;
    return { apiEndpoint, version, network, heart: namespaceOf(heart), lung: namespaceOf(lung) };
  };

  /** A pod as the strictest standard has it. */
  const pod = (namespace: string, app: string, more: object = {}) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: app, namespace, labels: { app } },
    spec: {
      terminationGracePeriodSeconds: 1,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "main",
          image,
          imagePullPolicy: "IfNotPresent",
          command: ["toolbox", "serve", "8080", "8081"],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        },
      ],
      ...more,
    },
  });
  const inPod = (namespace: string, name: string, ...command: string[]): Promise<Said> =>
    test.kubectl(["--namespace", namespace, "exec", name, "--", ...command]);
  const addressOf = (namespace: string, name: string) =>
    kubectl("--namespace", namespace, "get", "pod", name, "-o=jsonpath={.status.podIP}");

  /** What a pod hears of a port; asked again for a while, since rules spread in a moment. */
  async function hears(namespace: string, name: string, target: string, expected: RegExp): Promise<void> {
    let heard = "";
    for (let left = 40; left > 0; left--) {
      const { output, error } = await inPod(namespace, name, "toolbox", "tcp", target);
      heard = output + error;
      if (expected.test(heard)) return;
      await wait(250);
    }
    assert.match(heard, expected, `${namespace}/${name} to ${target}`);
  }

  before(async function () {
    this.timeout(kubernetesTimeout);
    test = await testKubernetes(this);
    const environment = await testEnvironment();
    image = test.kubernetes.images.toolbox ?? "";
    agent = new Agent({ connect: { ca: test.kubernetes.certificateAuthority } });
    const people = { researcher: "alice", checker: "carol", manager: "mona" };
    const logins = await Promise.all(
      peopleRoles.map(async (role) => [role, tokensOf(await logIn(environment, people[role]))] as const),
    );
    tokens = Object.fromEntries(
      logins.map(([role, { accessToken }]) => [role, accessToken]),
    ) as typeof tokens;
    const audience = String([logins[0]?.[1].access.aud].flat()[0]);
    const { issuer } = environment.client;
    await test.kubernetes.trust({
      issuer,
      clientId: audience,
      prefix: "oidc:heart:",
      certificateAuthority: environment.ca,
    });
    mkdirSync(directory, { recursive: true });
    workingDirectory = process.cwd();
    // dynamic resources are made by a process that works where this one does
    process.chdir(directory);
    stack = await InlineStack.create(await ensureEngine(["kubernetes"]), directory);
  });

  after(async () => {
    await test?.kubectl(["delete", "namespace", spaces.edge, "--wait=false", "--ignore-not-found"]);
    await agent?.close();
    await stack?.destroy();
    if (workingDirectory !== undefined) process.chdir(workingDirectory);
  });

  describe("a given cluster", () => {
    const check = async (changes: Partial<ClusterInputs>): Promise<string[]> => {
      const needs: ClusterInputs = {
        kubeconfig: kubeconfig(),
        project: "heart",
        namespace: spaces.heart,
        kubernetesVersion: "1.36.0",
        storageClasses: [],
        networkPoliciesEnforced: true,
      };
      const { failures = [] } = (await abilities.check?.(needs, { ...needs, ...changes })) ?? {};
      return failures.map(({ reason }) => reason);
    };
    /** A kubeconfig with the token of somebody else. */
    const withToken = (token: string): string =>
      JSON.stringify({ ...JSON.parse(kubeconfig()), users: [{ name: userName(), user: { token } }] });
    const userName = (): string => JSON.parse(kubeconfig()).users[0].name;

    it("can carry an environment, and is told what it lacks for another", async () => {
      assert.deepEqual(await check({}), []);
      const [told = ""] = await check({ networkPoliciesEnforced: false, storageClasses: ["no-such-class"] });
      assert.match(
        told,
        /^cluster at https:\S+ cannot carry the environment:\n {2}- nothing says that network/,
      );
      assert.match(told, /\n {2}- it has no storage class "no-such-class"/);
      assert.match(
        (await check({ kubernetesVersion: "1.35.0" })).join(),
        /- it is Kubernetes 1\.36\.\d+, not some 1\.35: /,
      );
    });

    it("is refused with the kubeconfig of an account without rights, and of one that is gone", async () => {
      await kubectl("create", "serviceaccount", "weak");
      const weak = withToken(await kubectl("create", "token", "weak"));
      const [told = "", ...others] = await check({ kubeconfig: weak });
      assert.deepEqual(others, []);
      assert.match(told, /the kubeconfig may not get, create, patch, delete namespaces; /);
      assert.equal(told.split("\n").length, 2, told);
      await kubectl("delete", "serviceaccount", "weak");
      for (let left = 40; left > 0 && !/401/.test((await check({ kubeconfig: weak })).join()); left--)
        await wait(500);
      assert.match(
        (await check({ kubeconfig: weak })).join(),
        /does not know the kubeconfig's credential \(401\)/,
      );
    });

    it("is refused where its namespace is somebody else's", async () => {
      const [told = ""] = await check({ namespace: "kube-system" });
      assert.match(told, /its namespace "kube-system" is not the project's/);
    });
  });

  describe("when they come", () => {
    it("are made, with nothing to change a second time and after a refresh; the kubeconfig stays secret", async () => {
      const { changes, outputs } = await stack.up(program);
      // stack, cluster, its abilities, provider; of each project: component, namespace, 6 policies, 2 bounds, account, 6 rights
      assert.deepEqual(changes, { create: 38 });
      assert.deepEqual(Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value])), {
        apiEndpoint: test.kubernetes.apiUrl,
        version: "1.36.0",
        network: "",
        heart: spaces.heart,
        lung: spaces.lung,
      });
      assert.deepEqual((await stack.preview(program)).changes, { same: 38 });
      await stack.refresh();
      assert.deepEqual((await stack.up(program)).changes, { same: 38 });
      const key = JSON.parse(kubeconfig()).users[0].user["client-key-data"] as string;
      assert.equal(stack.stateFile().includes(key), false);
    });

    it("run pods within their bounds", async () => {
      await apply(
        { apiVersion: "v1", kind: "Namespace", metadata: { name: spaces.edge } },
        ...["web", "caller", "worker"].map((app) => pod(spaces.heart, app)),
        ...["web", "caller"].map((app) => pod(spaces.lung, app)),
        ...["proxy", "stranger"].map((app) => pod(spaces.edge, app)),
      );
      for (const space of Object.values(spaces))
        await kubectl(
          "--namespace",
          space,
          "wait",
          "pods",
          "--all",
          "--for=condition=Ready",
          "--timeout=90s",
        );
    });
  });

  describe("rights", () => {
    const inHeart = `/api/v1/namespaces/${spaces.heart}`;
    const group = (name: string) => `/apis/${name}/namespaces/${spaces.heart}`;
    const named = (kind: string, apiVersion: string) => ({ apiVersion, kind, metadata: { name: "new" } });
    /** Asked for in earnest, changes as dry runs. */
    const ask = async (token: string | undefined, method: string, path: string, body?: object) => {
      const isChange = method !== "GET" && !path.includes("/exec");
      const response = await fetch(`${test.kubernetes.apiUrl}${path}${isChange ? "?dryRun=All" : ""}`, {
        method,
        dispatcher: agent,
        headers: {
          "Content-Type": "application/json",
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      await response.text();
      return response.status;
    };

    const everybody: PeopleRole[] = [...peopleRoles];
    const workers: PeopleRole[] = ["researcher", "manager"];
    const nobody: PeopleRole[] = [];
    const table: [what: string, method: string, path: string, body: object | undefined, may: PeopleRole[]][] =
      [
        ["list pods", "GET", `${inHeart}/pods`, undefined, workers],
        ["list jobs", "GET", `${group("batch/v1")}/jobs`, undefined, workers],
        ["list events", "GET", `${inHeart}/events`, undefined, workers],
        ["read a log", "GET", `${inHeart}/pods/web/log`, undefined, ["manager"]],
        ["end a pod", "DELETE", `${inHeart}/pods/web`, undefined, ["manager"]],
        ["make a pod", "POST", `${inHeart}/pods`, named("Pod", "v1"), nobody],
        ["make a job", "POST", `${group("batch/v1")}/jobs`, named("Job", "batch/v1"), nobody],
        ["run a command in a pod", "POST", `${inHeart}/pods/web/exec?command=id&stdout=1`, undefined, nobody],
        ["list secrets", "GET", `${inHeart}/secrets`, undefined, nobody],
        ["make a secret", "POST", `${inHeart}/secrets`, named("Secret", "v1"), nobody],
        ["list configuration", "GET", `${inHeart}/configmaps`, undefined, nobody],
        ["take a token", "POST", `${inHeart}/serviceaccounts/default/token`, {}, nobody],
        ["see the quota", "GET", `${inHeart}/resourcequotas/quota`, undefined, everybody],
        ["see the limits", "GET", `${inHeart}/limitranges`, undefined, everybody],
        [
          "see the network policies",
          "GET",
          `${group("networking.k8s.io/v1")}/networkpolicies`,
          undefined,
          everybody,
        ],
        ["remove the quota", "DELETE", `${inHeart}/resourcequotas/quota`, undefined, nobody],
        [
          "remove a network policy",
          "DELETE",
          `${group("networking.k8s.io/v1")}/networkpolicies/deny-all`,
          undefined,
          nobody,
        ],
        [
          "give rights",
          "POST",
          `${group("rbac.authorization.k8s.io/v1")}/rolebindings`,
          {
            ...named("RoleBinding", "rbac.authorization.k8s.io/v1"),
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
          },
          nobody,
        ],
        ["list namespaces", "GET", "/api/v1/namespaces", undefined, nobody],
        ["list nodes", "GET", "/api/v1/nodes", undefined, nobody],
        ["list the other project's pods", "GET", `/api/v1/namespaces/${spaces.lung}/pods`, undefined, nobody],
        [
          "list the other project's secrets",
          "GET",
          `/api/v1/namespaces/${spaces.lung}/secrets`,
          undefined,
          nobody,
        ],
        [
          "see the other project's quota",
          "GET",
          `/api/v1/namespaces/${spaces.lung}/resourcequotas/quota`,
          undefined,
          nobody,
        ],
      ];
    for (const [what, method, path, body, may] of table) {
      it(`to ${what} have ${may.join(", ") || "none"} of the realm's roles, and nobody without a token`, async () => {
        for (const role of peopleRoles) {
          const status = await ask(tokens[role], method, path, body);
          assert.equal(status < 300, may.includes(role), `${role}: ${status}`);
          if (!may.includes(role)) assert.equal(status, 403, role);
        }
        assert.equal(await ask(undefined, method, path, body), 401);
      });
    }

    it("of the other project are those of its own groups (by impersonation)", async () => {
      const canList = async (namespace: string, group = "/lung/researcher") => {
        const somebody = [
          "--as=oidc:lung:lara",
          `--as-group=oidc:lung:${group}`,
          "--as-group=system:authenticated",
        ];
        return (await test.kubectl(["get", "pods", "--namespace", namespace, ...somebody])).status === 0;
      };
      assert.deepEqual([await canList(spaces.lung), await canList(spaces.heart)], [true, false]);
      // whoever runs that project's realm calls groups in it as he likes
      assert.equal(await canList(spaces.heart, "/heart/researcher"), false);
    });
  });

  describe("network policies", () => {
    it("are exactly the typed list", async () => {
      const said = await kubectl("--namespace", spaces.heart, "get", "networkpolicies", "-o=json");
      const { items } = JSON.parse(said) as { items: { metadata: { name: string }; spec: object }[] };
      const expected = flowsOf(test.cloud.siteAddress).map((line) => [line.name, policyOf(line)] as const);
      assert.deepEqual(
        Object.fromEntries(items.map(({ metadata, spec }) => [metadata.name, spec])),
        Object.fromEntries([["deny-all", denyAll], ["ask-names", askNames], ...expected]),
      );
    });

    type Way = [
      from: keyof typeof spaces,
      pod: string,
      to: [keyof typeof spaces, string] | "site",
      port: number,
    ];
    const ways: { open: Way; closed: Way[] }[] = [
      {
        open: ["heart", "caller", ["heart", "web"], 8080],
        closed: [
          ["heart", "caller", ["heart", "web"], 8081],
          ["heart", "worker", ["heart", "web"], 8080],
          ["heart", "web", ["heart", "caller"], 8080],
        ],
      },
      {
        open: ["heart", "worker", "site", 443],
        closed: [
          ["heart", "caller", "site", 443],
          ["heart", "web", "site", 443],
        ],
      },
      {
        open: ["edge", "proxy", ["heart", "web"], 8080],
        closed: [
          ["edge", "proxy", ["heart", "web"], 8081],
          ["edge", "proxy", ["heart", "caller"], 8080],
          ["edge", "stranger", ["heart", "web"], 8080],
        ],
      },
      // the same labels in both projects
      {
        open: ["lung", "caller", ["lung", "web"], 8080],
        closed: [
          ["lung", "caller", ["heart", "web"], 8080],
          ["heart", "caller", ["lung", "web"], 8080],
        ],
      },
    ];
    const target = async (to: Way[2], port: number) =>
      `${to === "site" ? test.cloud.siteAddress : await addressOf(spaces[to[0]], to[1])}:${port}`;
    const written = ([from, name, to, port]: Way) =>
      `${from}/${name} to ${to === "site" ? to : to.join("/")}:${port}`;
    for (const { open, closed } of ways) {
      it(`let ${written(open)}, and not ${closed.map(written).join(", ")}`, async () => {
        const [from, name, to, port] = open;
        await hears(spaces[from], name, await target(to, port), /open/);
        for (const [from, name, to, port] of closed)
          await hears(spaces[from], name, await target(to, port), /timeout/);
      });
    }

    it("let pods ask for names, and not reach the API server that they then know", async () => {
      await hears(spaces.heart, "caller", "kubernetes.default:443", /dial tcp [\d.]+:443: .*timeout/);
      await hears(spaces.edge, "proxy", "kubernetes.default:443", /open/);
    });
  });

  describe("bounds", () => {
    /** What the API server says to a pod that it would not take; nothing where it would. */
    const refusal = async (object: object): Promise<string> => {
      const said = await test.kubectl(["create", "--dry-run=server", "-f", "-"], JSON.stringify(object));
      return said.status === 0 ? "" : said.error;
    };
    const asRoot = { securityContext: { runAsUser: 0 } };

    it("hold pods to the standard of each project's tier", async () => {
      assert.equal(await refusal(pod(spaces.heart, "another")), "");
      assert.match(
        await refusal(pod(spaces.heart, "another", asRoot)),
        /violates PodSecurity "restricted:v1\.36"/,
      );
      assert.equal(await refusal(pod(spaces.lung, "another", asRoot)), "");
      assert.match(
        await refusal(pod(spaces.lung, "another", { hostNetwork: true })),
        /violates PodSecurity "baseline:v1\.36"/,
      );
    });

    it("are each project's own: one has used its pods up, the other has not", async () => {
      await apply(pod(spaces.heart, "last"));
      assert.match(await refusal(pod(spaces.heart, "over")), /exceeded quota: quota, requested: pods=1/);
      assert.equal(await refusal(pod(spaces.lung, "over")), "");
    });

    it("give pods that name no account no token for the API, as they have elsewhere", async () => {
      const folder = "/var/run/secrets/kubernetes.io/serviceaccount";
      assert.match((await inPod(spaces.edge, "proxy", "ls", folder)).output, /token/);
      assert.match((await inPod(spaces.heart, "web", "ls", folder)).error, /No such file/);
    });
  });

  describe("when they go", () => {
    it("leave nothing", async () => {
      await stack.destroy();
      const left = await kubectl("get", "namespaces", "-o=name");
      assert.doesNotMatch(left, /-tasks/);
      assert.match(left, new RegExp(spaces.edge));
    });
  });
});
