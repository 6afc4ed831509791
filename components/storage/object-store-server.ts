import * as pulumi from "@pulumi/pulumi";

/** A MinIO server, as the parts that reach it beside its Pulumi provider need it. */
export interface ObjectStoreServer {
  /** Address of the S3 API, an https origin. */
  url: string;
  /**
   * Region that the server is set to (`MINIO_SITE_REGION`); part of the RoleArn.
   * @default none
   */
  region?: string;
  /**
   * PEM of the private CA that signed the server's certificate.
   * @default the authorities that Node knows
   */
  ca?: string;
  /** Access key of an administrator by name; not root. */
  accessKey: pulumi.Input<string>;
  /** Secret key of that administrator. */
  secretKey: pulumi.Input<string>;
}

/** The server as inputs of a dynamic resource, which keeps its keys to reach the server at a refresh and a destroy. */
export const connectionInputs = ({ url, region = "", ca = "", accessKey, secretKey }: ObjectStoreServer) => ({
  serverUrl: url,
  region,
  ca,
  accessKey: pulumi.secret(accessKey),
  secretKey: pulumi.secret(secretKey),
});

/** What is wrong with a server's address. */
export const serverProblem = ({ url }: ObjectStoreServer): string | undefined =>
  /^https:\/\/[^/]+$/.test(url)
    ? undefined
    : `must have an https origin without a path as url, such as "https://s3.example.org", got "${url}"`;
