import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { CloudSite } from "../../../components/cloud/cloud-site";
import { cloudSites } from "../../../components/cloud/cloud-sites";
import { documentProblems } from "../../../components/cloud/machine-document-problems";
import { ProjectGround, type ProjectGroundArgs } from "../../../components/cloud/project-ground";
import { kubeOneAccess } from "../../../components/kubernetes/kubeone-access";
import { KubeOneCluster } from "../../../components/kubernetes/kubeone-cluster";
import type { KubeOneClusterArgs } from "../../../components/kubernetes/kubeone-cluster-args";
import { controlPlaneDocument } from "../../../components/kubernetes/kubeone-control-plane";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { heart, tags } from "../cloud/heart";
import { hostKey, publicKey } from "../cloud/keys";
import { adminRange, machineFindings } from "../cloud/machine-findings";

const site: CloudSite = { ...cloudSites.charite, resolvers: ["198.18.0.1"] };
const cidr = "10.20.0.0/24";

const groundArgs: ProjectGroundArgs = {
  project: heart,
  site,
  cidr,
  access: [
    { to: "bastion", port: 22, from: { ranges: [adminRange] }, why: "administrators" },
    ...kubeOneAccess({ cidr }),
  ],
  egress: ["control-plane", "workers"].map((from) => ({
    from,
    to: "198.18.0.10/32",
    port: 443,
    why: "mirror",
  })),
};

const args: Omit<KubeOneClusterArgs, "ground"> = {
  project: heart,
  site,
  cloud: {
    authUrl: "https://keystone.example.org:5000/v3",
    region: "Berlin",
    applicationCredentialId: "operator-id",
    applicationCredentialSecret: "operator-secret",
  },
  credential: { applicationCredentialId: "cluster-id", applicationCredentialSecret: "cluster-secret" },
  version: "1.34.1",
  pools: [{ name: "compute", replicas: 3, flavor: "de.NBI large" }],
  adminCidrs: [adminRange],
  login: { issuer: "https://login.example.org/realms/heart", clientId: "heart-cluster" },
  publicKey,
  privateKey: "operator-private-key",
  proxy: { host: "198.18.0.60", user: "spe", privateKey: "operator-private-key", hostKey },
};

/** What the servers would add. */
const answers = (type: string, name: string): Record<string, unknown> => {
  if (type.endsWith(":FloatingIp")) return { address: "198.18.0.61" };
  if (type.endsWith(":LoadBalancer")) return { vipPortId: "vip-port", vipAddress: "10.20.0.5" };
  if (type.endsWith(":Port")) return { allFixedIps: [`10.20.0.1${name.at(-6)}`] };
  if (type.startsWith("command:")) return { stdout: "server: https://10.20.0.5:6443" };
  return type.endsWith(":MachineReadiness") ? { hostKeys: [hostKey] } : {};
};

const build = async (
  changes: Partial<KubeOneClusterArgs> = {},
  use: (cluster: KubeOneCluster) => unknown = () => {},
  groundChanges: Partial<ProjectGroundArgs> = {},
): Promise<Recorded[]> => {
  const recorded = await recordResources(() => {
    const ground = new ProjectGround("heart-ground", { ...groundArgs, ...groundChanges });
    return use(new KubeOneCluster("heart-cluster", { ...args, ground, ...changes }));
  }, answers);
  return recorded.filter(({ name }) => name.startsWith("heart-cluster"));
};

const named = (recorded: Recorded[], name: string, type = ""): Recorded =>
  recorded.find((it) => it.name === name && it.type.endsWith(type)) ??
  assert.fail(`no "${name}" among the resources`);

const filesOf = (recorded: Recorded[]): Record<string, string> => {
  const { stdin } = named(recorded, "heart-cluster-run", ":Command").inputs;
  const lines = String(stdin).trimEnd().split("\n");
  return Object.fromEntries(
    lines
      .map((line) => line.split(" "))
      .map(([path, text = ""]) => [path, Buffer.from(text, "base64").toString()]),
  );
};

