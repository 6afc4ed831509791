import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../five-safes";
import { rejectArgs } from "../validation";
import { cloudName } from "./cloud-names";
import { projectIdProblem } from "./ground-problems";

/** A call that a credential may make. */
export interface AccessRule {
  /** Type of the service in Keystone's catalogue. */
  service: (typeof services)[number];
  method: (typeof methods)[number];
  /** Path at the service: `/v2.1/servers/{server_id}`, `*` for one part, `**` for any number of them. */
  path: string;
}

/** What a credential is made from. */
export interface ProjectCredentialArgs {
  project: ProjectFacts;
  /** What it is for, as part of its name: `cluster`. */
  purpose: string;
  /** The calls that it may make, and no others. */
  accessRules: AccessRule[];
  /** Roles in the OpenStack project; the last two are what Octavia and Barbican ask for. @default reader */
  roles?: (typeof allowedRoles)[number][];
  /** Last day, ISO date, no later than the project's. @default the project's */
  expires?: string;
}

const allowedRoles = ["reader", "member", "load-balancer_member", "creator"] as const;
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;
const services = [
  "compute",
  "dns",
  "image",
  "key-manager",
  "load-balancer",
  "network",
  "object-store",
  "orchestration",
  "placement",
  "sharev2",
  "volumev3",
] as const;

/** What a machine logs in to OpenStack with: a few calls, for a time, and no way to make itself more. */
export class ProjectCredential extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:cloud:ProjectCredential";

  /** Id to log in with. */
  readonly credentialId: pulumi.Output<string>;
  /** Secret to log in with, which Keystone tells once. */
  readonly secret: pulumi.Output<string>;

  constructor(name: string, args: ProjectCredentialArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ProjectCredential.__pulumiType, name, {}, opts);
    const { project, purpose, accessRules, roles = ["reader"], expires = project.expires } = args;
    rejectArgs(`credential "${name}"`, credentialProblems({ ...args, roles, expires }));

    const credential = new openstack.identity.ApplicationCredential(
      name,
      {
        name: cloudName(project.id, purpose),
        description: `${purpose} of project ${project.id}`,
        unrestricted: false,
        roles,
        accessRules,
        expiresAt: `${expires}T23:59:59Z`,
      },
      // every change makes another one, whose name Keystone refuses beside the first
      { parent: this, deleteBeforeReplace: true },
    );

    this.credentialId = credential.id;
    this.secret = pulumi.secret(credential.secret);
    this.registerOutputs({ credentialId: this.credentialId, secret: this.secret });
  }
}

function credentialProblems(args: Required<ProjectCredentialArgs>): Record<string, string | undefined> {
  const { project, purpose, accessRules, roles, expires } = args;
  return {
    "project.id": projectIdProblem(project.id),
    purpose: /^[a-z][a-z0-9-]{1,30}$/.test(purpose)
      ? undefined
      : `must be 2 to 31 lower-case letters, digits or hyphens, got "${purpose}"`,
    roles:
      roles.length > 0 && roles.every((role) => allowedRoles.includes(role))
        ? undefined
        : `must be some of ${allowedRoles.join(", ")}, got ${roles.join(", ") || "none"}`,
    expires: expiryProblem(expires, project.expires),
    accessRules: accessRules.length === 0 ? "must list the calls; without any, all are allowed" : undefined,
    ...Object.fromEntries(accessRules.map((rule, at) => [`accessRules[${at}]`, ruleProblem(rule)])),
  };
}

function expiryProblem(expires: string, last: string): string | undefined {
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/.test(expires) && new Date(`${expires}T00:00:00Z`).toJSON()?.startsWith(expires);
  if (!isDay) return `must be an ISO date, got "${expires}"`;
  return expires > last
    ? `must be no later than the project's last day, ${last}, got "${expires}"`
    : undefined;
}

function ruleProblem({ service, method, path }: AccessRule): string | undefined {
  if (!services.includes(service)) return `must have a service of ${services.join(", ")}, got "${service}"`;
  if (!methods.includes(method)) return `must have a method of ${methods.join(", ")}, got "${method}"`;
  if (!/^\/[\w.~{}*/-]+$/.test(path)) return `must have a path such as "/v2.1/servers", got "${path}"`;
  // every method of every path is what the list is there to prevent
  return /^\/?[*/]+$/.test(path) ? `must not have a path for everything, got "${path}"` : undefined;
}
