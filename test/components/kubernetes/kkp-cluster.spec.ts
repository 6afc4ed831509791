import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { KkpCluster } from "../../../components/kubernetes/kkp-cluster";
import type { KkpClusterArgs } from "../../../components/kubernetes/kkp-cluster-args";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { heart } from "../cloud/heart";
import { machineFindings } from "../cloud/machine-findings";

const args: KkpClusterArgs = {
  project: heart,
  apiUrl: "https://kkp.example.org/",
  token: "editor-token",
  projectId: "x7k2m9q4zt",
  dc: "Berlin",
  credential: { applicationCredentialId: "credential-id", applicationCredentialSecret: "credential-secret" },
  floatingIpPool: "public",
  version: "1.35.1",
  pools: [{ name: "compute", replicas: 3, flavor: "de.NBI large", image: "Ubuntu-24.04" }],
  apiServerAllowedRanges: ["192.0.2.0/24"],
  login: { issuer: "https://login.example.org/realms/heart", clientId: "heart-cluster" },
};

const build = async (changes: Partial<KkpClusterArgs> = {}): Promise<Recorded[]> =>
  recordResources(() => void new KkpCluster("heart-cluster", { ...args, ...changes }));

const cluster = async (changes?: Partial<KkpClusterArgs>): Promise<Recorded> => {
  const found = (await build(changes)).find(({ type }) => type.endsWith(":KkpUserCluster"));
  return found ?? assert.fail("no cluster among the resources");
};

