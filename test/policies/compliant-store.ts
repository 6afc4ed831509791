/** Resources that hold the rules on the object store's encryption, keys, login and way out; part of the environment `heart`. */
import { type Judged, urnOf } from "../../policies/judge";
import { auditBucket, bucket, policyText, type StatementText, scratchBucket } from "./compliant";

const encryptionOf = ({ name, props }: Judged): Judged => ({
  type: "minio:index/s3BucketServerSideEncryption:S3BucketServerSideEncryption",
  name: `${name}-encryption`,
  props: { bucket: props?.bucket, encryptionType: "aws:kms", kmsKeyId: "spe-heart" },
});

/** A bucket's retention, as the storage component registers it. */
export const retentionOf = ({ name, props }: Judged, days: number): Judged => ({
  type: "pulumi-nodejs:dynamic/storage:BucketRetention",
  name: `${name}-retention`,
  props: { bucket: props?.bucket, mode: "COMPLIANCE", days },
});

/** A bucket that locks objects. */
export const lockedBucket = (name: string): Judged => ({
  type: "minio:index/s3Bucket:S3Bucket",
  name: `heart-store-${name}`,
  props: { bucket: `heart-${name}`, acl: "private", forceDestroy: false, objectLocking: true },
  opts: { protect: true },
});

export const requestBucket = lockedBucket("egress-request");
export const releaseBucket = lockedBucket("release");

export const encryption = encryptionOf(bucket);
export const requestRetention = retentionOf(requestBucket, 90);
export const auditRetention = retentionOf(auditBucket, 365);

const checkers = { "ForAnyValue:StringEquals": { "jwt:groups": ["/heart/checker"] } };

/** Checkers read egress requests. */
export const readRequests: StatementText = {
  Sid: "ReadRequests",
  Effect: "Allow",
  Action: ["s3:GetObject", "s3:GetObjectVersion"],
  Resource: ["arn:aws:s3:::heart-egress-request/*"],
  Condition: checkers,
};

/** Checkers put releases. */
export const release: StatementText = {
  Sid: "Release",
  Effect: "Allow",
  Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
  Resource: ["arn:aws:s3:::heart-release/*"],
  Condition: checkers,
};

export const checkerPolicy: Judged = {
  type: "minio:index/iamPolicy:IamPolicy",
  name: "heart-store-checker",
  props: { name: "spe-heart-checker", policy: policyText(readRequests, release) },
};

/** The checkers' policy with other statements. */
export const checkerPolicyOf = (...statements: StatementText[]): Judged => ({
  ...checkerPolicy,
  props: { ...checkerPolicy.props, policy: policyText(...statements) },
});

const machinePolicy = policyText({
  Sid: "Objects",
  Effect: "Allow",
  Action: ["s3:GetObject"],
  Resource: ["arn:aws:s3:::heart-input/*"],
});

export const machineUser: Judged = {
  type: "minio:index/iamUser:IamUser",
  name: "heart-machine-mount",
  props: { name: "spe-heart-machine-mount", forceDestroy: false },
};

export const machineUserPolicy: Judged = {
  type: "minio:index/iamPolicy:IamPolicy",
  name: "heart-machine-mount-policy",
  props: { name: "spe-heart-machine-mount", policy: machinePolicy },
};

export const machineAttachment: Judged = {
  type: "minio:index/iamUserPolicyAttachment:IamUserPolicyAttachment",
  name: "heart-machine-mount-attachment",
  props: { userName: "spe-heart-machine-mount", policyName: "spe-heart-machine-mount" },
};

export const machineAccount: Judged = {
  type: "minio:index/iamServiceAccount:IamServiceAccount",
  name: "heart-machine-mount-keys",
  props: { targetUser: "spe-heart-machine-mount", policy: machinePolicy },
};

/** The egress service reads requests. */
export const fetchRequests: StatementText = { ...readRequests, Sid: "FetchRequests", Condition: undefined };

/** The egress service puts releases. */
export const putReleases: StatementText = { ...release, Sid: "PutReleases", Condition: undefined };

export const egressAccount: Judged = {
  type: "minio:index/iamServiceAccount:IamServiceAccount",
  name: "heart-machine-egress-keys",
  props: { targetUser: "spe-heart-machine-egress", policy: policyText(fetchRequests, putReleases) },
};

/** The login by the realm, as the storage component registers it. */
export const login: Judged = {
  type: "pulumi-nodejs:dynamic/storage:LoginProvider",
  name: "heart-login",
  props: {
    providerName: "heart",
    configUrl: "https://login.example.org/realms/heart/.well-known/openid-configuration",
    clientId: "heart-store",
    clientSecret: "a-secret-of-the-store",
    rolePolicy: "spe-heart-researcher,spe-heart-checker",
    scopes: "openid,profile,email",
    redirectUri: "https://console.example.org/oauth_callback",
  },
  dependencies: { rolePolicy: [urnOf(checkerPolicy.type, checkerPolicy.name)] },
};

/** All of them, beside the resources of `compliant.ts`. */
export const compliantStore: Judged[] = [
  ...[bucket, scratchBucket, auditBucket, requestBucket, releaseBucket].map(encryptionOf),
  requestBucket,
  releaseBucket,
  requestRetention,
  retentionOf(releaseBucket, 365),
  auditRetention,
  checkerPolicy,
  machineUser,
  machineUserPolicy,
  machineAttachment,
  machineAccount,
  egressAccount,
  login,
];
