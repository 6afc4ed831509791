/** The five safes: the words that components and policies share. Imports nothing. */
export const safes = ["safe-people", "safe-projects", "safe-settings", "safe-data", "safe-outputs"] as const;

/** One of the five safes. */
export type Safe = (typeof safes)[number];

/** How sensitive a project's data is: 0 (open) to 3 (most sensitive), as SATRE and the Turing Data Safe Haven use it. */
export type Tier = 0 | 1 | 2 | 3;

/** What a person may be in a project; each is one group of the realm. */
export const peopleRoles = ["researcher", "checker", "manager"] as const;

/** One of the roles of people in a project. */
export type PeopleRole = (typeof peopleRoles)[number];

/** What a bucket is for; its rights, versioning and retention follow from it. */
export const bucketRoles = ["input", "scratch", "egress-request", "release", "audit"] as const;

/** One of the roles of buckets. */
export type BucketRole = (typeof bucketRoles)[number];

/** Keys of the labels on every resource that takes them. */
export const labelKeys = {
  project: "spe.project",
  tier: "spe.tier",
  role: "spe.role",
  expires: "spe.expires",
  permit: "spe.permit",
  manager: "spe.manager",
} as const;

/** The facts of a project that its labels carry. */
export interface ProjectFacts {
  /** Id of the project, for example `heart`. */
  id: string;
  tier: Tier;
  /** Last day of the permit, ISO date. */
  expires: string;
  /** Reference of the data permit, for example `EHDS-2026-0042`. */
  permit: string;
  /** E-mail address of the person who manages the project. */
  manager: string;
}

/** The labels of a project's resource; `role` says what the resource is for, for example `researcher` or `input`. */
export function projectLabels(project: ProjectFacts, role: string): Record<string, string> {
  return {
    [labelKeys.project]: project.id,
    [labelKeys.tier]: String(project.tier),
    [labelKeys.role]: role,
    [labelKeys.expires]: project.expires,
    [labelKeys.permit]: project.permit,
    [labelKeys.manager]: project.manager,
  };
}
