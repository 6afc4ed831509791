/** The everyday requests of S3 by name, for tables of who may do what, and what a server answers to them. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

/** Each takes a bucket and a key; `list` takes the key as prefix. */
export const s3Requests = {
  get: async (s3: S3Client, Bucket: string, Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Body?.transformToString();
  },
  list: async (s3: S3Client, Bucket: string, Prefix: string) => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    return Contents.map(({ Key }) => Key);
  },
  put: (s3: S3Client, Bucket: string, Key: string) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: `body of ${Key}` })),
  delete: (s3: S3Client, Bucket: string, Key: string) => s3.send(new DeleteObjectCommand({ Bucket, Key })),
};

/** A request by name. */
export type S3Request = keyof typeof s3Requests;

/** What the server said: `allowed`, or status and code, `403 AccessDenied`. @throws what is no answer of a server */
export async function answerOf(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return "allowed";
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === undefined) throw error;
    return `${$metadata.httpStatusCode} ${name}`;
  }
}
