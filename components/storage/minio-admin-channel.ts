import { decryptPayload, encryptPayload } from "./madmin-encryption";
import { MinioError } from "./minio-error";
import { MinioChannel, type MinioRequest, type MinioServer } from "./minio-request";

/** A call of the admin API: the path is below `/minio/admin/v3/`, the body is sent encrypted. */
export type AdminCall = Omit<MinioRequest, "body"> & {
  body?: string;
  /** Whether the answer comes encrypted too. */
  sealedAnswer?: boolean;
};

/** Carries calls of a server's admin API, by the administrator's secret key sealed and opened. */
export class MinioAdminChannel {
  private readonly channel: MinioChannel;

  constructor(private readonly server: MinioServer) {
    this.channel = new MinioChannel(server);
  }

  /**
   * Calls the admin API and returns the answer in plain.
   * @throws MinioError
   */
  async call({ path, body, sealedAnswer, ...request }: AdminCall): Promise<string> {
    const { secretKey } = this.server;
    const answer = await this.channel.send({
      ...request,
      path: `/minio/admin/v3/${path}`,
      ...(body === undefined ? {} : { body: await encryptPayload(secretKey, Buffer.from(body)) }),
    });
    return (sealedAnswer ? await decryptPayload(secretKey, answer) : answer).toString();
  }

  /**
   * Lists buckets by the S3 API, with the same keys.
   * @throws MinioError while the server is not ready
   */
  async listBuckets(): Promise<void> {
    await this.channel.send({ does: "list its buckets", method: "GET", path: "/" });
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.channel.close();
  }
}

/** Turns one of MinIO's codes into undefined, for calls whose aim is met already. */
export const unlessCode =
  (code: string) =>
  (error: unknown): undefined => {
    if (error instanceof MinioError && error.code === code) return undefined;
    throw error;
  };
