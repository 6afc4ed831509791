/** Resources that hold every rule, as an environment `heart` registers them; each spec breaks one of their properties. */
import { projectLabels } from "../../components/five-safes";
import { type Judged, urnOf } from "../../policies/judge";

/** The day by which the resources' dates are right. */
export const today = "2026-11-23";

const labels = (role: string): Record<string, string> =>
  projectLabels(
    { id: "heart", tier: 2, expires: "2027-12-31", permit: "EHDS-2026-0042", manager: "mona@example.org" },
    role,
  );

/** A statement of a policy document. */
export type StatementText = Record<string, unknown>;

/** The JSON text of a policy document. */
export const policyText = (...statements: StatementText[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const researchers = { "ForAnyValue:StringEquals": { "jwt:groups": ["/heart/researcher"] } };

/** Researchers read the input. */
export const readInput: StatementText = {
  Sid: "ReadInput",
  Effect: "Allow",
  Action: ["s3:GetObject"],
  Resource: ["arn:aws:s3:::heart-input/*"],
  Condition: researchers,
};

/** Researchers list their own prefix of the scratch bucket. */
export const listOwn: StatementText = {
  Sid: "ListOwn",
  Effect: "Allow",
  Action: ["s3:ListBucket"],
  Resource: ["arn:aws:s3:::heart-scratch"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of MinIO
  Condition: { ...researchers, StringLike: { "s3:prefix": ["${jwt:sub}/*"] } },
};

/** Researchers work under their own prefix of the scratch bucket. */
export const workInOwn: StatementText = {
  Sid: "WorkInOwn",
  Effect: "Allow",
  Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of MinIO
  Resource: ["arn:aws:s3:::heart-scratch/${jwt:sub}/*"],
  Condition: researchers,
};

export const rolePolicy: Judged = {
  type: "minio:index/iamPolicy:IamPolicy",
  name: "heart-store-researcher",
  props: { name: "spe-heart-researcher", policy: policyText(readInput, listOwn, workInOwn) },
};

/** The role policy with other statements. */
export const rolePolicyOf = (...statements: StatementText[]): Judged => ({
  ...rolePolicy,
  props: { ...rolePolicy.props, policy: policyText(...statements) },
});

export const bucket: Judged = {
  type: "minio:index/s3Bucket:S3Bucket",
  name: "heart-store-input",
  props: { bucket: "heart-input", acl: "private", forceDestroy: false },
  opts: { protect: true },
};

export const versioning: Judged = {
  type: "minio:index/s3BucketVersioning:S3BucketVersioning",
  name: "heart-store-input-versioning",
  props: { bucket: "heart-input", versioningConfiguration: { status: "Enabled" } },
};

export const scratchBucket: Judged = {
  type: "minio:index/s3Bucket:S3Bucket",
  name: "heart-store-scratch",
  props: { bucket: "heart-scratch", acl: "private", forceDestroy: false },
  opts: { protect: true },
};

export const auditBucket: Judged = {
  type: "minio:index/s3Bucket:S3Bucket",
  name: "heart-store-audit",
  props: { bucket: "heart-audit", acl: "private", forceDestroy: false, objectLocking: true },
  opts: { protect: true },
};

export const bucketPolicy: Judged = {
  type: "minio:index/s3BucketPolicy:S3BucketPolicy",
  name: "heart-store-input-policy",
  props: {
    bucket: "heart-input",
    policy: policyText({
      Sid: "NoPlainPuts",
      Effect: "Deny",
      Principal: { AWS: ["*"] },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::heart-input/*",
      Condition: { Bool: { "aws:SecureTransport": false } },
    }),
  },
};

export const serviceAccount: Judged = {
  type: "minio:index/iamServiceAccount:IamServiceAccount",
  name: "heart-store-mount",
  props: {
    targetUser: "spe-heart-machine-mount",
    policy: policyText({
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: ["arn:aws:s3:::heart-input/*"],
    }),
  },
};

export const realm: Judged = {
  type: "keycloak:index/realm:Realm",
  name: "heart-realm",
  props: { realm: "heart", registrationAllowed: false },
  opts: { protect: true },
};

export const realmEvents: Judged = {
  type: "keycloak:index/realmEvents:RealmEvents",
  name: "heart-realm-events",
  props: {
    realmId: "heart",
    eventsEnabled: true,
    adminEventsEnabled: true,
    adminEventsDetailsEnabled: true,
    eventsExpiration: 31_536_000,
    eventsListeners: ["jboss-logging"],
    enabledEventTypes: [],
  },
};

export const broker: Judged = {
  type: "keycloak:oidc/identityProvider:IdentityProvider",
  name: "heart-realm-ls-aai",
  props: {
    realm: "heart",
    alias: "ls-aai",
    issuer: "https://login.aai.lifescience-ri.eu/oidc/",
    authorizationUrl: "https://login.aai.lifescience-ri.eu/oidc/authorize",
    tokenUrl: "https://login.aai.lifescience-ri.eu/oidc/token",
    userInfoUrl: "https://login.aai.lifescience-ri.eu/oidc/userinfo",
    jwksUrl: "https://login.aai.lifescience-ri.eu/oidc/jwk",
    validateSignature: true,
    syncMode: "FORCE",
  },
};

export const samlBroker: Judged = {
  type: "keycloak:saml/identityProvider:IdentityProvider",
  name: "heart-realm-university",
  props: {
    realm: "heart",
    alias: "university",
    entityId: "https://idp.example.org/metadata",
    singleSignOnServiceUrl: "https://idp.example.org/sso",
    signingCertificate: "MIIC",
    validateSignature: true,
    wantAssertionsSigned: true,
  },
};

export const entitlementMapper: Judged = {
  type: "keycloak:index/customIdentityProviderMapping:CustomIdentityProviderMapping",
  name: "heart-realm-from-upstream-researcher",
  props: {
    realm: "heart",
    identityProviderAlias: "ls-aai",
    name: "researcher",
    identityProviderMapper: "oidc-advanced-group-idp-mapper",
    extraConfig: {
      syncMode: "FORCE",
      claims: JSON.stringify([{ key: "eduperson_entitlement", value: "urn:geant:.*" }]),
      "are.claim.values.regex": "true",
      group: "/heart/researcher",
    },
  },
};

export const client: Judged = {
  type: "keycloak:openid/client:Client",
  name: "heart-portal",
  props: {
    clientId: "heart-portal",
    accessType: "CONFIDENTIAL",
    standardFlowEnabled: true,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    pkceCodeChallengeMethod: "S256",
    validRedirectUris: ["https://portal.example.org/callback"],
    validPostLogoutRedirectUris: ["https://portal.example.org/"],
  },
};

export const storeClient: Judged = {
  ...client,
  name: "heart-store-client",
  props: {
    ...client.props,
    clientId: "heart-store",
    pkceCodeChallengeMethod: "",
    validRedirectUris: ["https://console.example.org/oauth_callback"],
    validPostLogoutRedirectUris: [],
  },
};

export const group: Judged = {
  type: "keycloak:index/group:Group",
  name: "heart-realm-group",
  props: { realmId: "heart", name: "heart", attributes: labels("project") },
};

export const network: Judged = {
  type: "openstack:networking/network:Network",
  name: "heart-network",
  props: { name: "heart", tags: Object.entries(labels("network")).map(([key, value]) => `${key}=${value}`) },
};

export const inputShare: Judged = {
  type: "openstack:sharedfilesystem/share:Share",
  name: "heart-input-share",
  props: { name: "heart-input", metadata: labels("input") },
  opts: { protect: true },
};

export const inputShareAccess: Judged = {
  type: "openstack:sharedfilesystem/shareAccess:ShareAccess",
  name: "heart-input-share-access",
  props: { shareId: "1f2e", accessType: "cephx", accessTo: "heart", accessLevel: "ro" },
  dependencies: { shareId: [urnOf(inputShare.type, inputShare.name)] },
};

export const keycloakProvider: Judged = {
  type: "pulumi:providers:keycloak",
  name: "heart-keycloak",
  props: { url: "https://login.example.org", tlsInsecureSkipVerify: "false" },
};

export const minioProvider: Judged = {
  type: "pulumi:providers:minio",
  name: "heart-minio",
  props: { minioServer: "store.example.org:9000", minioSsl: "true", minioInsecure: "false" },
};

export const openstackProvider: Judged = {
  type: "pulumi:providers:openstack",
  name: "heart-openstack",
  props: { authUrl: "https://cloud.example.org:5000/v3" },
};

/** All of them, as one stack. */
export const compliant: Judged[] = [
  keycloakProvider,
  minioProvider,
  openstackProvider,
  realm,
  realmEvents,
  broker,
  entitlementMapper,
  client,
  storeClient,
  group,
  bucket,
  versioning,
  scratchBucket,
  auditBucket,
  bucketPolicy,
  rolePolicy,
  serviceAccount,
  network,
  inputShare,
  inputShareAccess,
];
