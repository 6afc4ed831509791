/**
 * A stand-in for the REST API of the Kubermatic Kubernetes Platform, which cannot run without a Kubernetes of its own.
 * It is a test double. It takes the calls, fields and errors that components/kubernetes uses, by their names in
 * kubermatic/dashboard, and refuses all others, more strictly than KKP: unknown fields, parameters, verbs and missing
 * headers are errors. What a cluster is, its backend decides. It does not: run a control plane or machines (a machine
 * deployment is a number that gets ready by being looked at), limit who reaches an API server or NodePorts, keep an
 * audit log, install a network plugin, issue tokens, know more than one project, datacenter and image list, upgrade what
 * its backend made (it only says so), or clean up workers that a cluster left.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { ClusterBackend } from "./backend";
import { ClusterLife } from "./cluster-life";
import { clusterRoutes } from "./cluster-routes";
import { ClusterStore } from "./cluster-store";
import { offerRoutes } from "./offer-routes";
import { Refusal } from "./refusal";
import type { KkpAnswer, Route } from "./route";
import { type KkpSettings, type TokenRole, tokenRoles } from "./settings";
import { workerRoutes } from "./worker-routes";

/** Something that goes wrong on demand, in a test. */
export interface Fault {
  method: Route["method"];
  /** How the path of the request ends. */
  path: string;
  /** A status that is answered in place of doing it; or it is done, and the answer is cut off or never comes. */
  answer: number | "cut" | "never";
  /** Seconds of the header Retry-After. @default none */
  retryAfter?: number;
}

/** Longest body of a request, in bytes. */
const longestBody = 1_000_000;

export class KkpStandIn {
  /** Requests that were answered or kept waiting, `GET /api/v1/dc`, the first first. */
  readonly asked: string[] = [];
  /** What goes wrong next: each is taken away by the request that it fits. */
  readonly faults: Fault[] = [];
  private readonly server: Server;
  private readonly routes: Route[];
  private readonly life: ClusterLife;

  constructor(
    private readonly settings: KkpSettings,
    backend: ClusterBackend,
  ) {
    const { tls, stateFile } = settings;
    const store = new ClusterStore(stateFile);
    this.life = new ClusterLife(store, backend);
    const workings = { settings, store, backend, life: this.life };
    this.routes = [...offerRoutes(workings), ...clusterRoutes(workings), ...workerRoutes(workings)];
    this.server = createServer(
      { cert: readFileSync(tls.certificate), key: readFileSync(tls.key) },
      (request, response) => void this.serve(request, response),
    );
  }

  /** Listens on loopback, and nowhere else. */
  async start(): Promise<void> {
    this.server.listen(this.settings.port, this.settings.address);
    await once(this.server, "listening");
  }

  /** Lets go of every client, and ends when nothing is being done. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await this.life.idle();
  }

  get url(): string {
    return `https://${this.settings.address}:${(this.server.address() as AddressInfo).port}`;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", this.url);
    this.asked.push(`${request.method} ${pathname}`);
    const at = this.faults.findIndex(
      ({ method, path }) => method === request.method && pathname.endsWith(path),
    );
    const [fault] = at < 0 ? [] : this.faults.splice(at, 1);
    if (typeof fault?.answer === "number") {
      const headers: Record<string, string> =
        fault.retryAfter === undefined ? {} : { "Retry-After": String(fault.retryAfter) };
      return send(response, fault.answer, errorBody(fault.answer, "trouble on demand"), headers);
    }
    const { status, body, headers } = await this.answer(request).catch(refused);
    if (fault?.answer === "cut") request.socket.destroy();
    else if (fault?.answer !== "never") send(response, status, body, headers);
  }

  private async answer(request: IncomingMessage): Promise<KkpAnswer & { headers?: Record<string, string> }> {
    const url = new URL(request.url ?? "/", this.url);
    const role = this.roleOf(request.headers.authorization);
    const { route, parts } = this.routeOf(request.method ?? "", url.pathname);
    if (route.role === "editor" && role === "viewer")
      throw new Refusal(403, `forbidden: the token of a viewer may not ${route.method} ${url.pathname}`);
    for (const name of url.searchParams.keys())
      if (route.query?.includes(name) !== true) throw new Refusal(400, `unknown parameter "${name}"`);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
    );
    const body = await bodyOf(request);
    return route.answer({ parts, headers, query: url.searchParams, body });
  }

  private roleOf(authorization: string | undefined): TokenRole {
    const [scheme, token = ""] = authorization?.split(" ") ?? [];
    const role = tokenRoles.find((it) => isEqual(this.settings.tokens[it], token));
    if (scheme !== "Bearer" || role === undefined) throw new Refusal(401, "invalid or expired token");
    return role;
  }

  private routeOf(method: string, pathname: string): { route: Route; parts: Record<string, string> } {
    const found = this.routes.flatMap((route) => {
      const parts = pathParts(route.path, pathname);
      return parts === undefined ? [] : [{ route, parts }];
    });
    if (found.length === 0) throw new Refusal(404, `no path ${pathname}`);
    const wanted = found.find(({ route }) => route.method === method);
    if (wanted !== undefined) return wanted;
    throw new Refusal(405, `no method ${method} of ${pathname}`, {
      Allow: found.map(({ route }) => route.method).join(", "),
    });
  }
}

/** The named parts of a path, or undefined where it is another. */
function pathParts(path: string, pathname: string): Record<string, string> | undefined {
  const pattern = new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
  const match = pattern.exec(pathname);
  return match === null ? undefined : { ...match.groups };
}

/** Digests, so that time tells nothing of a token. */
const isEqual = (one: string, other: string): boolean =>
  timingSafeEqual(createHash("sha256").update(one).digest(), createHash("sha256").update(other).digest());

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) throw new Refusal(413, "the body is too long");
    chunks.push(chunk);
  }
  if (length === 0) return undefined;
  if (request.headers["content-type"] !== "application/json")
    throw new Refusal(415, "the body must be application/json");
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new Refusal(400, "the body is no JSON");
  }
}

function refused(error: unknown): KkpAnswer & { headers?: Record<string, string> } {
  if (error instanceof Refusal)
    return { status: error.status, body: errorBody(error.status, error.message), headers: error.headers };
  console.error(error);
  return { status: 500, body: errorBody(500, (error as Error).message) };
}

const errorBody = (code: number, message: string): object => ({ error: { code, message } });

function send(
  response: ServerResponse,
  status: number,
  body: object | string = {},
  headers: Record<string, string> = {},
): void {
  const isText = typeof body === "string";
  const type = isText ? "application/yaml" : "application/json";
  response.writeHead(status, { "Content-Type": type, ...headers }).end(isText ? body : JSON.stringify(body));
}
