/** MinIO's admin API with any keys, those of people and machines too; `MinioAdmin` is for administrators only. */
import { createHash } from "node:crypto";
import { sign } from "aws4";
import { Agent, request } from "undici";
import { encryptPayload } from "../../components/storage/madmin-encryption";
import type { StoreEndpoint, StoreKeys } from "../../sandbox/clients/object-store-clients";

/** A request of the admin API; the path is below `/minio/admin/v3/`, the server asks for most bodies encrypted. */
export interface AdminRequest {
  method: "GET" | "PUT" | "POST" | "DELETE";
  path: string;
  /** Sent encrypted. */
  body?: object;
  /** Sent as it is. */
  plainBody?: object;
}

/** What the server said: `allowed`, or status and code, `403 AccessDenied`. */
export async function adminAnswer(
  { url, ca }: StoreEndpoint,
  keys: StoreKeys,
  { method, path, body, plainBody }: AdminRequest,
): Promise<string> {
  const sent = body
    ? await encryptPayload(keys.secretAccessKey, Buffer.from(JSON.stringify(body)))
    : Buffer.from(plainBody ? JSON.stringify(plainBody) : "");
  const target = `/minio/admin/v3/${path}`;
  const hash = createHash("sha256").update(sent).digest("hex");
  const { headers } = sign(
    {
      service: "s3",
      region: "us-east-1",
      method,
      host: new URL(url).host,
      path: target,
      headers: { "X-Amz-Content-Sha256": hash },
      body: sent,
    },
    keys,
  );
  const dispatcher = new Agent({ connect: { ca } });
  try {
    const answer = await request(`${url}${target}`, {
      dispatcher,
      method,
      headers: headers as Record<string, string>,
      body: sent,
    });
    const text = await answer.body.text();
    if (answer.statusCode < 300) return "allowed";
    const code = text.startsWith("{") ? JSON.parse(text).Code : /<Code>([^<]*)</.exec(text)?.[1];
    return `${answer.statusCode} ${code}`;
  } finally {
    await dispatcher.close();
  }
}
