import type { BucketRole, Tier } from "../five-safes";
import type { ObjectStoreServer } from "./object-store-server";
import type { NamedPerson } from "./people-policy";
import type { PolicyScope } from "./role-policies";

/** One bucket of a project. */
export interface BucketArgs {
  role: BucketRole;
  /**
   * Tells apart several buckets of a role: `imaging` makes `heart-input-imaging`.
   * @default none
   */
  name?: string;
  /**
   * Most that it may hold, `500 GiB`: a whole number and B, KiB, MiB, GiB or TiB.
   * @default no limit
   */
  quota?: string;
  /**
   * Days that no version of an object can be deleted; for egress-request, release and audit only.
   * @default 30
   */
  retentionDays?: number;
}

/** What the buckets of a project are made from. */
export interface ObjectStoreArgs {
  /** Id of the project, `^[a-z][a-z0-9-]{2,23}$`; names of buckets and policies begin with it. */
  projectId: string;
  /** How sensitive the data is; at tier 3 nobody at all can lift a lock (`COMPLIANCE`), below it an administrator can. */
  tier: Tier;
  server: ObjectStoreServer;
  /** Key in the server's KMS that the buckets are encrypted with, for example `spe-heart`; it must exist. */
  kmsKey: string;
  buckets: BucketArgs[];
  /** What a person's own prefix is called; see `PolicyScope`. @default "subject" */
  prefix?: PolicyScope["prefix"];
  /** Whether a listing of scratch's root shows the prefixes of others. @default false */
  listNames?: boolean;
  /** CIDRs from which people reach the store; see `PolicyScope`. @default any address */
  sourceRanges?: string[];
  /** Rights of named people. @default none */
  people?: NamedPerson[];
  /** Whether Pulumi refuses to delete the buckets; false only in the step before a destroy. @default true */
  protect?: boolean;
}

/** Roles whose earlier versions count: what was given, asked for, released and done. Scratch is space to work in. */
export const versionedRoles: readonly BucketRole[] = ["input", "egress-request", "release", "audit"];

/** Roles whose objects are evidence and cannot be deleted for some days. */
export const lockedRoles: readonly BucketRole[] = ["egress-request", "release", "audit"];

/** Role, or role/name, of a bucket. */
export const bucketKey = ({ role, name }: Pick<BucketArgs, "role" | "name">): string =>
  name ? `${role}/${name}` : role;
