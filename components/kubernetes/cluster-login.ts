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

/** What names of people and groups begin with in a cluster, so that they are never those of its own accounts. */
export const claimPrefix = "oidc:";

/** Claim that names a person. */
export const userClaim = "sub";

/** Claim that names a person's groups, by their paths in the realm. */
export const groupsClaim = "groups";
