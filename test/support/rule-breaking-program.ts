/** A program that breaks every rule of the pack that MinIO and Keycloak resources can break, on the test's servers. */
import * as keycloak from "@pulumi/keycloak";
import * as minio from "@pulumi/minio";
import * as pulumi from "@pulumi/pulumi";
import type { TestSandbox } from "./test-sandbox";

const statement = (text: object): string => JSON.stringify({ Version: "2012-10-17", Statement: [text] });

/** The rules that it breaks, by the resource that does. */
export const brokenRules: Record<string, string> = {
  "safe-people-realm-no-self-registration": "realm",
  "safe-people-realm-events-kept": "realm",
  "safe-people-broker-allowed": "broker",
  "safe-people-broker-verified": "broker",
  "safe-people-broker-entitlement-synced": "broker",
  "safe-people-client-code-flow-only": "client",
  "safe-people-client-pkce": "client",
  "safe-people-client-redirects-exact": "client",
  "safe-projects-resource-labelled": "group",
  "safe-projects-expiry-bounded": "group",
  "safe-settings-provider-tls-verified": "insecure",
  "safe-data-bucket-private": "bucket",
  "safe-data-bucket-policy-named": "bucket-policy",
  "safe-data-storage-policy-enumerated": "policy",
  "safe-data-role-policy-limited": "policy",
  "safe-data-bucket-listing-limited": "listing",
  "safe-data-bucket-versioned": "bucket",
  "safe-data-input-read-only": "policy",
  "safe-data-store-protected": "bucket",
};

/** @param secrets the provisioners' secrets: they are the caller's to read */
export function ruleBreakingProgram(
  { sandbox }: TestSandbox,
  secrets: { keycloak: string; minio: string },
): pulumi.automation.PulumiFn {
  return async () => {
    const { url, provisioner } = sandbox.keycloak;
    const insecure = new keycloak.Provider("insecure", {
      url,
      realm: "master",
      clientId: provisioner.clientId,
      clientSecret: secrets.keycloak,
      tlsInsecureSkipVerify: true,
    });
    const realm = new keycloak.Realm(
      "realm",
      { realm: "broken", registrationAllowed: true },
      { provider: insecure },
    );
    const inRealm = { provider: insecure };
    new keycloak.Group(
      "group",
      { realmId: realm.realm, name: "broken", attributes: { "spe.expires": "2020-01-01" } },
      inRealm,
    );
    new keycloak.oidc.IdentityProvider(
      "broker",
      {
        realm: realm.realm,
        alias: "anybody",
        authorizationUrl: "http://anybody.example/auth",
        tokenUrl: "http://anybody.example/token",
        issuer: "https://anybody.example",
        clientId: "broken",
        clientSecret: pulumi.secret("broken"),
        validateSignature: false,
        syncMode: "IMPORT",
      },
      inRealm,
    );
    new keycloak.openid.Client(
      "client",
      {
        realmId: realm.realm,
        clientId: "broken",
        accessType: "CONFIDENTIAL",
        standardFlowEnabled: true,
        implicitFlowEnabled: true,
        directAccessGrantsEnabled: true,
        validRedirectUris: ["*"],
      },
      inRealm,
    );

    const provider = new minio.Provider("store", {
      minioServer: new URL(sandbox.minio.url).host,
      minioSsl: true,
      minioCacertFile: sandbox.caFile,
      minioUser: sandbox.minio.provisioner.accessKey,
      minioPassword: pulumi.secret(secrets.minio),
    });
    const inStore = { provider };
    const bucket = new minio.S3Bucket(
      "bucket",
      { bucket: "broken-release", acl: "public-read", forceDestroy: true },
      inStore,
    );
    const objects = "arn:aws:s3:::broken-input/*";
    new minio.S3BucketPolicy(
      "bucket-policy",
      {
        bucket: bucket.bucket,
        policy: statement({ Effect: "Allow", Principal: "*", Action: ["s3:GetObject"], Resource: [objects] }),
      },
      inStore,
    );
    new minio.IamPolicy(
      "policy",
      {
        name: "broken-all",
        policy: statement({ Effect: "Allow", Action: ["s3:*"], Resource: ["arn:aws:s3:::*"] }),
      },
      inStore,
    );
    new minio.IamPolicy(
      "listing",
      {
        name: "broken-listing",
        policy: statement({
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: ["arn:aws:s3:::broken-scratch"],
          Condition: { "ForAnyValue:StringEquals": { "jwt:groups": ["/broken/researcher"] } },
        }),
      },
      inStore,
    );
  };
}
