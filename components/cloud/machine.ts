import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { projectLabels } from "../five-safes";
import { rejectArgs } from "../validation";
import { cloudConfig } from "./cloud-config";
import { projectTags } from "./cloud-names";
import type { MachineArgs } from "./machine-args";
import type { MachineConnection, SshLogin } from "./machine-connection";
import { operatorUser } from "./machine-document";
import { findImage } from "./machine-image";
import { machineProblems } from "./machine-problems";
import { MachineReadiness } from "./machine-readiness";

/**
 * A machine that sets itself up as its document says. It is there when it has said that it is ready.
 *
 * A document is for the first boot: a change of it, of the image or of the operator's key puts another machine in place
 * of this one, whose host key is another as well; address and data volume stay. A new flavor resizes it. What changes
 * while a machine lives goes there over SSH (`MachineSecret`).
 */
export class Machine extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:cloud:Machine";

  /** Id in Nova. */
  readonly instanceId: pulumi.Output<string>;
  /** Id of its port in Neutron; it stays when the machine is replaced. */
  readonly portId: pulumi.Output<string>;
  /** Its address in the ground, known when it is ready. */
  readonly address: pulumi.Output<string>;
  /** Its SSH host key, `ssh-ed25519 AAAA…`, as a `MachineConnection` takes it. */
  readonly hostKey: pulumi.Output<string>;
  /** Its host keys as lines of a known_hosts file. */
  readonly hostKeys: pulumi.Output<string[]>;

  constructor(name: string, args: MachineArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Machine.__pulumiType, name, {}, opts);
    rejectArgs(`machine "${name}"`, machineProblems(name, args));
    const { cloud, document, publicKey, dataVolume, readyMinutes = 10 } = args;

    const keypair = new openstack.compute.Keypair(`${name}-key`, { publicKey }, { parent: this });
    const port = this.buildPort(name, args);
    const volume = this.buildDataVolume(name, args);
    const config = pulumi.output(volume?.id).apply((id) =>
      cloudConfig({
        document,
        publicKey,
        ...(id && dataVolume ? { dataVolume: { id, mountPath: dataVolume.mountPath } } : {}),
      }),
    );
    const instance = this.buildInstance(name, args, { keypair, port, volume, userData: config.userData });
    const ready = new MachineReadiness(
      `${name}-ready`,
      {
        cloud,
        machine: name,
        instanceId: instance.id,
        instanceUrn: instance.urn,
        digest: config.digest,
        readyMinutes,
      },
      { parent: this },
    );

    this.instanceId = instance.id;
    this.portId = port.id;
    this.address = pulumi.all([port.allFixedIps, ready.hostKeys]).apply(([[address = ""]]) => address);
    this.hostKey = ready.hostKeys.apply(([key = ""]) => key);
    this.hostKeys = pulumi
      .all([this.address, ready.hostKeys])
      .apply(([address, keys]) => keys.map((key) => `${address} ${key}`));
    const { instanceId, portId, address, hostKey, hostKeys } = this;
    this.registerOutputs({ instanceId, portId, address, hostKey, hostKeys });
  }

  /**
   * How the operator reaches it.
   * @param privateKey the one that belongs to the machine's public key
   * @param proxy the bastion on the way
   */
  connection(privateKey: pulumi.Input<string>, proxy?: SshLogin): MachineConnection {
    const login = { host: this.address, user: operatorUser, privateKey, hostKey: this.hostKey };
    return proxy === undefined ? login : { ...login, proxy };
  }

  private buildPort(name: string, { project, ground, role }: MachineArgs): openstack.networking.Port {
    return new openstack.networking.Port(
      `${name}-port`,
      {
        name,
        networkId: ground.networkId,
        fixedIps: [{ subnetId: ground.subnetId }],
        securityGroupIds: [ground.groupId(role)],
        portSecurityEnabled: true,
        adminStateUp: true,
        tags: projectTags(project, role),
      },
      { parent: this },
    );
  }

  private buildDataVolume(
    name: string,
    { project, site, role, dataVolume, protect = true }: MachineArgs,
  ): openstack.blockstorage.Volume | undefined {
    if (dataVolume === undefined) return undefined;
    return new openstack.blockstorage.Volume(
      `${name}-data`,
      {
        name: `${name}-data`,
        size: dataVolume.sizeGib,
        volumeType: site.encryptedVolumeType,
        metadata: projectLabels(project, role),
        ...zoneOf(site),
      },
      { parent: this, protect },
    );
  }

  private buildInstance(name: string, args: MachineArgs, parts: InstanceParts): openstack.compute.Instance {
    const { project, site, ground, role, flavor = site.flavors.small, rootDiskGib = 20 } = args;
    const { keypair, port, volume, userData } = parts;
    const imageId = findImage(site.image, { parent: this });
    return new openstack.compute.Instance(
      name,
      {
        name,
        flavorName: flavor,
        keyPair: keypair.name,
        networks: [{ port: port.id }],
        schedulerHints: [{ group: ground.serverGroupId }],
        metadata: projectLabels(project, role),
        configDrive: true,
        userData,
        ...(site.localDisksEncrypted ? { imageId } : {}),
        blockDevices: [
          {
            uuid: imageId,
            sourceType: "image",
            bootIndex: 0,
            deleteOnTermination: true,
            ...(site.localDisksEncrypted
              ? { destinationType: "local" }
              : {
                  destinationType: "volume",
                  volumeSize: rootDiskGib,
                  volumeType: site.encryptedVolumeType,
                }),
          },
          // attached from the first boot on and let go after the last, so that nothing is written in between
          ...(volume === undefined
            ? []
            : [
                {
                  uuid: volume.id,
                  sourceType: "volume",
                  destinationType: "volume",
                  bootIndex: -1,
                  deleteOnTermination: false,
                },
              ]),
        ],
        // what is still in memory gets to the data volume
        stopBeforeDestroy: volume !== undefined,
        ...zoneOf(site),
      },
      // port and data volume belong to one machine at a time; it needs the ground's rules from its first boot on
      {
        parent: this,
        dependsOn: ground,
        deleteBeforeReplace: true,
        replaceOnChanges: ["userData", notMade],
      },
    );
  }
}

/**
 * How the engine calls that an earlier run could not make the whole of a resource (`initErrorSpecialKey` in its
 * resource/deploy/step_generator.go): an instance that Nova leaves in ERROR is of no use, and the next run makes another.
 */
const notMade = "#initerror";

interface InstanceParts {
  keypair: openstack.compute.Keypair;
  port: openstack.networking.Port;
  volume: openstack.blockstorage.Volume | undefined;
  userData: pulumi.Input<string>;
}

const zoneOf = ({ availabilityZone }: MachineArgs["site"]): { availabilityZone?: string } =>
  availabilityZone === undefined ? {} : { availabilityZone };
