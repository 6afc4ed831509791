/** Explicit providers: which server, by whom, trusted by which authority. Nothing is taken from the process's environment. */
import { readFileSync } from "node:fs";
import * as keycloak from "@pulumi/keycloak";
import * as minio from "@pulumi/minio";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { CloudSettings, Settings } from "./settings";

/** The stack's secrets, by key: `spe:minioSecretKey`. */
export type Secrets = (key: string) => pulumi.Output<string>;

/**
 * The authority (PEM) that signed the servers' certificates, where it is a private one.
 * @throws pulumi.RunError when `site.caFile` cannot be read
 */
export const readCertificateAuthority = ({ caFile }: Settings["site"]): string | undefined =>
  caFile === undefined ? undefined : readPem("site.caFile", caFile);

/**
 * A PEM file that a setting names.
 * @throws pulumi.RunError when it cannot be read
 */
export function readPem(setting: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new pulumi.RunError(
      `${setting} "${file}" cannot be read (${(error as NodeJS.ErrnoException).code}); give the path of a PEM file, relative to the project's folder`,
    );
  }
}

/** The certificates in a PEM file, one by one and without the words that may stand between them. */
export const certificatesIn = (pem = ""): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];

/** Keycloak as the service client that may create realms and manage those it created. */
export function keycloakProvider(
  { id }: Settings["project"],
  { keycloak: server }: NonNullable<Settings["identity"]>,
  certificateAuthority: string | undefined,
  secrets: Secrets,
): keycloak.Provider {
  return new keycloak.Provider(`${id}-keycloak`, {
    url: server.url,
    realm: server.adminRealm,
    clientId: server.clientId,
    clientSecret: secrets("spe:keycloakClientSecret"),
    tlsInsecureSkipVerify: false,
    // the making of a realm takes a busy server longer than the 5 s that are the default; given up, it would be half-made
    clientTimeout: 60,
    ...(certificateAuthority === undefined ? {} : { rootCaCertificate: certificateAuthority }),
  });
}

/** MinIO as an administrator by name; never as root. */
export function minioProvider(
  { id }: Settings["project"],
  { caFile }: Settings["site"],
  { server }: NonNullable<Settings["storage"]>,
  secrets: Secrets,
): minio.Provider {
  return new minio.Provider(`${id}-minio`, {
    minioServer: new URL(server.url).host,
    minioSsl: true,
    minioInsecure: false,
    minioUser: secrets("spe:minioAccessKey"),
    minioPassword: secrets("spe:minioSecretKey"),
    ...(server.region === "" ? {} : { minioRegion: server.region }),
    ...(caFile === undefined ? {} : { minioCacertFile: caFile }),
  });
}

/** The cloud by an application credential, which belongs to one of its projects and to no administrator. */
export function cloudProvider(
  { id }: Settings["project"],
  { caFile }: Settings["site"],
  { authUrl, region, credential }: CloudSettings,
  secrets: Secrets,
): openstack.Provider {
  return new openstack.Provider(`${id}-cloud`, {
    authUrl,
    region,
    applicationCredentialId: credential,
    applicationCredentialSecret: secrets("spe:cloudCredentialSecret"),
    insecure: false,
    ...(caFile === undefined ? {} : { cacertFile: caFile }),
  });
}