/** Against a mocked engine: what the dynamic resource is told; what KKP does with it is in the provider's spec. */
describe("KkpCluster", () => {
  it("is one cluster, well built, whose credentials are secret", async () => {
    const recorded = await build();
    assertWellBuilt(recorded);
    assert.deepEqual(
      recorded.map(({ type, name }) => `${type} ${name}`),
      [
        "spe:kubernetes:KkpCluster heart-cluster",
        "pulumi-nodejs:dynamic/kubernetes:KkpUserCluster heart-cluster",
      ],
    );
    const { secrets, opts } = await cluster();
    assert.deepEqual(secrets.sort(), ["applicationCredentialSecret", "token"]);
    const { additionalSecretOutputs } = opts as pulumi.CustomResourceOptions;
    assert.deepEqual(additionalSecretOutputs, ["token", "applicationCredentialSecret", "kubeconfig"]);
  });

  it("is closed and logged where nothing else is said", async () => {
    const { __provider, ...inputs } = (await cluster()).inputs;
    assert.deepEqual(inputs, {
      apiUrl: "https://kkp.example.org",
      token: "editor-token",
      certificateAuthority: "",
      projectId: "x7k2m9q4zt",
      clusterName: "heart-cluster",
      dc: "Berlin",
      applicationCredentialId: "credential-id",
      applicationCredentialSecret: "credential-secret",
      floatingIpPool: "public",
      network: "",
      subnetId: "",
      routerId: "",
      version: "1.35.1",
      cniType: "cilium",
      cniVersion: "",
      pools: [{ ...args.pools[0], diskGib: 0, labels: {} }],
      sshKeys: [],
      apiServerAllowedRanges: ["192.0.2.0/24"],
      nodePortsAllowedRanges: ["192.168.1.0/24"],
      auditPolicy: "recommended",
      issuer: "https://login.example.org/realms/heart",
      clientId: "heart-cluster",
      claimPrefix: "oidc:heart:",
      labels: {
        "spe.project": "heart",
        "spe.tier": "2",
        "spe.role": "cluster",
        "spe.expires": "2027-06-30",
        "spe.permit": "EHDS-2026-0042",
        "spe.manager": "mona",
      },
      readyMinutes: 25,
    });
  });

  it("opens NodePorts of a network of its own to nobody, or to whom it is told", async () => {
    const network = { name: "heart-ground", subnetId: "subnet-7" };
    assert.deepEqual((await cluster({ network })).inputs.nodePortsAllowedRanges, ["127.0.0.1/32"]);
    const nodePortsAllowedRanges = ["10.20.0.0/24"];
    const told = await cluster({ network, nodePortsAllowedRanges });
    assert.deepEqual(told.inputs.nodePortsAllowedRanges, ["10.20.0.0/24"]);
    assert.deepEqual([told.inputs.network, told.inputs.subnetId], ["heart-ground", "subnet-7"]);
  });

  it("passes every rule of the pack at every tier", async () => {
    const found = await machineFindings(
      (project, opts) => new KkpCluster("heart-cluster", { ...args, project }, opts),
    );
    assert.deepEqual(found, []);
  });

  const [pool] = args.pools;
  assert.ok(pool);
  const inPool = (changes: object): Partial<KkpClusterArgs> => ({ pools: [{ ...pool, ...changes }] });
  const wrong: [what: string, changes: Partial<KkpClusterArgs>, problem: string][] = [
    [
      "an address with a path",
      { apiUrl: "https://kkp.example.org/api" },
      'apiUrl must be KKP\'s https address without a path, such as "https://kkp.example.org", got "https://kkp.example.org/api"',
    ],
    [
      "an address without TLS",
      { apiUrl: "http://kkp.example.org" },
      'apiUrl must be KKP\'s https address without a path, such as "https://kkp.example.org", got "http://kkp.example.org"',
    ],
    [
      "an id that leads elsewhere",
      { projectId: "../other" },
      'projectId must be an id that KKP shows, of lower-case letters, digits or hyphens, got "../other"',
    ],
    [
      "a name",
      { clusterName: "Heart" },
      'clusterName must be 1 to 63 lower-case letters, digits or inner hyphens, got "Heart"',
    ],
    ["no datacenter", { dc: "" }, "dc must name a datacenter of KKP"],
    ["no external network", { floatingIpPool: " " }, "floatingIpPool must name an external network"],
    [
      "a part of a version",
      { version: "1.35" },
      'version must be a whole version such as "1.35.1", got "1.35"',
    ],
    [
      "a network plugin that enforces nothing",
      { cni: { type: "none" as "canal" } },
      'cni.type must be one of cilium, canal, got "none"',
    ],
    [
      "a version of the network plugin",
      { cni: { type: "canal", version: "latest" } },
      'cni.version must be a version such as "1.16.9", got "latest"',
    ],
    ["no workers", { pools: [] }, "pools must have a pool; a cluster without workers runs nothing"],
    [
      "a pool's name",
      inPool({ name: "compute_1" }),
      'pools[0].name must be 1 to 63 lower-case letters, digits or inner hyphens, got "compute_1"',
    ],
    ["a pool twice", { pools: [pool, pool] }, 'pools[1].name repeats "compute"'],
    ["half a worker", inPool({ replicas: 1.5 }), "pools[0].replicas must be 0 to 200, got 1.5"],
    ["no flavor", inPool({ flavor: "" }), "pools[0].flavor must name a flavor of the site"],
    ["no image", inPool({ image: "" }), "pools[0].image must name an image of the site"],
    ["a small disk", inPool({ diskGib: 5 }), "pools[0].diskGib must be at least 10, got 5"],
    [
      "a label of Kubernetes's own",
      inPool({ labels: { "node.kubernetes.io/role": "gpu" } }),
      "pools[0].labels.node.kubernetes.io/role must not be one of Kubernetes's own",
    ],
    [
      "a label's value",
      inPool({ labels: { for: "mona@example.org" } }),
      'pools[0].labels.for must have a value of up to 63 letters, digits, "-", "_" or ".", got "mona@example.org"',
    ],
    [
      "an SSH key in place of its id",
      { sshKeys: ["ssh-ed25519 AAAA"] },
      'sshKeys[0] must be an id that KKP shows, of lower-case letters, digits or hyphens, got "ssh-ed25519 AAAA"',
    ],
    [
      "an API server for everybody",
      { apiServerAllowedRanges: ["0.0.0.0/0"] },
      'apiServerAllowedRanges[0] must not be wider than /8, which stands for anybody, got "0.0.0.0/0"',
    ],
    [
      "an API server without ranges",
      { apiServerAllowedRanges: [] },
      "apiServerAllowedRanges must name at least one range; KKP takes none for everybody",
    ],
    [
      "NodePorts for everybody",
      { nodePortsAllowedRanges: ["::/0"] },
      'nodePortsAllowedRanges[0] must not be wider than /16, which stands for anybody, got "::/0"',
    ],
    [
      "NodePorts without ranges",
      { nodePortsAllowedRanges: [] },
      "nodePortsAllowedRanges must name at least one range; KKP takes none for everybody",
    ],
    [
      "audit rules",
      { auditPolicy: "none" as "minimal" },
      'auditPolicy must be one of recommended, metadata, minimal, got "none"',
    ],
    ["a time", { readyMinutes: 0 }, "readyMinutes must be 1 to 120, got 0"],
  ];
  for (const [what, changes, problem] of wrong) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(build(changes), { message: `cluster "heart-cluster": ${problem}` });
    });
  }
});
