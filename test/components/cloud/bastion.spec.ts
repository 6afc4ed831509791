import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { Bastion, type BastionArgs } from "../../../components/cloud/bastion";
import { bastionDocument } from "../../../components/cloud/bastion-document";
import { documentProblems } from "../../../components/cloud/machine-document-problems";
import { ProjectGround, type ProjectGroundArgs } from "../../../components/cloud/project-ground";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { heart, site, tags } from "./heart";
import { hostKey, publicKey } from "./keys";
import { adminRange, machineFindings } from "./machine-findings";

const ground: ProjectGroundArgs = {
  project: heart,
  site,
  cidr: "10.20.0.0/24",
  access: [
    { to: "bastion", port: 22, from: { ranges: [adminRange] }, why: "administrators" },
    { to: "store", port: 22, from: { role: "bastion" }, why: "administration" },
  ],
  floatingAddresses: true,
};

const args: Omit<BastionArgs, "ground"> = {
  project: heart,
  site,
  cloud: {
    authUrl: "https://keystone.example.org:5000/v3",
    region: "Sandbox",
    applicationCredentialId: "credential-id",
    applicationCredentialSecret: "credential-secret",
  },
  publicKey,
  adminKeys: { mona: [publicKey], otto: [publicKey] },
};

/** What the servers would add. */
const answers = (type: string): Record<string, unknown> => {
  if (type.endsWith(":FloatingIp")) return { address: "198.18.0.60" };
  if (type.endsWith(":Port")) return { allFixedIps: ["10.20.0.7"] };
  return type.endsWith(":MachineReadiness") ? { hostKeys: [hostKey] } : {};
};

const build = async (
  changes: Partial<BastionArgs> = {},
  use: (bastion: Bastion) => unknown = () => {},
  groundChanges: Partial<ProjectGroundArgs> = {},
) => {
  const recorded = await recordResources(() => {
    const made = new ProjectGround("heart-ground", { ...ground, ...groundChanges });
    return use(new Bastion("heart-bastion", { ...args, ground: made, ...changes }));
  }, answers);
  return recorded.filter(({ name }) => name.startsWith("heart-bastion"));
};

const named = (recorded: Recorded[], name: string): Recorded =>
  recorded.find((it) => it.name === name) ?? assert.fail(`no "${name}" among the resources`);

