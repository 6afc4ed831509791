/** What a token may do: viewers read, the others change as well. */
export const tokenRoles = ["viewer", "editor", "owner"] as const;

export type TokenRole = (typeof tokenRoles)[number];

/** What a stand-in is run with. */
export interface KkpSettings {
  /** On loopback. */
  address: string;
  /** 0 takes a free one. */
  port: number;
  /** Paths of its certificate and key (PEM). */
  tls: { certificate: string; key: string };
  /** Path of the file that keeps its state; it holds credentials, and is 0600. */
  stateFile: string;
  /** Id of its one project. */
  projectId: string;
  /** Role → token. */
  tokens: Record<TokenRole, string>;
  /** Name of its one datacenter. */
  dc: string;
  /** Versions of Kubernetes that it offers. */
  versions: string[];
  /** Ids of the project's SSH keys. */
  sshKeys: string[];
}
