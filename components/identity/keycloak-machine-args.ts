import type * as pulumi from "@pulumi/pulumi";
import type { MachineArtefact } from "../cloud/machine-document";
import type { ServerCertificate, ServerMachineArgs } from "../cloud/server-machine";

/** What a machine with Keycloak is made from. */
export interface KeycloakMachineArgs extends ServerMachineArgs {
  /**
   * Where Keycloak's distribution is fetched, `keycloak-26.4.7.tar.gz` as it is published, on a mirror that the ground's egress
   * lets the role `identity` reach. Its first number is 26 or higher.
   */
  distribution: Pick<MachineArtefact, "url" | "sha256">;
  /** Address as people type it, `https://login.example.org`; tokens carry it. */
  url: string;
  /** The certificate, which names the address's host; or, where an edge ends TLS, what stands in front. */
  tls: ServerCertificate | ProxiedTls;
  /** The client of realm `master` with which programs make realms; it may create realms and manage those that it created. */
  provisioner: {
    /** Letters, digits, `-`, `_` and `.`. */
    clientId: string;
    secret: pulumi.Input<string>;
  };
  /** A copy of the database in a bucket every night. @default none */
  backup?: KeycloakBackup;
  /** Memory of Keycloak's objects in MiB; the machine needs about 1000 more. @default 768 */
  heapMib?: number;
}

/** TLS that ends at an edge, which goes on by http inside the ground. */
export interface ProxiedTls {
  /**
   * Ranges that the edge speaks from. What it says in `X-Forwarded-For` and `X-Forwarded-Proto` is believed from there and from
   * nowhere else; an `Edge` speaks from an address of the ground's range.
   */
  trustedProxies: string[];
}

/** Where copies of the database go, as `keycloak-<time>.dump` in the format of `pg_restore`. Nothing is removed there. */
export interface KeycloakBackup {
  /** Address of the S3 API, an https origin. The ground's egress must let the role `identity` reach it. */
  endpoint: string;
  /** Name of the bucket. */
  bucket: string;
  /** Keys of a service account that may put objects there. */
  accessKey: pulumi.Input<string>;
  secretKey: pulumi.Input<string>;
}
