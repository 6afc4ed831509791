/** A file that a machine has from the start. No secret may stand in it: see `MachineSecret`. */
export interface MachineFile {
  /** Absolute path; not below the mount path of a data volume, which is mounted later. */
  path: string;
  content: string;
  /** User, or `user:group`. @default "root:root" */
  owner?: string;
  /** Four octal digits; others never get the right to write. @default "0644" */
  mode?: string;
}

/** A file that a machine downloads and checks before it gets its place. */
export interface MachineArtefact {
  /** Address, https. */
  url: string;
  /** SHA-256 of what is downloaded, 64 hexadecimal digits. */
  sha256: string;
  /** Absolute path of the file; with `unpack`, of the folder that gets what is in the archive as it is in it. */
  path: string;
  /** Four octal digits; with `unpack`, the archive's own count. @default "0755" */
  mode?: string;
  /** Whether it is an archive that tar unpacks. @default false */
  unpack?: boolean;
}

/** An account on a machine; nobody has a password. */
export interface MachineUser {
  /** Lower-case letters, digits, `_` and `-`, at most 32. */
  name: string;
  /** 1000 to 59999. @default the next one that is free */
  uid?: number;
  /** Groups beside its own; those that do not exist are made. @default [] */
  groups?: string[];
  /** Whether it may do everything as root. @default false */
  sudo?: boolean;
  /** OpenSSH public keys that let it in; none for an account that only services run as. */
  publicKeys: string[];
  /** Absolute path. @default "/bin/bash" */
  shell?: string;
}

/** A unit of systemd. */
export interface MachineUnit {
  /** Name with its type, `minio.service`. */
  name: string;
  content: string;
  /**
   * Whether it is enabled and started; then the machine is ready only while it stays active. False for what another
   * unit starts: the service of a timer or socket, a template.
   * @default true
   */
  start?: boolean;
}

/**
 * What a machine sets up by itself at its first boot, in this order: files, authorities, artefacts, the data volume,
 * commands, units. It tries again from the start until all of it has succeeded once, so commands must be repeatable.
 * A change of the document is another machine in place of this one, with the same address and data volume.
 */
export interface MachineDocument {
  /** @default [] */
  files?: MachineFile[];
  /** @default [] */
  artefacts?: MachineArtefact[];
  /** @default [] */
  users?: MachineUser[];
  /** Programs with their arguments, which root runs without a shell: `["chown", "minio:", "/data"]`. @default [] */
  commands?: string[][];
  /** @default [] */
  units?: MachineUnit[];
  /** PEM of certificate authorities that everything on the machine trusts. @default [] */
  authorities?: string[];
}

/** The account that the operator's key lets in, and by which the engine works on a machine; it may do everything. */
export const operatorUser = "spe";

/** Where the parts lie that every machine has; nothing of a document may lie there. */
export const machineFolder = "/usr/local/lib/spe";
