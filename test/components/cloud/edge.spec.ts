import assert from "node:assert/strict";
import * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import { Edge, type EdgeArgs } from "../../../components/cloud/edge";
import { EdgeCertificate } from "../../../components/cloud/edge-certificate";
import type { EdgeListener } from "../../../components/cloud/edge-listener";
import { ProjectGround } from "../../../components/cloud/project-ground";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { heart, site, tags } from "./heart";
import { machineFindings } from "./machine-findings";

const people = ["192.0.2.0/24"];
const portal: EdgeListener = {
  port: 443,
  protocol: "TERMINATED_HTTPS",
  certificate: "https://keys.example.org/v1/containers/1",
  allowedCidrs: people,
  memberPort: 8080,
  members: { portal: "10.20.0.10", spare: "10.20.0.11" },
};
const ssh: EdgeListener = {
  port: 22,
  protocol: "TCP",
  allowedCidrs: people,
  memberPort: 22,
  members: { bastion: "10.20.0.12" },
};
const args: Omit<EdgeArgs, "ground"> = {
  project: heart,
  site,
  hostName: "heart.example.org",
  listeners: [portal, ssh],
};

const newGround = (opts?: pulumi.ComponentResourceOptions, project = heart) =>
  new ProjectGround(
    "heart-ground",
    { project, site, cidr: "10.20.0.0/24", access: [], roles: ["portal"] },
    opts,
  );

/** As the services would. */
const made = (type: string, name: string): Record<string, unknown> =>
  type.endsWith(":LoadBalancer")
    ? { vipPortId: "vip-port" }
    : type.endsWith(":FloatingIp")
      ? { address: "198.18.1.7" }
      : type.endsWith(":SecretV1")
        ? { secretRef: `ref-of-${name}` }
        : type.endsWith(":ContainerV1")
          ? { containerRef: `ref-of-${name}` }
          : {};

const build = (changes: Partial<EdgeArgs> = {}): Promise<Recorded[]> =>
  recordResources(() => void new Edge("heart-edge", { ground: newGround(), ...args, ...changes }), made).then(
    (all) => all.filter(({ name }) => name.startsWith("heart-edge")),
  );

const inputsOf = (all: Recorded[], name: string, type = ""): Record<string, unknown> =>
  all.find((it) => it.name === name && it.type.endsWith(type))?.inputs ?? assert.fail(`no "${name}"`);

