import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import type { CloudAccess } from "../../../components/cloud/cloud-access";
import { Machine } from "../../../components/cloud/machine";
import type { MachineArgs } from "../../../components/cloud/machine-args";
import { ProjectGround, type ProjectGroundArgs } from "../../../components/cloud/project-ground";
import { projectLabels } from "../../../components/five-safes";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { heart, site, tags } from "./heart";
import { hostKey, publicKey } from "./keys";
import { machineFindings } from "./machine-findings";

const ground: ProjectGroundArgs = {
  project: heart,
  site,
  cidr: "10.20.0.0/24",
  access: [{ to: "store", port: 22, from: { role: "bastion" }, why: "administration" }],
};

const cloud: CloudAccess = {
  authUrl: "https://keystone.example.org:5000/v3",
  region: "Sandbox",
  projectName: "heart-cloud",
  userName: "spe-operator",
  password: "operator-password",
};

const args: Omit<MachineArgs, "ground"> = {
  project: heart,
  site,
  cloud,
  role: "store",
  document: { files: [{ path: "/etc/store/env", content: "A=1\n" }] },
  publicKey,
  dataVolume: { sizeGib: 10, mountPath: "/data" },
};

/** What the servers would add. */
const answers = (type: string): Record<string, unknown> => {
  if (type.endsWith(":Port")) return { allFixedIps: ["10.20.0.7"] };
  if (type.endsWith(":Keypair")) return { name: "heart-store-key-name" };
  return type.endsWith(":MachineReadiness") ? { hostKeys: [hostKey] } : {};
};

const build = async (changes: Partial<MachineArgs> = {}, use: (machine: Machine) => unknown = () => {}) => {
  const recorded = await recordResources(
    () =>
      use(
        new Machine("heart-store", {
          ...args,
          ground: new ProjectGround("heart-ground", ground),
          ...changes,
        }),
      ),
    answers,
  );
  return recorded.filter(({ name }) => name.startsWith("heart-store"));
};

const named = (recorded: Recorded[], name: string): Recorded =>
  recorded.find((it) => it.name === name && !it.type.startsWith("spe:")) ??
  assert.fail(`no "${name}" among the resources`);