/** Names of what must be there before a resource, and goes after it. */
const beforehand = ({ opts }: Recorded): string[] =>
  [opts.dependsOn ?? []].flat().map((it) => (it as pulumi.Resource & { __name: string }).__name);

/** Against a mocked engine: what is asked of the cloud and of KubeOne, nothing about what they make of it. */
describe("KubeOneCluster", () => {
  it("is made of exactly these parts, well built", async () => {
    const recorded = await build();
    assertWellBuilt(recorded);
    const machine = (at: number) => [
      `Instance heart-cluster-control-plane-${at}`,
      `Keypair heart-cluster-control-plane-${at}-key`,
      `Machine heart-cluster-control-plane-${at}`,
      `MachineReadiness heart-cluster-control-plane-${at}-ready`,
      `Port heart-cluster-control-plane-${at}-port`,
    ];
    assert.deepEqual(
      recorded.map(({ type, name }) => `${type.replace(/.*:/, "")} ${name}`).sort(),
      [
        "Command heart-cluster-run",
        "FloatingIp heart-cluster-api-address",
        "FloatingIpAssociate heart-cluster-api-association",
        "KubeOneCluster heart-cluster",
        "KubeOneLeftovers heart-cluster-leftovers",
        "KubeOneRun heart-cluster-run",
        "KubeOneStep heart-cluster-run-step",
        "Listener heart-cluster-api-listener",
        "LoadBalancer heart-cluster-api",
        "Members heart-cluster-api-members",
        "Monitor heart-cluster-api-monitor",
        "Pool heart-cluster-api-pool",
        "SecGroupRule heart-cluster-api-from-control-plane",
        "SecGroupRule heart-cluster-api-from-workers",
        ...[1, 2, 3].flatMap(machine),
      ].sort(),
    );
  });

  it("puts three control-plane machines on different hosts, which Pulumi does not delete unasked", async () => {
    const recorded = await build();
    for (const at of [1, 2, 3]) {
      const { inputs } = named(recorded, `heart-cluster-control-plane-${at}`, ":Instance");
      assert.deepEqual(inputs.schedulerHints, [{ group: "heart-ground-servers-id" }]);
      assert.equal(inputs.flavorName, "de.NBI default");
      assert.equal((inputs.metadata as Record<string, string>)["spe.role"], "control-plane");
    }
    // their parts inherit it
    const machines = recorded.filter(({ type }) => type.endsWith(":Machine"));
    assert.deepEqual(
      machines.map(({ opts }) => opts.protect),
      [true, true, true],
    );
    const one = await build({ controlPlaneMachines: 1, controlPlaneFlavor: "de.NBI large", protect: false });
    assert.deepEqual(
      one.filter(({ type }) => type.endsWith(":Instance")).map(({ inputs }) => inputs.flavorName),
      ["de.NBI large"],
    );
    assert.equal(named(one, "heart-cluster-control-plane-1", ":Machine").opts.protect, false);
  });

  it("lets administrators and the ground reach the API server, by one address from outside", async () => {
    const recorded = await build();
    const {
      timeoutClientData: _c,
      timeoutMemberData: _m,
      ...listener
    } = named(recorded, "heart-cluster-api-listener").inputs;
    assert.deepEqual(listener, {
      name: "heart-kube-api",
      loadbalancerId: "heart-cluster-api-id",
      protocol: "TCP",
      protocolPort: 6443,
      allowedCidrs: [adminRange, cidr],
    });
    assert.deepEqual(named(recorded, "heart-cluster-api", ":LoadBalancer").inputs, {
      name: "heart-kube-api",
      vipSubnetId: "heart-ground-subnet-id",
      adminStateUp: true,
      tags: tags("edge"),
    });
    assert.deepEqual(
      recorded.filter(({ type }) => /:FloatingIp/.test(type)).map(({ inputs }) => inputs),
      [
        { pool: "public", description: "heart-cluster-api", tags: tags("edge") },
        { floatingIp: "198.18.0.61", portId: "vip-port" },
      ],
    );
    assert.deepEqual(named(recorded, "heart-cluster-api-members").inputs.members, [
      ...[1, 2, 3].map((at) => ({
        name: `heart-cluster-control-plane-${at}`,
        address: `10.20.0.1${at}`,
        protocolPort: 6443,
        subnetId: "heart-ground-subnet-id",
      })),
    ]);
    assert.deepEqual(named(recorded, "heart-cluster-api-from-workers").inputs, {
      securityGroupId: "heart-ground-workers-id",
      direction: "egress",
      ethertype: "IPv4",
      protocol: "tcp",
      portRangeMin: 6443,
      portRangeMax: 6443,
      remoteIpPrefix: cidr,
      description: "the API's balancer, whose address is no machine's",
    });
  });

  it("tells KubeOne where everything is", async () => {
    const files = filesOf(await build());
    const { control_plane } = JSON.parse(files["tf.json"] ?? "").kubeone_hosts.value;
    assert.deepEqual(control_plane.private_address, ["10.20.0.11", "10.20.0.12", "10.20.0.13"]);
    assert.equal(control_plane.bastion, "198.18.0.60");
    const manifest = parse(files["kubeone.yaml"] ?? "");
    assert.equal(manifest.apiEndpoint.host, "10.20.0.5");
    for (const line of ['application-credential-id="cluster-id"', 'floating-network-id="public-id"'])
      assert.ok(manifest.cloudProvider.cloudConfig.split("\n").includes(line), line);
    const workers = parse(files["addons/workers/machine-deployments.yaml"] ?? "");
    const { securityGroups, image, rootDiskVolumeType } =
      workers.spec.template.spec.providerSpec.value.cloudProviderSpec;
    assert.deepEqual(
      [securityGroups, image, rootDiskVolumeType],
      [["heart-workers"], "Ubuntu-24.04", "LUKS"],
    );
    assert.equal(files.id_ssh, "operator-private-key\n");
  });

  it("keeps what it tells KubeOne secret, and takes the cluster down before anything of it goes", async () => {
    const recorded = await build();
    const command = named(recorded, "heart-cluster-run", ":Command");
    assert.equal(command.type, "command:local:Command");
    assert.deepEqual(command.secrets, ["stdin"]);
    assert.deepEqual((command.opts as pulumi.CustomResourceOptions).additionalSecretOutputs, [
      "stdin",
      "stdout",
      "stderr",
    ]);
    for (const key of ["create", "update", "delete"])
      assert.doesNotMatch(String(command.inputs[key]), /cluster-secret|operator-(secret|private-key)/);
    assert.deepEqual(beforehand(named(recorded, "heart-cluster-run", ":KubeOneRun")), [
      "heart-cluster-leftovers",
      ...[1, 2, 3].map((at) => `heart-cluster-control-plane-${at}`),
      "heart-cluster-api-members",
      "heart-cluster-api-association",
    ]);
    assert.deepEqual(beforehand(named(recorded, "heart-cluster-leftovers")), ["heart-ground"]);
  });

  it("runs KubeOne on a launcher where it is told to, whose key is checked", async () => {
    const launcher = { host: "10.30.0.7", user: "ubuntu", privateKey: "launcher-private-key", hostKey };
    const { type, inputs, secrets } = named(await build({ launcher }), "heart-cluster-run", ":Command");
    assert.equal(type, "command:remote:Command");
    assert.deepEqual(inputs.connection, launcher);
    assert.deepEqual(secrets.sort(), ["connection", "stdin"]);
    assert.match(String(inputs.create), /^sh -c 'set -eu\n/);
  });

  it("hands out a kubeconfig for those outside", async () => {
    const told: Record<string, unknown> = {};
    await build({}, (cluster) => {
      told.clusterName = cluster.clusterName;
      told.storageClassName = cluster.storageClassName;
      for (const key of ["kubeconfig", "apiEndpoint", "networkId", "subnetId"] as const)
        cluster[key].apply((value) => {
          told[key] = value;
        });
      return cluster.kubeconfig;
    });
    assert.deepEqual(told, {
      clusterName: "heart-cluster",
      storageClassName: "cinder-csi",
      kubeconfig: "server: https://198.18.0.61:6443",
      apiEndpoint: "https://198.18.0.61:6443",
      networkId: "heart-ground-id",
      subnetId: "heart-ground-subnet-id",
    });
  });

  it("has its machines trust the private authority of the login, and KubeOne ask API server and etcd through them", () => {
    const ssh = {
      path: "/etc/ssh/sshd_config.d/05-kubeone.conf",
      content: "AllowTcpForwarding local\nPermitOpen *:6443 *:2379\n",
    };
    const authority = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    assert.deepEqual(controlPlaneDocument(authority), { files: [ssh], authorities: [authority] });
    assert.deepEqual(controlPlaneDocument(), { files: [ssh], authorities: [] });
    assert.deepEqual(
      Object.values(documentProblems(controlPlaneDocument(authority))).filter((it) => it !== undefined),
      [],
    );
  });

  it("puts other machines in place of its own where the authority is another one", async () => {
    const certificateAuthority = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    const userData = async (login: KubeOneClusterArgs["login"]) =>
      named(await build({ login }), "heart-cluster-control-plane-1", ":Instance").inputs.userData;
    assert.notEqual(await userData({ ...args.login, certificateAuthority }), await userData(args.login));
  });

  it("holds every rule of the pack at every tier", async () => {
    const launcher = { host: "10.30.0.7", user: "ubuntu", privateKey: "launcher-private-key", hostKey };
    for (const place of [{}, { launcher }]) {
      const found = await machineFindings((project, opts) => {
        const ground = new ProjectGround("heart-ground", { ...groundArgs, project }, opts);
        new KubeOneCluster("heart-cluster", { ...args, ...place, project, ground }, opts);
      });
      assert.deepEqual(found, []);
    }
  });

  const [pool] = args.pools;
  assert.ok(pool);
  const inPool = (changes: object): Partial<KubeOneClusterArgs> => ({ pools: [{ ...pool, ...changes }] });
  const wrong: [what: string, changes: Partial<KubeOneClusterArgs>, problem: string][] = [
    [
      "a version outside the window",
      { version: "1.33.5" },
      'version must be 1.34 to 1.36, which KubeOne 1.14.0 makes, got "1.33.5"; KubeOne 1.11.0, 1.12.0, 1.13.0 would',
    ],
    [
      "a KubeOne that nobody has looked up",
      { kubeOneVersion: "1.7.0" },
      'kubeOneVersion must be a whole version of the lines 1.8, 1.9, 1.10, 1.11, 1.12, 1.13, 1.14, got "1.7.0"',
    ],
    [
      "an image that KubeOne does not support",
      { site: { ...site, image: "Debian-12" } },
      'site.image must be named for Ubuntu 22.04 or 24.04, which KubeOne 1.14.0 supports, got "Debian-12"',
    ],
    [
      "a cluster's name",
      { clusterName: "Heart" },
      'clusterName must be 1 to 40 lower-case letters, digits or inner hyphens, got "Heart"',
    ],
    [
      "a program with a shell in it",
      { program: "kubeone; rm -rf /" },
      'program must be a name or path of letters, digits and ". / _ + -", got "kubeone; rm -rf /"',
    ],
    [
      "a network plugin that enforces nothing",
      { cni: "none" as "canal" },
      'cni must be one of cilium, canal, got "none"',
    ],
    [
      "an even number of control-plane machines",
      { controlPlaneMachines: 2 as 3 },
      "controlPlaneMachines must be 1, 3 or 5, got 2",
    ],
    ["no flavor", { controlPlaneFlavor: " " }, "controlPlaneFlavor must name a flavor of the site"],
    ["a disk too small", { rootDiskGib: 10 }, "rootDiskGib must be a whole number from 20 to 2000, got 10"],
    ["no workers", { pools: [] }, "pools must have a pool; a cluster without workers runs nothing"],
    [
      "a pool's name",
      inPool({ name: "compute_1" }),
      'pools[0].name must be lower-case letters, digits or inner hyphens, at most 50 together with the cluster\'s name, got "compute_1"',
    ],
    ["a pool twice", { pools: [pool, pool] }, 'pools[1].name repeats "compute"'],
    [
      "half a worker",
      inPool({ replicas: 1.5 }),
      "pools[0].replicas must be a whole number from 0 to 200, got 1.5",
    ],
    ["a pool without a flavor", inPool({ flavor: "" }), "pools[0].flavor must name a flavor of the site"],
    [
      "a label of Kubernetes's own",
      inPool({ labels: { "node-role.kubernetes.io/master": "" } }),
      "pools[0].labels.node-role.kubernetes.io/master must not be one of Kubernetes's own",
    ],
    [
      "no administrators",
      { adminCidrs: [] },
      "adminCidrs must name at least one range of those who administer",
    ],
    [
      "everybody as administrators",
      { adminCidrs: ["0.0.0.0/0"] },
      'adminCidrs[0] must not be wider than /8, which stands for anybody, got "0.0.0.0/0"',
    ],
    [
      "administrators of another family",
      { adminCidrs: ["2001:db8::/32"] },
      'adminCidrs[0] must be IPv4, as the balancer\'s address is, got "2001:db8::/32"',
    ],
    [
      "pods where machines are",
      { podCidr: "10.20.0.0/16" },
      'podCidr must not overlap 10.20.0.0/24, got "10.20.0.0/16"',
    ],
    [
      "services where pods are",
      { serviceCidr: "10.244.0.0/20" },
      'podCidr must not overlap 10.244.0.0/20, got "10.244.0.0/16"',
    ],
    [
      "services where the site is",
      { serviceCidr: "10.57.192.0/18" },
      'serviceCidr must not overlap 10.57.200.0/21, got "10.57.192.0/18"',
    ],
    [
      "a cloud without TLS",
      { cloud: { ...args.cloud, authUrl: "http://keystone.example.org:5000/v3" } },
      'cloud must have Keystone\'s https address as authUrl, such as "https://cloud.example.org:5000/v3", got "http://keystone.example.org:5000/v3"',
    ],
  ];
  for (const [what, changes, problem] of wrong)
    it(`refuses ${what}`, () =>
      assert.rejects(build(changes), { message: `cluster "heart-cluster": ${problem}` }));

  it("refuses a ground that is not for it", async () => {
    const refusal = (problem: string) => ({ message: `cluster "heart-cluster": ground ${problem}` });
    await assert.rejects(
      build({}, undefined, { egress: [] }),
      refusal("must have a way to the external network: make it with egress or floatingAddresses"),
    );
    const access = [{ to: "bastion", port: 22, from: { ranges: [adminRange] }, why: "administrators" }];
    await assert.rejects(
      build({}, undefined, { access, egress: [], floatingAddresses: true }),
      refusal('must have the lines of kubeOneAccess: the ground has the roles bastion, not "control-plane"'),
    );
    await assert.rejects(
      build({ project: { ...heart, id: "lung" } }),
      refusal('must be of the same project, "lung", got that of "heart"'),
    );
  });
});

describe("the lines of a cluster's ground", () => {
  it("open no NodePort where nobody says who may reach it", () => {
    const ports = (ranges?: string[]) =>
      kubeOneAccess({ cidr, ...(ranges ? { nodePortRanges: ranges } : {}) }).filter(
        ({ port }) => typeof port !== "number" && port[0] === 30_000,
      );
    assert.deepEqual(ports(), []);
    assert.deepEqual(ports([cidr]), [
      { to: "workers", port: [30_000, 32_767], from: { ranges: [cidr] }, why: "NodePorts" },
    ]);
  });

  it("let in to SSH from the bastion and to the API from the ground, nobody from outside", () => {
    const lines = kubeOneAccess({ cidr });
    assert.deepEqual(
      lines.filter(({ port }) => port === 22).map(({ from }) => from),
      [{ role: "bastion" }, { role: "bastion" }],
    );
    assert.deepEqual(
      lines.filter(({ from }) => "ranges" in from),
      [
        {
          to: "control-plane",
          port: 6443,
          from: { ranges: [cidr] },
          why: "the API, by its balancer or past it",
        },
      ],
    );
  });
});
