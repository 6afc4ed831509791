import type * as pulumi from "@pulumi/pulumi";

/** How a host is entered over SSH: by a key, and only where it shows its own. */
export interface SshLogin {
  /** Address of the host. */
  host: pulumi.Input<string>;
  user: string;
  /** Key that lets in, in OpenSSH's or PEM format. */
  privateKey: pulumi.Input<string>;
  /** `ssh-ed25519 AAAA…` */
  hostKey: pulumi.Input<string>;
}

/** How a machine is reached, as the resources of `@pulumi/command` take it. */
export interface MachineConnection extends SshLogin {
  /** The bastion on the way. @default none: the machine is reached directly */
  proxy?: SshLogin;
}
