import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, fetch } from "undici";
import { sandboxFolder } from "../../sandbox/folder";
import { ensureKubernetes, removeKubernetes, stopKubernetes } from "../../sandbox/kubernetes";
import { kubernetesAddresses } from "../../sandbox/kubernetes/addresses";
import { readNumber } from "../../sandbox/openstack/number";
import { type OidcIssuer, startOidcIssuer } from "../support/oidc-issuer";
import { processes } from "../support/process-list";
import {
  kubernetesTimeout,
  type Said,
  type TestKubernetes,
  testKubernetes,
} from "../support/test-kubernetes";
import { stateDir } from "../support/test-sandbox";

const namespace = "bench";
const other = "elsewhere";

/** The real Kubernetes of the sandbox with pods that really run; each refusal stands beside what is allowed. */
describe("the sandbox's Kubernetes", function () {
  this.timeout(3 * 60_000);
  let test: TestKubernetes;
  let image: string;
  const folder = sandboxFolder(stateDir);

  /** kubectl, which must succeed. */
  const kubectl = async (...args: string[]): Promise<string> => {
    const said = await test.kubectl(args);
    assert.equal(said.status, 0, `kubectl ${args.join(" ")}: ${said.error}`);
    return said.output;
  };
  const apply = async (...objects: object[]): Promise<Said> => {
    const list = { apiVersion: "v1", kind: "List", items: objects };
    return test.kubectl(["apply", "-f", "-"], JSON.stringify(list));
  };
  const applied = async (...objects: object[]): Promise<void> => {
    const { status, error } = await apply(...objects);
    assert.equal(status, 0, error);
  };
  const pod = (name: string, command: string[], more: object = {}, space = namespace) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: space, labels: { app: name } },
    spec: {
      terminationGracePeriodSeconds: 1,
      containers: [{ name: "main", image, command, imagePullPolicy: "IfNotPresent", ...more }],
    },
  });
  const space = (name: string, labels: Record<string, string> = {}) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels },
  });
  const inPod = (name: string, command: string[], from = namespace) =>
    test.kubectl(["--namespace", from, "exec", name, "--", ...command]);

  /** What a pod hears; asked again for a while, since rules and names spread in a moment. */
  async function hears(name: string, command: string[], expected: RegExp, from = namespace): Promise<void> {
    let said: Said = { status: -1, output: "", error: "" };
    for (let left = 40; left > 0; left--) {
      said = await inPod(name, command, from);
      if (expected.test(said.output + said.error)) return;
      await wait(250);
    }
    assert.match(said.output + said.error, expected);
  }

  before(async function () {
    this.timeout(kubernetesTimeout);
    test = await testKubernetes(this);
    image = test.kubernetes.images.toolbox ?? "";
    await applied(space(namespace), space(other, { team: "other" }));
    const serving = ["toolbox", "serve", "8080", "8081"];
    await applied(
      pod("web", serving),
      pod("caller", ["sleep", "86400"]),
      pod("caller", ["sleep", "86400"], {}, other),
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "web", namespace },
        spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }] },
      },
    );
    for (const at of [namespace, other])
      await kubectl("--namespace", at, "wait", "pod", "--all", "--for=condition=Ready", "--timeout=60s");
  });

  it("has one node, which is ready", async () => {
    const nodes = JSON.parse(await kubectl("get", "nodes", "-o", "json")).items;
    assert.deepEqual(
      nodes.map((node: NodeOfApi) => [
        node.metadata.name,
        node.status.nodeInfo.kubeletVersion,
        node.status.conditions.find(({ type }) => type === "Ready")?.status,
      ]),
      [[addresses().node, "v1.36.0", "True"]],
    );
  });

  describe("runs pods", () => {
    it("of an image that is named by its digest and was never pulled", async () => {
      assert.match(image, /^localhost\/toolbox@sha256:[0-9a-f]{64}$/);
      await applied(pod("absent", ["true"], { image: `localhost/absent@sha256:${"0".repeat(64)}` }));
      const path = "-o=jsonpath={.status.containerStatuses[0].state.waiting.reason}";
      let reason = "";
      for (let left = 40; !/Pull/.test(reason) && left > 0; left--) {
        await wait(250);
        reason = await kubectl("--namespace", namespace, "get", "pod", "absent", path);
      }
      assert.match(reason, /^(ErrImagePull|ImagePullBackOff)$/);
      await kubectl("--namespace", namespace, "delete", "pod", "absent");
    });

    it("whose logs, input, output and exit codes come through", async () => {
      await applied(pod("speaker", ["sh", "-c", "echo spoken; sleep 86400"]));
      await kubectl("--namespace", namespace, "wait", "pod/speaker", "--for=condition=Ready");
      assert.equal(await kubectl("--namespace", namespace, "logs", "speaker"), "spoken");
      const exec = ["--namespace", namespace, "exec", "--stdin", "speaker", "--"];
      assert.equal((await test.kubectl([...exec, "sha256sum"], "")).output.slice(0, 8), "e3b0c442");
      assert.equal((await test.kubectl([...exec, "tr", "a-z", "A-Z"], "loud")).output, "LOUD");
      assert.equal((await test.kubectl([...exec, "sh", "-c", "exit 3"])).status, 3);
    });

    it("that are ended when they take more memory than they may", async () => {
      const limits = { resources: { limits: { memory: "32Mi" } } };
      const greedy = pod("greedy", ["tail", "/dev/zero"], limits);
      await applied({ ...greedy, spec: { ...greedy.spec, restartPolicy: "Never" } });
      await kubectl("--namespace", namespace, "wait", "pod/greedy", "--for=jsonpath={.status.phase}=Failed");
      const path = "-o=jsonpath={.status.containerStatuses[0].state.terminated.reason}";
      assert.equal(await kubectl("--namespace", namespace, "get", "pod", "greedy", path), "OOMKilled");
    });
  });

  describe("connects pods", () => {
    it("by names, and knows no others", async () => {
      await hears("caller", ["toolbox", "name", `web.${namespace}.svc.cluster.local`], /^\[10\.240\./);
      await hears("caller", ["toolbox", "name", `gone.${namespace}.svc.cluster.local`], /no such host/);
    });

    it("by a service's address", () =>
      hears("caller", ["toolbox", "get", "http://web"], /^web 172\.25\.0\./));

    it("as network policies say, on the way in", async () => {
      const get = ["toolbox", "tcp", `web.${namespace}:80`];
      await hears("caller", get, /open/, other);
      await applied(
        policy("web-in", "web", {
          ingress: [{ from: [{ podSelector: { matchLabels: { app: "caller" } } }] }],
        }),
      );
      await hears("caller", get, /timeout/, other);
      await hears("caller", get, /open/);
      await kubectl("--namespace", namespace, "delete", "networkpolicy", "web-in");
      await hears("caller", get, /open/, other);
    });

    it("as network policies say, on the way out", async () => {
      const dns = { to: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: "UDP" }] };
      const web = { to: [{ podSelector: { matchLabels: { app: "web" } } }], ports: [{ port: 8080 }] };
      const tcp = (port: number) => ["toolbox", "tcp", `${addressOf}:${port}`];
      const addressOf = await kubectl(
        "--namespace",
        namespace,
        "get",
        "pod",
        "web",
        "-o=jsonpath={.status.podIP}",
      );
      await hears("caller", tcp(8081), /open/);
      await applied(policy("caller-out", "caller", { egress: [dns, web] }));
      await hears("caller", tcp(8081), /timeout/);
      await hears("caller", tcp(8080), /open/);
      await hears("caller", ["toolbox", "tcp", "kubernetes.default:443"], /timeout/);
      await kubectl("--namespace", namespace, "delete", "networkpolicy", "caller-out");
      await hears("caller", ["toolbox", "tcp", "kubernetes.default:443"], /open/);
    });

    it("as network policies say, by blocks of addresses, namespaces and names of ports", async () => {
      const site = ["toolbox", "tcp", `${test.cloud.siteAddress}:443`];
      const block = (except: string[]) => ({ to: [{ ipBlock: { cidr: "198.18.0.0/15", except } }] });
      await applied(policy("caller-out", "caller", { egress: [block([`${test.cloud.siteAddress}/32`])] }));
      await hears("caller", site, /timeout/);
      await applied(policy("caller-out", "caller", { egress: [block([])] }));
      await hears("caller", site, /open/);
      await kubectl("--namespace", namespace, "delete", "networkpolicy", "caller-out");

      const named = pod("named", ["toolbox", "serve", "8080", "8081"], {
        ports: [{ name: "http", containerPort: 8080 }],
      });
      await applied(named);
      await kubectl("--namespace", namespace, "wait", "pod/named", "--for=condition=Ready");
      const address = await kubectl(
        "--namespace",
        namespace,
        "get",
        "pod",
        "named",
        "-o=jsonpath={.status.podIP}",
      );
      const from = [{ namespaceSelector: { matchLabels: { team: "other" } } }];
      await applied(policy("named-in", "named", { ingress: [{ from, ports: [{ port: "http" }] }] }));
      await hears("caller", ["toolbox", "tcp", `${address}:8080`], /timeout/);
      await hears("caller", ["toolbox", "tcp", `${address}:8080`], /open/, other);
      await hears("caller", ["toolbox", "tcp", `${address}:8081`], /timeout/, other);
    });
  });

  describe("admits", () => {
    it("to a restricted namespace only pods without privileges", async () => {
      const enforce = "pod-security.kubernetes.io/enforce";
      await applied(space("strict", { [enforce]: "restricted" }));
      const modest = {
        securityContext: {
          runAsUser: 1000,
          runAsNonRoot: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          seccompProfile: { type: "RuntimeDefault" },
        },
      };
      await applied(pod("modest", ["sleep", "1"], modest, "strict"));
      const { status, error } = await apply(pod("plain", ["sleep", "1"], {}, "strict"));
      assert.deepEqual([status, /violates PodSecurity "restricted:latest"/.test(error)], [1, true]);
      await applied(pod("plain", ["sleep", "1"]));
    });

    it("what admission policies let through, where they are bound", async () => {
      await applied(...imagePolicy(image));
      const foreign = { image: "docker.io/library/alpine:3" };
      const attempt = () => apply(pod("foreign", ["true"], foreign, other));
      let said = await attempt();
      for (let left = 40; said.status === 0 && left > 0; left--) {
        await kubectl("--namespace", other, "delete", "pod", "foreign");
        await wait(250);
        said = await attempt();
      }
      assert.match(said.error, /only images of this machine/);
      await applied(pod("own", ["true"], {}, other));
      await applied(pod("foreign", ["true"], foreign));
      await kubectl("delete", "validatingadmissionpolicy,validatingadmissionpolicybinding", "images");
    });
  });

  describe("keeps this machine from pods", () => {
    let server: Server;
    const { host } = { host: () => addresses().host.address };

    before(async () => {
      server = createServer((socket) => socket.end());
      await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
    });
    after(() => server.close());

    it("and lets them reach the cloud's site", async () => {
      const { port } = server.address() as { port: number };
      const { cloud } = test;
      await hears("caller", ["toolbox", "tcp", `${cloud.siteAddress}:443`], /open/);
      for (const address of [host(), cloud.hostAddress]) {
        assert.equal(await connects(address, port), true);
        assert.match(
          (await inPod("caller", ["toolbox", "tcp", `${address}:${port}`])).error,
          /refused|timeout/,
        );
      }
    });

    it("and its disks, also from privileged ones", async () => {
      await applied(pod("mighty", ["sleep", "86400"], { securityContext: { privileged: true } }));
      await kubectl("--namespace", namespace, "wait", "pod/mighty", "--for=condition=Ready");
      const mount = "mkdir /d && mount -t devtmpfs none /d";
      assert.deepEqual(await inPod("mighty", ["sh", "-c", mount]), { status: 0, output: "", error: "" });
      assert.equal((await inPod("mighty", ["toolbox", "open", "/d/null"])).output, "open");
      const [disk] = readdirSync("/sys/block");
      const refused = await inPod("mighty", ["toolbox", "open", `/d/${disk}`]);
      assert.match(refused.error, /operation not permitted/);
      assert.equal((await inPod("mighty", ["mknod", "/tmp/n", "c", "1", "3"])).status, 0);
      assert.match(
        (await inPod("mighty", ["mknod", "/tmp/b", "b", "7", "0"])).error,
        /Operation not permitted/,
      );
    });

    it("and its files, also from those that mount the node's", async () => {
      const mounted = pod("curious", ["sleep", "86400"], {
        volumeMounts: [{ name: "node", mountPath: "/node" }],
      });
      const volumes = [{ name: "node", hostPath: { path: "/" } }];
      await applied({ ...mounted, spec: { ...mounted.spec, volumes } });
      await kubectl("--namespace", namespace, "wait", "pod/curious", "--for=condition=Ready");
      const seen = (await inPod("curious", ["ls", "/node", "/node/etc"])).output.split(/\s+/);
      assert.deepEqual(
        ["usr", "kubernetes", "root", "home", "shadow", "work"].filter((name) => seen.includes(name)),
        ["usr", "kubernetes"],
      );
    });

    it("and its kernel's settings as they were", async () => {
      const kubelet = await test.kubernetes.enter(["/usr/bin/cat", "/proc/sys/kernel/panic"]);
      assert.equal(kubelet.trim(), "10");
      assert.equal(readFileSync("/proc/sys/kernel/panic", "utf8").trim(), panicBefore);
    });
  });

  describe("guards its API", () => {
    let agent: Agent;
    const ask = async (path: string, token?: string): Promise<number> => {
      const response = await fetch(`${test.kubernetes.apiUrl}${path}`, {
        dispatcher: agent,
        ...(token ? { headers: { Authorization: `Bearer ${token}` } } : {}),
      });
      await response.text();
      return response.status;
    };

    before(() => {
      agent = new Agent({ connect: { ca: test.kubernetes.certificateAuthority } });
    });
    after(() => agent.close());

    it("from callers without a name, who only hear that it is well", async () => {
      const paths = ["/readyz", "/api", "/version", "/metrics", "/api/v1/namespaces"];
      assert.deepEqual(await Promise.all(paths.map((path) => ask(path))), [200, 401, 401, 401, 401]);
    });

    it("and encrypts secrets in its database, as it does not other objects", async () => {
      const marks = { secret: "mark-of-a-secret-9f31", other: "mark-of-a-map-4c77" };
      await applied(
        {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name: "kept", namespace },
          stringData: { value: marks.secret },
        },
        {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "shown", namespace },
          data: { value: marks.other },
        },
      );
      const database = join(folder.kubernetes, "data", "etcd", "member", "wal");
      const log = Buffer.concat(readdirSync(database).map((name) => readFileSync(join(database, name))));
      assert.deepEqual(
        [marks.secret, marks.other, "k8s:enc:secretbox:v1:sandbox"].map((text) => log.includes(text)),
        [false, true, true],
      );
      const audit = readFileSync(join(folder.kubernetes, "data", "audit", "audit.log"), "utf8");
      const entries = audit
        .split("\n")
        .filter((line) => line.includes('"resource":"secrets"') && line.includes('"kept"'));
      assert.equal(JSON.parse(entries[0] ?? "{}").user.username, "spe-sandbox");
      assert.equal(audit.includes(marks.secret), false);
    });

    it("for the people of an issuer from when it is trusted, with the rights of their groups", async () => {
      const tls = {
        cert: readFileSync(folder.tls.certificate, "utf8"),
        key: readFileSync(folder.tls.key, "utf8"),
      };
      const issuer: OidcIssuer = await startOidcIssuer(tls);
      try {
        const researcher = await issuer.token({ sub: "rita", aud: "kube", groups: ["/heart/researchers"] });
        const stranger = await issuer.token({ sub: "sten", aud: "other", groups: ["/heart/researchers"] });
        const path = `/api/v1/namespaces/${namespace}/pods`;
        assert.equal(await ask(path, researcher), 401);
        const login = {
          issuer: issuer.issuer,
          clientId: "kube",
          prefix: "oidc:heart:",
          certificateAuthority: test.ca,
        };
        await test.kubernetes.trust(login);
        assert.deepEqual([await ask(path, researcher), await ask(path, stranger)], [403, 401]);
        await kubectl(
          ...["--namespace", namespace, "create", "rolebinding", "researchers"],
          ...["--clusterrole=view", "--group=oidc:heart:/heart/researchers"],
        );
        for (let left = 20; (await ask(path, researcher)) !== 200 && left > 0; left--) await wait(100);
        assert.deepEqual([await ask(path, researcher), await ask(path, stranger)], [200, 401]);
        assert.equal(await ask(`/api/v1/namespaces/${other}/pods`, researcher), 403);
      } finally {
        await issuer.close();
      }
    });
  });

  describe("when it ends", () => {
    it("goes on after it was stopped and started, and leaves nothing when it is removed", async () => {
      await applied(pod("lasting", ["sh", "-c", "echo again; sleep 86400"]));
      await kubectl("--namespace", namespace, "wait", "pod/lasting", "--for=condition=Ready");
      assert.deepEqual(
        traces().map((found) => found.length > 0),
        [true, true, true, true],
      );

      assert.equal(await stopKubernetes(folder), true);
      assert.deepEqual(traces(), [[], [], [], []]);
      assert.equal(await stopKubernetes(folder), false);

      await ensureKubernetes(folder);
      await hears("lasting", ["hostname"], /^lasting$/);
      await hears("caller", ["toolbox", "get", "http://web"], /^web /);

      await removeKubernetes(folder);
      assert.deepEqual(traces(), [[], [], [], []]);
      assert.equal(readdirSync(stateDir).includes("kubernetes"), false);
      await ensureKubernetes(folder); // for the specs that come after
      assert.match(await kubectl("get", "namespaces", "-o", "name"), /^(?![\s\S]*bench)/);
    });
  });
});

