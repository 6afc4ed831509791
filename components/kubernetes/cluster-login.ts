import type * as pulumi from "@pulumi/pulumi";

/** How a cluster's API server authenticates the realm's people. */
export interface ClusterLogin {
  /** Issuer of the realm. */
  issuer: pulumi.Input<string>;
  /** Client that the tokens are for. */
  clientId: pulumi.Input<string>;
  /** PEM of the private CA that signed the issuer's certificate. @default the authorities that the cluster knows */
  certificateAuthority?: string;
}

/**
 * What names of a realm's people and groups begin with in a cluster: they are never those of its own accounts, nor those of
 * another project's realm, whose administrator may call a group as he likes.
 */
export const claimPrefix = (projectId: string): string => `oidc:${projectId}:`;

/** Claim that names a person. */
export const userClaim = "sub";

/** Claim that names a person's groups, by their paths in the realm. */
export const groupsClaim = "groups";
