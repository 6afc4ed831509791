import { createHash } from "node:crypto";
import { sign } from "aws4";
import type { Agent } from "undici";
import { httpClient } from "../http-client";
import { answerError, connectionError } from "./minio-error";

/** Where a MinIO server is and who administers it. */
export interface MinioServer {
  /** Address of the S3 API, for example `https://s3.example.org`. */
  url: string;
  /** Access key of an administrator. */
  accessKey: string;
  /** Secret key of that administrator. */
  secretKey: string;
  /**
   * PEM of the CA that signed the server's certificate.
   * @default the authorities that Node knows
   */
  ca?: string;
  /**
   * Region that the server is set to (`MINIO_SITE_REGION`).
   * @default none
   */
  region?: string;
}

/** One request to a MinIO server. */
export interface MinioRequest {
  /** What it does, as in "refused to <does>". */
  does: string;
  method: "GET" | "PUT" | "POST" | "DELETE";
  path: string;
  query?: Record<string, string>;
  body?: Buffer;
}

/** Longest wait for an answer; MinIO asks the OIDC issuers before it answers for their configuration. */
const answerTimeoutMs = 30_000;

/** Signs requests and sends them over one pool of connections. */
export class MinioChannel {
  private readonly agent: Agent;
  private readonly origin: URL;

  constructor(private readonly server: MinioServer) {
    this.origin = new URL(server.url);
    const { Agent } = httpClient();
    this.agent = new Agent({
      connect: { ...(server.ca === undefined ? {} : { ca: server.ca }), timeout: 5_000 },
      headersTimeout: answerTimeoutMs,
    });
  }

  /**
   * Sends a request and returns the body of the answer.
   * @throws MinioError
   */
  async send({ does, method, path, query, body = Buffer.alloc(0) }: MinioRequest): Promise<Buffer> {
    const { accessKey, secretKey, url, region } = this.server;
    const parameters = new URLSearchParams(query).toString();
    const target = parameters === "" ? path : `${path}?${parameters}`;
    const { headers } = sign(
      {
        service: "s3",
        // a server without a region takes this one
        region: region || "us-east-1",
        method,
        host: this.origin.host,
        path: target,
        headers: {
          "Content-Type": "application/octet-stream",
          "Content-MD5": createHash("md5").update(body).digest("base64"),
          "X-Amz-Content-Sha256": createHash("sha256").update(body).digest("hex"),
        },
        body,
      },
      { accessKeyId: accessKey, secretAccessKey: secretKey },
    );
    const { request } = httpClient();
    const answer = await request(new URL(target, this.origin), {
      dispatcher: this.agent,
      method,
      headers: headers as Record<string, string>,
      body,
    })
      .then(async ({ statusCode, body }) => ({ status: statusCode, body: Buffer.from(await body.bytes()) }))
      .catch((cause: unknown) => {
        throw connectionError(url, cause);
      });
    if (answer.status >= 300) throw answerError(url, does, answer.status, answer.body.toString());
    return answer.body;
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.agent.close();
  }
}
