import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { type ClusterInputs, provider } from "../../../components/kubernetes/existing-cluster-provider";
import { ensureCertificates } from "../../../sandbox/certificates";
import { sandboxFolder } from "../../../sandbox/folder";

const token = "token-of-an-administrator-7a21";

/** What the stand-in says; the real API server is asked in test/integration. */
interface Said {
  version: string;
  groups: string[];
  policies: boolean;
  podSecurity: boolean;
  storageClasses: string[] | undefined;
  /** Project of the environment's namespace; undefined where there is none. */
  namespaceOf: string | undefined;
  mayNot: (verb: string, resource: string) => boolean;
}

const able: Said = {
  version: "v1.36.0",
  groups: ["apps", "cilium.io"],
  policies: true,
  podSecurity: true,
  storageClasses: ["encrypted", "fast"],
  namespaceOf: undefined,
  mayNot: () => false,
};

/** A stand-in for an API server, in this process. */
class StubCluster {
  said = able;
  readonly asked: string[] = [];
  private constructor(
    private readonly server: Server,
    readonly ca: string,
  ) {}

  static async start(): Promise<StubCluster> {
    const directory = mkdtempSync(join(tmpdir(), "spe-cluster-"));
    const { tls } = sandboxFolder(directory);
    await ensureCertificates(sandboxFolder(directory));
    const [cert, key, ca] = [tls.certificate, tls.key, tls.caCertificate].map((it) =>
      readFileSync(it, "utf8"),
    );
    rmSync(directory, { recursive: true });
    const server = createServer({ cert, key }, async (request, response) => {
      let text = "";
      for await (const chunk of request) text += chunk;
      const path = request.url ?? "";
      stub.asked.push(`${request.method} ${path}`);
      const isKnown = request.headers.authorization === `Bearer ${token}`;
      const [status, body] = isKnown ? stub.answer(path, text === "" ? {} : JSON.parse(text)) : [401, {}];
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const stub: StubCluster = new StubCluster(server, ca ?? "");
    return stub;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private answer(path: string, body: Review): [number, object] {
    const { version, groups, policies, podSecurity, storageClasses, namespaceOf, mayNot } = this.said;
    const named = (names: string[]) => names.map((name) => ({ name }));
    if (path === "/version") return [200, { gitVersion: version }];
    if (path === "/apis") return [200, { groups: named(groups) }];
    if (path === "/apis/admissionregistration.k8s.io/v1")
      return [200, { resources: named(policies ? ["validatingadmissionpolicies"] : []) }];
    if (path === "/api/v1/namespaces?dryRun=All") return [podSecurity ? 422 : 201, {}];
    if (path === "/apis/storage.k8s.io/v1/storageclasses")
      return storageClasses === undefined
        ? [403, {}]
        : [200, { items: storageClasses.map((name) => ({ metadata: { name } })) }];
    if (path === "/api/v1/namespaces/heart-tasks")
      return namespaceOf === undefined
        ? [404, {}]
        : [200, { metadata: { labels: { "spe.project": namespaceOf } } }];
    const { verb = "", resource = "" } = body.spec?.resourceAttributes ?? {};
    return [201, { status: { allowed: !mayNot(verb, resource) } }];
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

interface Review {
  spec?: { resourceAttributes?: { verb: string; resource: string } };
}

describe("what a given cluster can do", () => {
  let cluster: StubCluster;
  const kubeconfig = ({ server = cluster.url, with: given = token, ca = cluster.ca } = {}): string =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "it",
      contexts: [{ name: "it", context: { cluster: "it", user: "it" } }],
      clusters: [
        {
          name: "it",
          cluster: {
            server,
            ...(ca ? { "certificate-authority-data": Buffer.from(ca).toString("base64") } : {}),
          },
        },
      ],
      users: [{ name: "it", user: { token: given } }],
    });
  const inputs = (changes: Partial<ClusterInputs> = {}): ClusterInputs => ({
    kubeconfig: kubeconfig(),
    project: "heart",
    namespace: "heart-tasks",
    kubernetesVersion: "1.36.0",
    storageClasses: ["encrypted"],
    networkPoliciesEnforced: false,
    ...changes,
  });
  const check = async (changes?: Partial<ClusterInputs>) => {
    const { inputs: found, failures = [] } =
      (await provider.check?.({} as ClusterInputs, inputs(changes))) ?? {};
    return { found, problems: failures.map(({ reason }) => reason) };
  };

  before(async () => {
    cluster = await StubCluster.start();
  });
  beforeEach(() => {
    cluster.said = able;
    cluster.asked.length = 0;
  });
  after(() => cluster.stop());

  it("is found before anything is made", async () => {
    const { found, problems } = await check();
    assert.deepEqual(problems, []);
    assert.deepEqual(found, { ...inputs(), version: "1.36.0", network: "Cilium", apiEndpoint: cluster.url });
    const made = await provider.create(found as ClusterInputs);
    assert.deepEqual(made, { id: cluster.url, outs: found });
  });

  it("is asked for without a change to the cluster", async () => {
    await check();
    const changes = cluster.asked.filter(
      (it) => !it.startsWith("GET") && !it.includes("selfsubjectaccessreviews"),
    );
    assert.deepEqual(changes, ["POST /api/v1/namespaces?dryRun=All"]);
  });

  it("is a difference when it changes, and none when it does not", async () => {
    const { found } = await check();
    const outs = found as Parameters<NonNullable<typeof provider.diff>>[1];
    assert.deepEqual(await provider.diff?.("it", outs, found as ClusterInputs), { changes: false });
    cluster.said = { ...able, version: "v1.36.4+k3s1" };
    const { found: later } = await check();
    assert.equal((later as { version?: string }).version, "1.36.4");
    assert.deepEqual(await provider.diff?.("it", outs, later as ClusterInputs), { changes: true });
  });

  it("is not asked for while the kubeconfig is not known", async () => {
    assert.deepEqual((await check({ kubeconfig: runtime.unknownValue })).problems, []);
    assert.deepEqual(cluster.asked, []);
  });

  const lacks: [what: string, said: Partial<Said>, told: string][] = [
    [
      "a version that is too old",
      { version: "v1.33.9" },
      "it is Kubernetes 1.33.9: bring it to 1.34 to 1.36",
    ],
    [
      "a version that is too new",
      { version: "v1.37.0" },
      "it is Kubernetes 1.37.0: bring it to 1.34 to 1.36",
    ],
    [
      "the version that it is used for",
      { version: "v1.35.9" },
      "it is Kubernetes 1.35.9, not some 1.36: bring it there, or name its version",
    ],
    [
      "a network that enforces policies",
      { groups: ["apps"] },
      "nothing says that network policies are enforced (Cilium, Calico, Antrea, OVN-Kubernetes would): install one of them, or say networkPoliciesEnforced where another does",
    ],
    [
      "ValidatingAdmissionPolicy",
      { policies: false },
      "it does not serve ValidatingAdmissionPolicy: serve admissionregistration.k8s.io/v1 and enable the admission plugin of that name",
    ],
    [
      "Pod Security",
      { podSecurity: false },
      "it does not hold pods to the Pod Security Standards: enable the admission plugin PodSecurity",
    ],
    [
      "the storage class",
      { storageClasses: ["fast", "slow"] },
      'it has no storage class "encrypted", only fast, slow: make it, or name another',
    ],
    [
      "any storage class",
      { storageClasses: [] },
      'it has no storage class "encrypted": make it, or name another',
    ],
    [
      "sight of the storage classes",
      { storageClasses: undefined },
      'whether the storage class "encrypted" is there, the kubeconfig may not see: let it list storageclasses.storage.k8s.io',
    ],
    [
      "a free namespace",
      { namespaceOf: "lung" },
      'its namespace "heart-tasks" is not the project\'s: remove it, or give the project another id',
    ],
    [
      "rights",
      {
        mayNot: (verb, resource) =>
          resource === "namespaces" ? verb !== "get" : resource === "roles" && verb === "create",
      },
      'the kubeconfig may not create, patch, delete namespaces; create roles.rbac.authorization.k8s.io: give one of an account with the cluster role "cluster-admin", or bind these to it',
    ],
  ];
  for (const [what, said, told] of lacks) {
    it(`names that it lacks ${what}`, async () => {
      cluster.said = { ...able, ...said };
      assert.deepEqual((await check()).problems, [
        `cluster at ${cluster.url} cannot carry the environment:\n  - ${told}`,
      ]);
    });
  }

  it("names all that it lacks in one error", async () => {
    cluster.said = { ...able, version: "v1.30.0", policies: false, groups: [] };
    const [told = "", ...others] = (await check()).problems;
    assert.deepEqual(others, []);
    assert.deepEqual(told.match(/^ {2}- \S+ \S+ \S+/gm), [
      "  - it is Kubernetes",
      "  - it does not",
      "  - nothing says that",
    ]);
  });

  it("may be somebody's word about the network, and the project's own namespace", async () => {
    cluster.said = { ...able, groups: [], namespaceOf: "heart" };
    const { found, problems } = await check({ networkPoliciesEnforced: true });
    assert.deepEqual(problems, []);
    assert.equal((found as { network?: string }).network, "");
  });

  it("is one clear sentence where it cannot be asked", async () => {
    const refused = async (changes: Parameters<typeof kubeconfig>[0]) =>
      (await check({ kubeconfig: kubeconfig(changes) })).problems;
    assert.deepEqual(await refused({ with: "another" }), [
      `cluster at ${cluster.url} does not know the kubeconfig's credential (401): it has expired, was withdrawn, or is another cluster's; make a new one`,
    ]);
    assert.deepEqual(await refused({ ca: "" }), [
      `cluster at ${cluster.url} shows a certificate of an authority that is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE); give the CA that signed it`,
    ]);
    assert.deepEqual(await refused({ server: "https://127.0.0.1:1" }), [
      "cluster at https://127.0.0.1:1 cannot be reached (ECONNREFUSED); check the URL and that the server runs",
    ]);
    assert.deepEqual((await check({ kubeconfig: "kubeconfig.yaml" })).problems, [
      'kubeconfig is none: it lacks apiVersion "v1" and kind "Config"; give the content of the file, not its path',
    ]);
  });
});
