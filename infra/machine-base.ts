import type * as pulumi from "@pulumi/pulumi";
import type { CloudAccess, CloudCredential, CloudSite, ProjectGround } from "../components";
import type { Settings } from "./settings";

/** What every machine of an environment is made with. */
export interface MachineBase {
  project: Settings["project"];
  site: CloudSite;
  ground: ProjectGround;
  /** By the environment's own application credential. */
  cloud: CloudAccess & CloudCredential;
  publicKey: string;
}

/** What a machine is to those who use it. */
export interface MachineOutputs {
  /** Address in the ground; reached through the bastion. */
  address: pulumi.Output<string>;
  /** Its keys as lines of a known_hosts file. */
  hostKeys: pulumi.Output<string[]>;
  /** Where each mount is, by its service account. */
  mounts: Record<string, pulumi.Output<string>>;
}