/** Against a mocked engine: what is asked of the cloud, nothing about who gets in. */
describe("Bastion", () => {
  it("is a machine with the role bastion and an address from outside, well built", async () => {
    const recorded = await build();
    assertWellBuilt(recorded);
    assert.deepEqual(recorded.map(({ type, name }) => `${type.replace(/.*:/, "")} ${name}`).sort(), [
      "Bastion heart-bastion",
      "FloatingIp heart-bastion-address",
      "FloatingIpAssociate heart-bastion-association",
      "Instance heart-bastion",
      "Keypair heart-bastion-key",
      "Machine heart-bastion",
      "MachineReadiness heart-bastion-ready",
      "Port heart-bastion-port",
    ]);
    assert.deepEqual(named(recorded, "heart-bastion-port").inputs.tags, tags("bastion"));
    assert.deepEqual(named(recorded, "heart-bastion-address").inputs, {
      pool: "public",
      description: "heart-bastion",
      tags: tags("bastion"),
    });
    assert.deepEqual(named(recorded, "heart-bastion-association").inputs, {
      floatingIp: "198.18.0.60",
      portId: "heart-bastion-port-id",
    });
  });

  it("tells its address and key, and how the engine goes through it", async () => {
    const told: unknown[] = [];
    await build({}, (bastion) => {
      for (const output of [bastion.address, bastion.hostKey, bastion.hostKeys])
        (output as pulumi.Output<unknown>).apply((value) => told.push(value));
      assert.deepEqual(bastion.connection("private"), {
        host: bastion.address,
        user: "spe",
        privateKey: "private",
        hostKey: bastion.hostKey,
      });
    });
    assert.deepEqual(told.map(String).sort(), ["198.18.0.60", `198.18.0.60 ${hostKey}`, hostKey]);
  });

  it("holds every rule of the pack at every tier", async () => {
    assert.deepEqual(
      await machineFindings((project, opts) => {
        const made = new ProjectGround("heart-ground", { ...ground, project }, opts);
        new Bastion("heart-bastion", { ...args, project, ground: made }, opts);
      }),
      [],
    );
  });

  const wrong: [string, Partial<BastionArgs>, string][] = [
    [
      "nobody to let in",
      { adminKeys: {} },
      "adminKeys must name the administrators; leave the bastion out where there are none",
    ],
    ["an administrator without a key", { adminKeys: { mona: [] } }, "adminKeys.mona must have a key"],
    [
      "an account of the system's",
      { adminKeys: { root: [publicKey] } },
      'adminKeys.root must not be a name that systems have for themselves, got "root"',
    ],
    [
      "a key that is none",
      { adminKeys: { mona: [publicKey, "ssh-ed25519 AAAA"] } },
      'adminKeys.mona must be one OpenSSH public key such as "ssh-ed25519 AAAA… alice"; its ssh-ed25519 key is damaged',
    ],
    [
      "a sink without TLS",
      { audit: { url: "http://log.example.org/" } },
      'audit.url must be an https address without user, query and fragment, got "http://log.example.org/"',
    ],
  ];
  for (const [what, changes, message] of wrong) {
    it(`refuses ${what}`, () =>
      assert.rejects(build(changes), { message: `bastion "heart-bastion": ${message}` }));
  }

  it("refuses a ground that no address leads to", () =>
    assert.rejects(build({}, undefined, { floatingAddresses: false }), {
      message: 'bastion "heart-bastion": ground must be made with floatingAddresses',
    }));
});

/** What sshd, nftables and the journal make of it is shown on a real machine. */
describe("a bastion's document", () => {
  const audit = { url: "https://log.example.org/spe", certificateAuthority: pem() };
  const document = bastionDocument({ adminKeys: args.adminKeys, cidr: "10.20.0.0/24", audit });
  const content = (path: string): string =>
    document.files?.find((file) => file.path === path)?.content ?? assert.fail(`no ${path}`);

  it("is right as a machine's document", () => {
    assert.deepEqual(
      Object.entries(documentProblems(document)).filter(([, problem]) => problem !== undefined),
      [],
    );
  });

  it("gives people accounts without a shell, and lets in them and the operator only", () => {
    assert.deepEqual(document.users, [
      { name: "mona", publicKeys: [publicKey], shell: "/usr/sbin/nologin" },
      { name: "otto", publicKeys: [publicKey], shell: "/usr/sbin/nologin" },
    ]);
    const settings = content("/etc/ssh/sshd_config.d/05-bastion.conf").split("\n");
    for (const line of ["AllowUsers spe mona otto", "AllowTcpForwarding local", "PermitOpen *:22"])
      assert.ok(settings.includes(line), line);
  });

  it("lets them on to the ground's SSH", () => {
    const rules = content("/etc/spe-bastion/fence.nft");
    assert.match(rules, /meta skuid != \{ spe, mona, otto \} accept/);
    assert.match(rules, /ip daddr 10\.20\.0\.0\/24 tcp dport 22 log .* accept\n\s+reject\n/);
  });

  it("sends its log where it is asked to, and has nothing for it where it is not", () => {
    assert.match(
      content("/etc/spe-bastion/forward-log"),
      /--data-binary @batch 'https:\/\/log\.example\.org\/spe'/,
    );
    assert.deepEqual(document.authorities, [audit.certificateAuthority]);
    const quiet = bastionDocument({ adminKeys: args.adminKeys, cidr: "10.20.0.0/24" });
    assert.deepEqual(
      quiet.units?.map(({ name }) => name),
      ["bastion-fence.service"],
    );
    assert.equal(quiet.authorities, undefined);
  });
});

function pem(): string {
  return "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
}