/** Against a mocked engine: what is asked of Octavia and Neutron, nothing about what they let through. */
describe("Edge", () => {
  it("is made of exactly these parts, well built", async () => {
    const all = await build();
    assertWellBuilt(all);
    assert.deepEqual(all.map(({ type, name }) => `${type.replace(/.*:/, "")} ${name}`).sort(), [
      "Edge heart-edge",
      "FloatingIp heart-edge-address",
      "FloatingIpAssociate heart-edge-association",
      "Listener heart-edge-22",
      "Listener heart-edge-443",
      "LoadBalancer heart-edge",
      "Members heart-edge-22-members",
      "Members heart-edge-443-members",
      "Monitor heart-edge-22-monitor",
      "Monitor heart-edge-443-monitor",
      "Network heart-edge-network",
      "Pool heart-edge-22-pool",
      "Pool heart-edge-443-pool",
      "Router heart-edge-router",
      "RouterInterface heart-edge-router-interface",
      "Subnet heart-edge-network-subnet",
    ]);
  });

  it("stands in a network of its own, at the site's DMZ where it has one", async () => {
    const all = await build();
    assert.deepEqual(inputsOf(all, "heart-edge", ":LoadBalancer"), {
      name: "heart-edge",
      vipSubnetId: "heart-edge-network-subnet-id",
      adminStateUp: true,
      tags: tags("edge"),
    });
    assert.equal(inputsOf(all, "heart-edge-network-subnet").cidr, "10.0.100.0/28");
    assert.equal(inputsOf(all, "heart-edge-router").externalNetworkId, "dmz-id");
    assert.equal(inputsOf(all, "heart-edge-address").pool, "dmz");
    const { dmzNetwork: _, ...withoutDmz } = site;
    assert.equal(inputsOf(await build({ site: withoutDmz }), "heart-edge-address").pool, "public");
  });

  it("ends TLS by a certificate of Barbican's and tells the service who asked", async () => {
    const all = await build();
    assert.deepEqual(inputsOf(all, "heart-edge-443"), {
      name: "heart-edge-443",
      loadbalancerId: "heart-edge-id",
      protocol: "TERMINATED_HTTPS",
      protocolPort: 443,
      allowedCidrs: people,
      defaultTlsContainerRef: "https://keys.example.org/v1/containers/1",
      insertHeaders: { "X-Forwarded-For": "true", "X-Forwarded-Port": "true", "X-Forwarded-Proto": "true" },
    });
    assert.equal(inputsOf(all, "heart-edge-443-pool").protocol, "HTTP");
  });

  it("passes on what encrypts by itself", async () => {
    const https: EdgeListener = { ...ssh, port: 443, protocol: "HTTPS" };
    const all = await build({ listeners: [ssh, https] });
    assert.deepEqual(inputsOf(all, "heart-edge-22"), {
      name: "heart-edge-22",
      loadbalancerId: "heart-edge-id",
      protocol: "TCP",
      protocolPort: 22,
      allowedCidrs: people,
    });
    assert.equal(inputsOf(all, "heart-edge-22-pool").protocol, "TCP");
    assert.equal(inputsOf(all, "heart-edge-443-pool").protocol, "HTTPS");
  });

  it("reaches machines of the ground, and asks each every 5 s", async () => {
    const all = await build();
    const at = { protocolPort: 8080, subnetId: "heart-ground-subnet-id" };
    assert.deepEqual(inputsOf(all, "heart-edge-443-members"), {
      poolId: "heart-edge-443-pool-id",
      members: [
        { name: "portal", address: "10.20.0.10", ...at },
        { name: "spare", address: "10.20.0.11", ...at },
      ],
    });
    assert.deepEqual(inputsOf(all, "heart-edge-443-monitor"), {
      name: "heart-edge-443",
      poolId: "heart-edge-443-pool-id",
      type: "TCP",
      delay: 5,
      timeout: 3,
      maxRetries: 3,
    });
  });

  it("keeps its address, unless it is told not to", async () => {
    const address = async (changes: Partial<EdgeArgs>) =>
      (await build(changes)).find(({ name }) => name === "heart-edge-address");
    const kept = await address({});
    assert.equal(kept?.opts.retainOnDelete, true);
    assert.deepEqual(kept?.inputs, { pool: "dmz", description: "heart.example.org", tags: tags("edge") });
    assert.equal((await address({ keepAddress: false }))?.opts.retainOnDelete, false);
  });

  it("takes an address that was kept", async () => {
    const all = await build({ address: "198.18.1.9" });
    assert.ok(all.every(({ type }) => !type.endsWith(":FloatingIp")));
    assert.deepEqual(inputsOf(all, "heart-edge-association"), {
      floatingIp: "198.18.1.9",
      portId: "vip-port",
    });
  });

  it("takes an address that the program itself makes", async () => {
    const all = await recordResources(() => {
      const { address } = new openstack.networking.FloatingIp("heart-kept", { pool: "dmz" });
      void new Edge("heart-edge", { ground: newGround(), ...args, address });
    }, made);
    assert.equal(inputsOf(all, "heart-edge-association").floatingIp, "198.18.1.7");
    assert.ok(all.every(({ name }) => name !== "heart-edge-address"));
  });

  it("does without a name, and then asks for no record", async () => {
    const { hostName: _, ...nameless } = args;
    let edge: Edge | undefined;
    const all = await recordResources(() => {
      edge = new Edge("heart-edge", { ground: newGround(), ...nameless });
    }, made);
    assert.equal(inputsOf(all, "heart-edge-address").description, "heart-edge");
    assert.equal(edge?.dnsEntry, undefined);
  });

  it("says which record its name needs, and makes it where there is a zone", async () => {
    let entry: unknown;
    const all = await recordResources(async () => {
      const edge = new Edge("heart-edge", { ground: newGround(), ...args, zoneId: "zone" });
      entry = await new Promise((resolve) => edge.dnsEntry?.apply(resolve));
    }, made);
    assert.deepEqual(entry, { name: "heart.example.org", type: "A", address: "198.18.1.7" });
    assert.deepEqual(inputsOf(all, "heart-edge-record"), {
      zoneId: "zone",
      name: "heart.example.org.",
      type: "A",
      ttl: 300,
      records: ["198.18.1.7"],
    });
    assert.ok((await build()).every(({ type }) => !type.endsWith(":RecordSet")));
  });

  it("holds every rule of the pack at every tier", async () => {
    for (const address of [undefined, "198.18.1.9"])
      assert.deepEqual(
        await machineFindings((project, opts) => {
          const ground = newGround(opts, project);
          const pem = { certificate: "PEM", intermediates: "PEM", privateKey: "PEM" };
          const { containerRef } = new EdgeCertificate("heart-edge-certificate", { project, ...pem }, opts);
          const listeners: EdgeListener[] = [{ ...portal, certificate: containerRef }, ssh];
          return new Edge("heart-edge", { ...args, address, project, ground, listeners }, opts);
        }),
        [],
      );
  });

  const wrong: [what: string, changes: Partial<EdgeArgs>, problem: string][] = [
    [
      "a name",
      { hostName: "heart" },
      'hostName must be a full name in lower case such as "heart.example.org", got "heart"',
    ],
    [
      "a zone without a name for it",
      { hostName: undefined, zoneId: "zone" },
      "hostName must be given where its record is to be made",
    ],
    [
      "a network that is the ground's",
      { cidr: "10.20.0.0/28" },
      'cidr must not overlap 10.20.0.0/24, got "10.20.0.0/28"',
    ],
    [
      "host bits",
      { cidr: "10.0.100.1/28" },
      'cidr must have no host bits, got "10.0.100.1/28"; the range is "10.0.100.0/28"',
    ],
    ["an address", { address: "198.18.1" }, 'address must be an address, got "198.18.1"'],
    ["no listeners", { listeners: [] }, "listeners must not be empty"],
    [
      "a second listener at a port",
      { listeners: [ssh, { ...portal, port: 22 }] },
      "listeners[1].port repeats 22",
    ],
    ["a port", { listeners: [{ ...ssh, port: 70_000 }] }, "listeners[0].port must be 1 to 65535, got 70000"],
    [
      "a port of machines",
      { listeners: [{ ...ssh, memberPort: 0 }] },
      "listeners[0].memberPort must be 1 to 65535, got 0",
    ],
    [
      "a protocol",
      { listeners: [{ ...ssh, protocol: "HTTP" as "TCP" }] },
      'listeners[0].protocol must be TERMINATED_HTTPS, HTTPS or TCP, got "HTTP"',
    ],
    [
      "no machines",
      { listeners: [{ ...ssh, members: {} }] },
      "listeners[0].members must name at least one machine",
    ],
    [
      "a machine's name",
      { listeners: [{ ...ssh, members: { "My VM": "10.20.0.1" } }] },
      "listeners[0].members must be called by lower-case letters, digits or hyphens, got My VM",
    ],
    [
      "nobody",
      { listeners: [{ ...portal, allowedCidrs: [] }] },
      "listeners[0].allowedCidrs must name at least one range",
    ],
    [
      "anybody at a port of administrators",
      { listeners: [{ ...ssh, allowedCidrs: ["0.0.0.0/0"] }] },
      'listeners[0].allowedCidrs[0] must not be wider than /8, which stands for anybody, got "0.0.0.0/0"',
    ],
    [
      "host bits of a source",
      { listeners: [{ ...ssh, allowedCidrs: ["192.0.2.7/24"] }] },
      'listeners[0].allowedCidrs[0] must have no host bits, got "192.0.2.7/24"; the range is "192.0.2.0/24"',
    ],
    [
      "sources of IPv6, which Octavia refuses",
      { listeners: [{ ...portal, allowedCidrs: ["2001:db8::/32"] }] },
      'listeners[0].allowedCidrs[0] must be IPv4, as the edge\'s address is, got "2001:db8::/32"',
    ],
  ];
  for (const [what, changes, problem] of wrong) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(build(changes), { message: `edge "heart-edge": ${problem}` });
    });
  }

  it("lets the pack refuse a portal that is open to anybody, unless the environment says so", async () => {
    const open = await machineFindings((project, opts) => {
      const ground = newGround(opts, project);
      const listeners = [{ ...portal, allowedCidrs: ["0.0.0.0/0"] }];
      return new Edge("heart-edge", { ...args, project, ground, listeners }, opts);
    });
    assert.equal(
      open[0],
      'tier 0: safe-settings-listener-source-ranges: listener "heart-edge-443" is open to "0.0.0.0/0"; set allowedCidrs to the ranges that need it',
    );
  });
});
