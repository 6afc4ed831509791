/** A person who gets an account on machines. */
export interface Person {
  /** What stays the same while the person's name or keys change: the subject of the login. @default the name */
  id?: string;
  /** Name of the account, `^[a-z_][a-z0-9_-]{0,31}$`; none that systems have for themselves. */
  name: string;
  /** 20000 to 59999, for who needs a certain one. @default made from the id, the same on every machine */
  uid?: number;
  /** OpenSSH public keys that let the person in; at least one. */
  publicKeys: string[];
  /** Groups beside the person's own; those that do not exist are made. @default [] */
  groups?: string[];
  /** Whether the person may do everything as root. @default false */
  sudo?: boolean;
}

/** An account as a machine has it; its own group has the uid as gid. */
export interface MachineAccount {
  name: string;
  uid: number;
  groups: string[];
  sudo: boolean;
  publicKeys: string[];
}

/** A group of people as a machine has it. */
export interface PeopleGroup {
  name: string;
  gid: number;
}

/** What a machine is told about its people. */
export interface AccountsDocument {
  groups: PeopleGroup[];
  people: MachineAccount[];
}
