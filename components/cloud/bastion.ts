import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../five-safes";
import { accountNameProblem } from "../people/account-name";
import { rejectArgs } from "../validation";
import { type AuditSink, bastionDocument } from "./bastion-document";
import type { CloudAccess } from "./cloud-access";
import { projectTags } from "./cloud-names";
import type { CloudSite } from "./cloud-site";
import { Machine } from "./machine";
import type { SshLogin } from "./machine-connection";
import { operatorUser } from "./machine-document";
import { urlProblem } from "./machine-document-problems";
import type { ProjectGround } from "./project-ground";
import { publicKeyProblem } from "./ssh-public-key";

/** What a bastion is made from. */
export interface BastionArgs {
  project: ProjectFacts;
  site: CloudSite;
  /**
   * The network of the machines that are reached through it; made with `floatingAddresses`, a line of access to port 22
   * of the role `bastion` from the administrators' ranges, and lines from that role to port 22 of the others.
   */
  ground: ProjectGround;
  /** How its console is asked for. */
  cloud: CloudAccess;
  /** The operator's OpenSSH public key, by which the engine goes through it. */
  publicKey: string;
  /** Administrators: name of the account → their own OpenSSH public keys. */
  adminKeys: Record<string, string[]>;
  /** Where its log of logins goes beside its own journal. @default nowhere */
  audit?: AuditSink;
  /** Flavor under the site's name. @default the site's small one */
  flavor?: string;
  /** Minutes that it has to become ready. @default 10 */
  readyMinutes?: number;
}

const role = "bastion";

/** The way in for those who administer a project's machines: SSH through it to the machines, and nothing else. */
export class Bastion extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:cloud:Bastion";

  /** Its floating address, known when it leads to a bastion that is ready. */
  readonly address: pulumi.Output<string>;
  /** Its SSH host key, `ssh-ed25519 AAAA…`. */
  readonly hostKey: pulumi.Output<string>;
  /** Its host keys as lines of a known_hosts file. */
  readonly hostKeys: pulumi.Output<string[]>;

  constructor(name: string, args: BastionArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Bastion.__pulumiType, name, {}, opts);
    const { adminKeys, audit, ground, ...machineArgs } = args;
    rejectArgs(`bastion "${name}"`, {
      ground: ground.routerId === undefined ? "must be made with floatingAddresses" : undefined,
      adminKeys:
        Object.keys(adminKeys).length === 0
          ? "must name the administrators; leave the bastion out where there are none"
          : undefined,
      ...Object.fromEntries(
        Object.entries(adminKeys).map(([person, keys]) => [
          `adminKeys.${person}`,
          personProblem(person, keys),
        ]),
      ),
      "audit.url": audit && urlProblem(audit.url),
    });

    const document = bastionDocument({ adminKeys, cidr: ground.cidr, ...(audit ? { audit } : {}) });
    const machine = new Machine(name, { ...machineArgs, ground, role, document }, { parent: this });
    const floating = new openstack.networking.FloatingIp(
      `${name}-address`,
      { pool: args.site.externalNetwork, description: name, tags: projectTags(args.project, role) },
      { parent: this },
    );
    const joined = new openstack.networking.FloatingIpAssociate(
      `${name}-association`,
      { floatingIp: floating.address, portId: machine.portId },
      // Neutron needs the subnet's way to the external network first
      { parent: this, dependsOn: ground },
    );

    this.address = pulumi.all([joined.floatingIp, machine.hostKey]).apply(([address]) => address);
    this.hostKey = machine.hostKey;
    this.hostKeys = pulumi
      .all([this.address, machine.hostKey])
      .apply(([address, key]) => [`${address} ${key}`]);
    this.registerOutputs({ address: this.address, hostKey: this.hostKey, hostKeys: this.hostKeys });
  }

  /**
   * How the engine goes through it, as the proxy of a `MachineConnection`.
   * @param privateKey the one that belongs to the operator's public key
   */
  connection(privateKey: pulumi.Input<string>): SshLogin {
    return { host: this.address, user: operatorUser, privateKey, hostKey: this.hostKey };
  }
}

function personProblem(name: string, keys: string[]): string | undefined {
  if (keys.length === 0) return "must have a key";
  return accountNameProblem(name) ?? keys.map(publicKeyProblem).find((problem) => problem !== undefined);
}
