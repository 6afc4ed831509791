import type * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../five-safes";
import type { ProtesGatewayArgs } from "./protes-gateway-args";
import type { ExternalService } from "./service-registry";

/** A service of tasks that a federation sends tasks to. */
export interface FederationMember {
  /** Its entry in the registry; for a service of ours, its `registryEntry`. */
  service: pulumi.Input<ExternalService>;
  /** Whether it asks people for a token; one that does not is no member. */
  login: "token" | "none";
  /** PEM of the private CA that signed its certificate. @default the authorities that Node knows */
  certificateAuthority?: string;
}

/** What a federation is made from. */
export interface TesFederationArgs {
  project: ProjectFacts;
  /** Keyed by a short name for people, `charite`. At least one. */
  members: Record<string, FederationMember>;
  /** A gateway that spreads tasks over the members. @default none: only the registry */
  gateway?: Omit<ProtesGatewayArgs, "project" | "services">;
}
