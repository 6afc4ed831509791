/** Real clients of the object store, as a person's tools use them: STS with a token of the realm, then S3. */
import { Agent } from "node:https";
import { S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/** Where the store is and which CA signed its certificate. */
export interface StoreEndpoint {
  /** Address of the S3 API. */
  url: string;
  /** PEM of the CA. */
  ca: string;
}

/** Keys with which a client signs its requests. */
export interface StoreKeys {
  accessKeyId: string;
  secretAccessKey: string;
  /** Only temporary keys have one. */
  sessionToken?: string;
  /** Only temporary keys have one. */
  expiration?: Date;
}

/** The region is a word in the signature only; MinIO without a region takes this one. */
const connection = ({ url, ca }: StoreEndpoint) => ({
  endpoint: url,
  region: "us-east-1",
  maxAttempts: 1,
  requestHandler: { httpsAgent: new Agent({ ca, keepAlive: false }) },
});

/**
 * Buys temporary keys with a token of the realm.
 * @param seconds life of the keys; without it they live as long as the token
 */
export async function assumeRole(
  endpoint: StoreEndpoint,
  roleArn: string,
  token: string,
  seconds?: number,
): Promise<StoreKeys> {
  // STS takes the call unsigned; the SDK wants keys all the same.
  const client = new STSClient({
    ...connection(endpoint),
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
  });
  try {
    const { Credentials: keys } = await client.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn,
        RoleSessionName: "test",
        WebIdentityToken: token,
        DurationSeconds: seconds,
      }),
    );
    if (!keys?.AccessKeyId || !keys.SecretAccessKey) throw new Error("STS answered without keys");
    return {
      accessKeyId: keys.AccessKeyId,
      secretAccessKey: keys.SecretAccessKey,
      sessionToken: keys.SessionToken,
      expiration: keys.Expiration,
    };
  } finally {
    client.destroy();
  }
}

/** An S3 client with these keys; without keys its requests are anonymous. */
export function s3Client(endpoint: StoreEndpoint, keys?: StoreKeys): S3Client {
  return new S3Client({
    ...connection(endpoint),
    forcePathStyle: true,
    ...(keys
      ? { credentials: keys }
      : {
          credentials: { accessKeyId: "", secretAccessKey: "" },
          signer: { sign: async (request) => request },
        }),
  });
}
