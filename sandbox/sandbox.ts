import type { SandboxCloud } from "./cloud";
import type { SandboxCluster } from "./cluster";
import type { ControlPlane } from "./control-plane";

/** What stands on this machine, for the program that is deployed on it and for the tests. */

/** A person of the Life Science login's stand-in. */
export interface Person {
  /** The word that tests and documents use: `alice`. */
  name: string;
  /** What is typed into the login form, and the claim `preferred_username`. */
  userName: string;
  /** Claim `sub`, stable over starts and renames: `<40 hex>@lifescience-ri.eu`. */
  subject: string;
  /** Claim `eduperson_entitlement` (userinfo only), AARC-G069 URNs. */
  entitlements: string[];
  /** Claim `eduperson_assurance`, REFEDS URIs. */
  assurance: string[];
  /** Holds the password; 0600. */
  passwordFile: string;
}

/** The sandbox's servers and what a client needs to reach them. Secrets are paths of 0600 files. */
export interface Sandbox {
  /** Folder of everything that the sandbox keeps, absolute. */
  stateDir: string;
  /** Certificate (PEM) of the sandbox's own authority, which signed every server's certificate. */
  caFile: string;
  keycloak: {
    /** `https://127.0.0.1:<port>`, no trailing slash. */
    url: string;
    /** The sandbox's own administrator (a service client of realm `master`): for the stand-in and for tests, never for a program. */
    adminClientId: string;
    adminSecretFile: string;
    /** The service client of realm `master` that may create realms and manage those it created; for the program. */
    provisioner: { clientId: string; secretFile: string };
  };
  /** The Life Science login's stand-in, a realm of the same Keycloak. */
  lsAai: {
    issuer: string;
    /** The client that the broker logs in with, registered once by the registration sheet. */
    clientId: string;
    clientSecretFile: string;
    people: Person[];
  };
  minio: {
    /** S3 and admin API, `https://127.0.0.1:<port>`. */
    url: string;
    consoleUrl: string;
    /** Empty: MinIO's default. */
    region: string;
    /** Name of the key that SSE-KMS takes. */
    kmsKey: string;
    /** An administrator by name; the root credential is refused by the server. */
    provisioner: { accessKey: string; secretKeyFile: string };
  };
  /** The OpenStack cloud; missing where this machine can have none, or nothing asked for it. */
  cloud?: SandboxCloud;
  /** Its Kubernetes; missing where this machine can have none, or nothing asked for it. */
  cluster?: SandboxCluster;
  /** A Kubernetes with pretended nodes, which needs no root; only where this machine can have no cloud. */
  controlPlane?: ControlPlane;
}