const panicBefore = readFileSync("/proc/sys/kernel/panic", "utf8").trim();

const addresses = () => kubernetesAddresses(readNumber(sandboxFolder(stateDir).cloud) ?? Number.NaN);

interface NodeOfApi {
  metadata: { name: string };
  status: { nodeInfo: { kubeletVersion: string }; conditions: { type: string; status: string }[] };
}

const policy = (name: string, app: string, rules: { ingress?: object[]; egress?: object[] }) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name, namespace },
  spec: {
    podSelector: { matchLabels: { app } },
    policyTypes: [rules.ingress ? "Ingress" : "Egress"],
    ...rules,
  },
});

/** In namespaces of the other team only images of this machine. */
function imagePolicy(image: string): object[] {
  const admission = { apiVersion: "admissionregistration.k8s.io/v1", metadata: { name: "images" } };
  return [
    {
      ...admission,
      kind: "ValidatingAdmissionPolicy",
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          resourceRules: [
            { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
          ],
        },
        validations: [
          {
            expression: `object.spec.containers.all(it, it.image == "${image}")`,
            message: "only images of this machine",
          },
        ],
      },
    },
    {
      ...admission,
      kind: "ValidatingAdmissionPolicyBinding",
      spec: {
        policyName: "images",
        validationActions: ["Deny"],
        matchResources: { namespaceSelector: { matchLabels: { team: "other" } } },
      },
    },
  ];
}

/** What a node leaves on this machine: namespaces, links, processes, control groups. */
function traces(): string[][] {
  const { namespace: network, host } = addresses();
  const lines = (text: string, word: string) => text.split("\n").filter((line) => line.includes(word));
  const groups = readdirSync("/sys/fs/cgroup", { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return [
    lines(execFileSync("ip", ["netns", "list"], { encoding: "utf8" }), network),
    lines(execFileSync("ip", ["-o", "link"], { encoding: "utf8" }), `${host.interface}@`),
    processes("cmdline").filter((line) => line.includes(`/sys/fs/cgroup/memory/${network}`)),
    groups.map(({ name }) => name).filter((name) => readdirSync(`/sys/fs/cgroup/${name}`).includes(network)),
  ];
}

/** Whether this machine itself reaches a port. */
async function connects(address: string, port: number): Promise<boolean> {
  const { connect } = await import("node:net");
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 1_000 });
    socket.on("connect", () => resolve(true) ?? socket.destroy());
    socket.on("error", () => resolve(false)).on("timeout", () => resolve(false));
  });
}
