import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { ProjectGround, type ProjectGroundArgs } from "../../../components/cloud/project-ground";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { heart, site, tags } from "./heart";
import { machineFindings } from "./machine-findings";

const args: ProjectGroundArgs = {
  project: heart,
  site,
  cidr: "10.20.0.0/24",
  access: [
    { to: "portal", port: 8443, from: { ranges: ["10.20.0.0/24"] }, why: "the edge's balancer" },
    { to: "store", port: [9000, 9001], from: { role: "portal" }, why: "objects of the project" },
  ],
};
const egress = [{ from: "portal", to: "198.18.0.10/32", port: 443, why: "the site's mirror" }];

const build = (changes: Partial<ProjectGroundArgs> = {}) =>
  recordResources(() => void new ProjectGround("heart-ground", { ...args, ...changes }));

const named = (recorded: Recorded[], name: string): Recorded =>
  recorded.find((it) => it.name === name) ?? assert.fail(`no "${name}" among the resources`);

/** Against a mocked engine: what is asked of Neutron, nothing about what it then lets through. */
describe("ProjectGround", () => {
  it("is made of exactly these parts, well built", async () => {
    const recorded = await build({ egress });
    assertWellBuilt(recorded);
    assert.deepEqual(recorded.map(({ type, name }) => `${type.replace(/.*:/, "")} ${name}`).sort(), [
      "Network heart-ground",
      "ProjectGround heart-ground",
      "Router heart-ground-router",
      "RouterInterface heart-ground-router-interface",
      "SecGroup heart-ground-portal",
      "SecGroup heart-ground-store",
      "SecGroupRule heart-ground-portal-in-tcp-8443-from-10.20.0.0-24",
      "SecGroupRule heart-ground-portal-out-tcp-443-to-198.18.0.10-32",
      "SecGroupRule heart-ground-portal-out-tcp-53-to-198.18.0.1-32",
      "SecGroupRule heart-ground-portal-out-tcp-9000-9001-to-store",
      "SecGroupRule heart-ground-portal-out-udp-53-to-198.18.0.1-32",
      "SecGroupRule heart-ground-store-in-tcp-9000-9001-from-portal",
      "ServerGroup heart-ground-servers",
      "Subnet heart-ground-subnet",
    ]);
  });

  it("has a network that is watched for forged addresses, with the site's MTU and resolvers", async () => {
    const recorded = await build();
    const network = recorded.find(({ type }) => type.endsWith(":Network"));
    assert.deepEqual(network?.inputs, {
      name: "heart-ground",
      adminStateUp: true,
      portSecurityEnabled: true,
      mtu: 1450,
      tags: tags("ground"),
    });
    assert.deepEqual(named(recorded, "heart-ground-subnet").inputs, {
      name: "heart-ground",
      networkId: "heart-ground-id",
      cidr: "10.20.0.0/24",
      ipVersion: 4,
      enableDhcp: true,
      dnsNameservers: ["198.18.0.1"],
      tags: tags("ground"),
    });
  });

  it("has no way out unless something is let out or in", async () => {
    const routers = async (changes: Partial<ProjectGroundArgs>) =>
      (await build(changes)).filter(({ type }) => type.endsWith(":Router")).map(({ inputs }) => inputs);
    // whether it translates addresses, only an administrator of the cloud may say
    const router = {
      name: "heart-ground",
      adminStateUp: true,
      externalNetworkId: "public-id",
      tags: tags("edge"),
    };
    assert.deepEqual(await routers({}), []);
    assert.deepEqual(await routers({ egress }), [router]);
    assert.deepEqual(await routers({ floatingAddresses: true }), [router]);
  });

  it("joins the operator's router where projects may not make their own", async () => {
    const recorded = await build({ egress, site: { ...site, operatorRouter: "heart_router" } });
    assert.deepEqual(named(recorded, "heart-ground-router-interface").inputs, {
      routerId: "heart_router-id",
      subnetId: "heart-ground-subnet-id",
    });
    assert.ok(recorded.every(({ type }) => !type.endsWith(":Router")));
  });

  it("has a group for each role, without Neutron's own rules", async () => {
    const recorded = await build({ roles: ["portal", "store", "idle"] });
    const groups = recorded.filter(({ type }) => type.endsWith(":SecGroup")).map(({ inputs }) => inputs);
    assert.deepEqual(
      groups,
      ["portal", "store", "idle"].map((role) => ({
        name: `heart-${role}`,
        description: `machines with the role ${role} of project heart`,
        deleteDefaultRules: true,
        tags: tags(role),
      })),
    );
  });

  it("opens a lane between roles at both ends, and says what for", async () => {
    const recorded = await build();
    const rule = {
      ethertype: "IPv4",
      protocol: "tcp",
      portRangeMin: 9000,
      portRangeMax: 9001,
      description: "objects of the project",
    };
    assert.deepEqual(named(recorded, "heart-ground-store-in-tcp-9000-9001-from-portal").inputs, {
      ...rule,
      direction: "ingress",
      securityGroupId: "heart-ground-store-id",
      remoteGroupId: "heart-ground-portal-id",
    });
    assert.deepEqual(named(recorded, "heart-ground-portal-out-tcp-9000-9001-to-store").inputs, {
      ...rule,
      direction: "egress",
      securityGroupId: "heart-ground-portal-id",
      remoteGroupId: "heart-ground-store-id",
    });
  });

  it("lets rules go with their group, and the subnet with its network", async () => {
    const recorded = await build({ egress });
    const kept = recorded.filter(({ type }) => /:(SecGroupRule|Subnet)$/.test(type));
    assert.equal(kept.length, 7);
    for (const { opts, name } of kept)
      assert.ok((opts as pulumi.CustomResourceOptions).deletedWith !== undefined, name);
  });

  it("keeps machines on different hosts where it can", async () => {
    assert.deepEqual(named(await build(), "heart-ground-servers").inputs, {
      name: "heart-ground",
      policies: ["soft-anti-affinity"],
    });
  });

  it("knows the groups of its roles, and no others", async () => {
    let id = "";
    await recordResources(async () => {
      const ground = new ProjectGround("heart-ground", args);
      id = await new Promise((resolve) => ground.groupId("store").apply(resolve));
      assert.throws(() => ground.groupId("bastion"), {
        message: 'the ground has the roles portal, store, not "bastion"',
      });
    });
    assert.equal(id, "heart-ground-store-id");
  });

  it("holds every rule of the pack at every tier", async () => {
    const ways: Partial<ProjectGroundArgs>[] = [{}, { egress }, { floatingAddresses: true }];
    for (const way of ways)
      assert.deepEqual(
        await machineFindings(
          (project, opts) => new ProjectGround("heart-ground", { ...args, ...way, project }, opts),
        ),
        [],
      );
  });

  const line = { to: "portal", port: 443, from: { ranges: ["192.0.2.0/24"] }, why: "the portal" };
  const out = { from: "portal", to: "198.18.0.10/32", port: 443, why: "the site's mirror" };
  const wrong: [what: string, changes: Partial<ProjectGroundArgs>, problem: string][] = [
    [
      "an id",
      { project: { ...heart, id: "He" } },
      'project.id must be 3 to 24 lower-case letters, digits or hyphens, got "He"',
    ],
    ["an MTU", { site: { ...site, mtu: 900 } }, "site.mtu must be 1280 to 9216, got 900"],
    [
      "a resolver",
      { site: { ...site, resolvers: ["dns.example.org"] } },
      'site.resolvers[0] must be an address, got "dns.example.org"',
    ],
    [
      "host bits",
      { cidr: "10.20.0.1/24" },
      'cidr must have no host bits, got "10.20.0.1/24"; the range is "10.20.0.0/24"',
    ],
    ...["0.0.0.0/0", "10.0.0.0/8", "10.20.0.0/29", "198.51.100.0/24", "fd00::/64", "10.20.0.0"].map(
      (cidr): [string, Partial<ProjectGroundArgs>, string] => [
        `the network ${cidr}`,
        { cidr },
        `cidr must be a private IPv4 range of /16 to /28 such as "10.20.0.0/24", got "${cidr}"`,
      ],
    ),
    [
      "a network that hides an external one",
      { site: { ...site, externalRanges: ["10.20.0.0/21"] }, cidr: "10.20.4.0/24" },
      'cidr must not overlap 10.20.0.0/21, got "10.20.4.0/24"',
    ],
    [
      "a network that hides the resolver",
      { site: { ...site, resolvers: ["10.20.0.53"] } },
      'cidr must not overlap 10.20.0.53/32, got "10.20.0.0/24"',
    ],
    [
      "a role's name",
      { roles: ["Portal"], access: [] },
      'roles[0] must be a role of 2 to 31 lower-case letters, digits or hyphens, got "Portal"',
    ],
    ["a role twice", { roles: ["portal", "portal"], access: [] }, 'roles[1] repeats "portal"'],
    [
      "an unknown role",
      { roles: ["portal"], access: [{ ...line, to: "portl" }] },
      'access[0].to must be one of the roles portal, got "portl"',
    ],
    [
      "an unknown role that comes in",
      { roles: ["portal"], access: [{ ...line, from: { role: "bastion" } }] },
      'access[0].from.role must be one of the roles portal, got "bastion"',
    ],
    ["a port", { access: [{ ...line, port: 0 }] }, "access[0].port must be 1 to 65535, got 0"],
    [
      "ports in the wrong order",
      { access: [{ ...line, port: [9001, 9000] }] },
      "access[0].port must be a first and a last port of 1 to 65535, got 9001 and 9000",
    ],
    [
      "a protocol",
      { access: [{ ...line, protocol: "icmp" as "tcp" }] },
      'access[0].protocol must be tcp or udp, got "icmp"',
    ],
    [
      "a line without a reason",
      { access: [{ ...line, why: " " }] },
      "access[0].why must say in 1 to 255 characters what for",
    ],
    [
      "nobody",
      { access: [{ ...line, from: { ranges: [] } }] },
      "access[0].from.ranges must name at least one range",
    ],
    [
      "the whole world",
      { access: [{ ...line, from: { ranges: ["192.0.2.0/24", "0.0.0.0/0"] } }] },
      'access[0].from.ranges[1] must not be wider than /8, which stands for anybody, got "0.0.0.0/0"',
    ],
    [
      "the whole world of IPv6",
      { access: [{ ...line, from: { ranges: ["::/0"] } }] },
      'access[0].from.ranges[0] must not be wider than /16, which stands for anybody, got "::/0"',
    ],
    [
      "host bits of a source",
      { access: [{ ...line, from: { ranges: ["192.0.2.1/24"] } }] },
      'access[0].from.ranges[0] must have no host bits, got "192.0.2.1/24"; the range is "192.0.2.0/24"',
    ],
    ["a line twice", { access: [line, { ...line, why: "again" }] }, "access[1] repeats access[0]"],
    [
      "everything outside",
      { egress: [{ ...out, to: "0.0.0.0/0" }] },
      'egress[0].to must not be wider than /8, which stands for anybody, got "0.0.0.0/0"',
    ],
    [
      "what lies inside as a way out",
      { egress: [{ ...out, to: "10.20.0.7/32" }] },
      'egress[0].to must not overlap 10.20.0.0/24, got "10.20.0.7/32"',
    ],
    [
      "an unknown role that goes out",
      { roles: ["portal", "store"], egress: [{ ...out, from: "stor" }] },
      'egress[0].from must be one of the roles portal, store, got "stor"',
    ],
    ["a way out twice", { egress: [out, out] }, "egress[1] repeats egress[0]"],
  ];
  for (const [what, changes, problem] of wrong) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(build(changes), { message: `ground "heart-ground": ${problem}` });
    });
  }

  it("says everything that is wrong at once", async () => {
    await assert.rejects(
      build({ cidr: "10.20.0.1/24", access: [{ ...line, port: 0, why: "" }] }),
      ({ errors }: pulumi.InputPropertiesError) => {
        assert.deepEqual(
          errors?.map(({ propertyPath }) => propertyPath),
          ["cidr", "access[0].port", "access[0].why"],
        );
        return true;
      },
    );
  });
});
