import type { ProjectFacts } from "../five-safes";
import type { CloudAccess } from "./cloud-access";
import type { CloudSite } from "./cloud-site";
import type { MachineDocument } from "./machine-document";
import type { ProjectGround } from "./project-ground";

/** What a machine is made from. */
export interface MachineArgs {
  project: ProjectFacts;
  site: CloudSite;
  /** The network that it stands in. */
  ground: ProjectGround;
  /** How its console is asked for. */
  cloud: CloudAccess;
  /** What it is for; its label `spe.role`, and the security group of the ground that it stands in. */
  role: string;
  /** What it sets up by itself. */
  document: MachineDocument;
  /** The operator's OpenSSH public key; it lets in as the user `spe`. */
  publicKey: string;
  /** Flavor under the site's name; another one resizes the machine. @default the site's small one */
  flavor?: string;
  /** Size of the boot volume; of no meaning where the site lets machines boot from local disks. @default 20 */
  rootDiskGib?: number;
  /** The volume for what must outlive the machine. @default none */
  dataVolume?: {
    sizeGib: number;
    /** Absolute path where it is mounted. */
    mountPath: string;
  };
  /** Whether Pulumi refuses to delete the data volume; false only in the step before a destroy. @default true */
  protect?: boolean;
  /** Minutes that it has to become ready, from when the instance runs. @default 10 */
  readyMinutes?: number;
}