/** Against a mocked engine: what is asked of Nova, Neutron and Cinder, nothing about a machine. */
describe("Machine", () => {
  it("is made of exactly these parts, well built", async () => {
    const recorded = await build();
    assertWellBuilt(recorded);
    assert.deepEqual(recorded.map(({ type, name }) => `${type.replace(/.*:/, "")} ${name}`).sort(), [
      "Instance heart-store",
      "Keypair heart-store-key",
      "Machine heart-store",
      "MachineReadiness heart-store-ready",
      "Port heart-store-port",
      "Volume heart-store-data",
    ]);
    const bare = await build({ dataVolume: undefined });
    assert.ok(bare.every(({ type }) => !type.endsWith(":Volume")));
  });

  it("stands in its role's group of the ground, at an address of its own", async () => {
    assert.deepEqual(named(await build(), "heart-store-port").inputs, {
      name: "heart-store",
      networkId: "heart-ground-id",
      fixedIps: [{ subnetId: "heart-ground-subnet-id" }],
      securityGroupIds: ["heart-ground-store-id"],
      portSecurityEnabled: true,
      adminStateUp: true,
      tags: tags("store"),
    });
  });

  it("boots the image from an encrypted volume, by a key that was made elsewhere", async () => {
    const recorded = await build();
    assert.deepEqual(named(recorded, "heart-store-key").inputs, { publicKey });
    const { userData, ...inputs } = named(recorded, "heart-store").inputs;
    assert.match(String(userData), /^#cloud-config\n/);
    assert.deepEqual(inputs, {
      name: "heart-store",
      flavorName: site.flavors.small,
      keyPair: "heart-store-key-name",
      networks: [{ port: "heart-store-port-id" }],
      schedulerHints: [{ group: "heart-ground-servers-id" }],
      metadata: projectLabels(heart, "store"),
      configDrive: true,
      blockDevices: [
        {
          uuid: "Debian-12-id",
          sourceType: "image",
          destinationType: "volume",
          volumeSize: 20,
          volumeType: "LUKS",
          bootIndex: 0,
          deleteOnTermination: true,
        },
        {
          uuid: "heart-store-data-id",
          sourceType: "volume",
          destinationType: "volume",
          bootIndex: -1,
          deleteOnTermination: false,
        },
      ],
      stopBeforeDestroy: true,
    });
  });

  it("boots from a local disk where the site encrypts those", async () => {
    const recorded = await build({ site: { ...site, localDisksEncrypted: true }, dataVolume: undefined });
    const { imageId, blockDevices, stopBeforeDestroy } = named(recorded, "heart-store").inputs;
    assert.equal(imageId, "Debian-12-id");
    assert.equal(stopBeforeDestroy, false);
    assert.deepEqual(blockDevices, [
      {
        uuid: "Debian-12-id",
        sourceType: "image",
        destinationType: "local",
        bootIndex: 0,
        deleteOnTermination: true,
      },
    ]);
  });

  it("is replaced for a change of its document or where it was not made whole, the old one first, and keeps its protected data volume", async () => {
    const recorded = await build();
    const { deleteBeforeReplace, replaceOnChanges } = named(recorded, "heart-store")
      .opts as pulumi.CustomResourceOptions;
    assert.deepEqual([deleteBeforeReplace, replaceOnChanges], [true, ["userData", "#initerror"]]);
    const volume = named(recorded, "heart-store-data");
    assert.equal(volume.opts.protect, true);
    assert.deepEqual(volume.inputs, {
      name: "heart-store-data",
      size: 10,
      volumeType: "LUKS",
      metadata: projectLabels(heart, "store"),
    });
    assert.equal(named(await build({ protect: false }), "heart-store-data").opts.protect, false);
  });

  it("is asked for over the cloud's API, with a secret that stays one", async () => {
    const recorded = await build();
    const { inputs, secrets } = named(recorded, "heart-store-ready");
    const { __provider, digest, instanceUrn, ...rest } = inputs;
    assert.match(String(instanceUrn), /Instance::heart-store$/);
    assert.match(String(named(recorded, "heart-store").inputs.userData), new RegExp(`spe|ready ${digest}`));
    assert.deepEqual(rest, {
      authUrl: "https://keystone.example.org:5000/v3",
      region: "Sandbox",
      certificateAuthority: "",
      projectName: "heart-cloud",
      userName: "spe-operator",
      domainName: "Default",
      password: "operator-password",
      applicationCredentialId: "",
      applicationCredentialSecret: "",
      machine: "heart-store",
      instanceId: "heart-store-id",
      readyMinutes: 10,
    });
    assert.deepEqual(secrets.sort(), ["applicationCredentialSecret", "password"]);
  });

  it("tells its address, its keys and how to reach it", async () => {
    const told: unknown[] = [];
    await build({}, ({ instanceId, portId, address, hostKeys, ...machine }) => {
      for (const output of [instanceId, portId, address, machine.hostKey, hostKeys])
        (output as pulumi.Output<unknown>).apply((value) => told.push(value));
    });
    assert.deepEqual(
      told.sort(),
      [
        ["10.20.0.7 ", hostKey].join("").split("\n"),
        "10.20.0.7",
        "heart-store-id",
        "heart-store-port-id",
        hostKey,
      ].sort(),
    );
    const proxy = { host: "198.18.0.60", user: "spe", privateKey: "proxy-key", hostKey };
    await build({}, (machine) => {
      assert.deepEqual(machine.connection("private", proxy), {
        host: machine.address,
        user: "spe",
        privateKey: "private",
        hostKey: machine.hostKey,
        proxy,
      });
      assert.equal("proxy" in machine.connection("private"), false);
    });
  });

  it("holds every rule of the pack at every tier", async () => {
    assert.deepEqual(
      await machineFindings((project, opts) => {
        const made = new ProjectGround("heart-ground", { ...ground, project }, opts);
        new Machine("heart-store", { ...args, project, ground: made }, opts);
      }),
      [],
    );
  });

  it("is refused with all that is wrong at once, before anything is made", async () => {
    const made: Recorded[] = [];
    await assert.rejects(
      build({
        project: { ...heart, id: "liver" },
        cloud: { ...cloud, authUrl: "http://keystone.example.org" },
        role: "portal",
        publicKey: "mona",
        rootDiskGib: 1.5,
        dataVolume: { sizeGib: 0, mountPath: "/etc" },
        readyMinutes: 0,
        document: { files: [{ path: "a", content: "a" }] },
      }).then((recorded) => made.push(...recorded)),
      {
        message: [
          'machine "heart-store": project must be the ground\'s, "heart", got "liver"',
          'cloud must have Keystone\'s https address as authUrl, such as "https://cloud.example.org:5000/v3", got "http://keystone.example.org"',
          'role must be a role of the ground: the ground has the roles store, bastion, not "portal"',
          'publicKey must be one OpenSSH public key such as "ssh-ed25519 AAAA… alice"; types are ssh-ed25519, sk-ssh-ed25519@openssh.com, ecdsa-sha2-nistp256, ecdsa-sha2-nistp384, ecdsa-sha2-nistp521, sk-ecdsa-sha2-nistp256@openssh.com, ssh-rsa',
          "rootDiskGib must be a whole number from 5 to 2000, got 1.5",
          "dataVolume.sizeGib must be a whole number from 1 to 100000, got 0",
          'dataVolume.mountPath must be an absolute path of its own such as "/data", got "/etc"',
          "readyMinutes must be a whole number from 1 to 120, got 0",
          'document.files[0].path must be an absolute path of letters, digits and ". _ - @ : +", got "a"',
        ].join("; "),
      },
    );
    assert.deepEqual(made, []);
  });

  it("is refused when its user data is too large for Nova", async () => {
    const files = [{ path: "/etc/large", content: "a".repeat(60_000) }];
    await assert.rejects(
      build({ document: { files } }),
      /document must be at most 65535 bytes in base64, is /,
    );
  });
});
