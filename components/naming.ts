/** Names that the servers see. Pure, so that policies, sandbox and documents name things the same way. */
import { createHash } from "node:crypto";
import type { BucketRole, PeopleRole } from "./five-safes";

/** Bucket of a role, `heart-input`; a second bucket of the same role carries its name, `heart-input-imaging`. */
export const bucketName = (projectId: string, role: BucketRole, name?: string): string =>
  [projectId, role, ...(name ? [name] : [])].join("-");

/** Full path of a project's group in its realm, `/heart/researcher`; the project's own group without a role. */
export const groupPath = (projectId: string, role?: PeopleRole): string =>
  role ? `/${projectId}/${role}` : `/${projectId}`;

/** The namespace of a project's tasks on a cluster. */
export const tasksNamespace = (projectId: string): string => `${projectId}-tasks`;

/** The cluster's role by which Funnel makes the volumes of a namespace's tasks. */
export const funnelVolumesRole = (namespace: string): string => `${namespace}-task-volumes`;

/** Roles that the machines of a project's own cluster have in its ground. */
export const controlPlaneRole = "control-plane";
export const workersRole = "workers";

/** Name of a policy in MinIO, `spe-heart-researcher`; fixed, because the login provider lists it by name. */
export const policyName = (projectId: string, part: string): string => `spe-${projectId}-${part}`;

/** Id of the object store's own OIDC client, `heart-store`; unique on the server, because the RoleArn is computed from it. */
export const storeClientId = (projectId: string): string => `${projectId}-store`;

/** Name of the OpenID provider in MinIO's configuration, which takes no hyphens: `heart_trial`. */
export const loginProviderName = (projectId: string): string => projectId.replaceAll("-", "_");

/** RoleArn that MinIO computes for an OpenID provider: region and the SHA-1 of the client id (minio/internal/config/identity/openid). */
export const roleArn = (region: string, clientId: string): string =>
  `arn:minio:iam:${region}::role/${createHash("sha1").update(clientId).digest("base64url")}`;

/** Parent of all STS credentials of a person: what MinIO's revocation takes (SHA-256 of `openid:<sub>:<issuer>`). */
export const stsParent = (subject: string, issuer: string): string =>
  createHash("sha256").update(`openid:${subject}:${issuer}`).digest("base64url");

/** OIDC issuer of a realm. */
export const realmIssuer = (keycloakUrl: string, realm: string): string => `${keycloakUrl}/realms/${realm}`;

/** Redirect URI that a broker's upstream must know, exactly. */
export const brokerRedirectUri = (keycloakUrl: string, realm: string, alias: string): string =>
  `${realmIssuer(keycloakUrl, realm)}/broker/${alias}/endpoint`;

/** Redirect URI of MinIO's console login. */
export const consoleRedirectUri = (consoleUrl: string): string => `${consoleUrl}/oauth_callback`;

/** Where kubelogin waits for people who come back from the login (int128/kubelogin, docs/usage.md). */
export const kubeloginRedirectUri = "https://localhost:8000/";

/** Path of the API that runs tasks, below its service's address (task-execution-schemas). */
export const tesBasePath = "/ga4gh/tes/v1";

/** What that API's paths come after. */
export const tesBaseUrl = (host: string): string => `https://${host}${tesBasePath}`;
