/** Signed requests of S3 over one pool of connections: hundreds in a second, where an SDK's client makes dozens. */
import { createHash } from "node:crypto";
import { sign } from "aws4";
import { Agent, request } from "undici";
import type { StoreRequest } from "../../components/storage/store-requests";
import type { StoreEndpoint, StoreKeys } from "../../sandbox/clients/object-store-clients";

/** What the server made of a request: it did not let it pass, or let it pass, whatever it found then. */
export type StoreAnswer = "refused" | "let pass";

/** Sends requests to a store in the name of whoever. */
export class StoreChannel {
  private readonly agent: Agent;

  constructor(private readonly endpoint: StoreEndpoint) {
    this.agent = new Agent({ connect: { ca: endpoint.ca } });
  }

  /**
   * Sends a request.
   * @param query parameters beside those that it needs
   * @throws Error for an answer that says nothing about rights, for example of a wrong signature
   */
  async ask(
    keys: StoreKeys,
    wanted: StoreRequest,
    headers: Record<string, string> = {},
    query: Record<string, string> = {},
  ): Promise<StoreAnswer> {
    const { method, path } = httpRequest(wanted, query);
    const body = method === "PUT" ? "body" : "";
    const signed = sign(
      {
        service: "s3",
        region: "us-east-1",
        method,
        host: new URL(this.endpoint.url).host,
        path,
        headers: { ...headers, "X-Amz-Content-Sha256": createHash("sha256").update(body).digest("hex") },
        body,
      },
      keys,
    );
    const answer = await request(`${this.endpoint.url}${path}`, {
      dispatcher: this.agent,
      method,
      headers: signed.headers as Record<string, string>,
      body,
    });
    const text = await answer.body.text();
    if (answer.statusCode === 403 && text.includes("<Code>AccessDenied</Code>")) return "refused";
    if (answer.statusCode < 300 || answer.statusCode === 404) return "let pass";
    throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
  }

  close(): Promise<void> {
    return this.agent.close();
  }
}

type Method = "GET" | "PUT" | "DELETE";

const methods = {
  list: "GET",
  versions: "GET",
  get: "GET",
  put: "PUT",
  delete: "DELETE",
  "delete version": "DELETE",
  locate: "GET",
} as const satisfies Record<StoreRequest["does"], Method>;

function httpRequest(wanted: StoreRequest, more: Record<string, string>): { method: Method; path: string } {
  const key = "object" in wanted ? wanted.object.split("/").map(encodeURIComponent).join("/") : "";
  const query = new URLSearchParams({ ...queryOf(wanted), ...more }).toString();
  return { method: methods[wanted.does], path: `/${wanted.bucket}/${key}${query === "" ? "" : `?${query}`}` };
}

function queryOf(wanted: StoreRequest): Record<string, string> {
  if (wanted.does === "locate") return { location: "" };
  if (wanted.does === "delete version") return { versionId: wanted.version };
  if (wanted.does !== "list" && wanted.does !== "versions") return {};
  const { prefix, delimiter } = wanted;
  return {
    ...(wanted.does === "list" ? { "list-type": "2" } : { versions: "" }),
    ...(prefix === undefined ? {} : { prefix }),
    ...(delimiter === undefined ? {} : { delimiter }),
  };
}
