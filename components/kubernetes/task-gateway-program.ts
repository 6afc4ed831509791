/**
 * What stands in front of a server of tasks: it lets in the project's people by their token, and only tasks that keep to
 * the project's images and buckets. Neither Funnel nor TES-K knows such lists, and Funnel's own OpenID does not start.
 *
 * A pod runs this file and its parts as they are, with Node 24 and nothing else, so that they import nothing but Node and each
 * other, with the file's ending.
 */
import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { personOf, type Refusal } from "./task-gateway-person.ts";
import type { GatewaySettings } from "./task-gateway-settings.ts";
import { readTask, taskProblems } from "./task-gateway-task.ts";

const largestBody = 1024 * 1024;

/**
 * What the gateway does with a request.
 * @param log gets a line for each request: what, how it ended, and whose it was
 */
export function taskHandler(
  settings: GatewaySettings,
  log: (line: string) => void = console.log,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    let who = "nobody";
    response.on("close", () => log(`${request.method} ${pathOf(request)} ${response.statusCode} ${who}`));
    const know = (person: string): void => {
      who = person;
    };
    answer(settings, request, response, know).catch((error: unknown) => {
      log(`${request.method} ${pathOf(request)}: ${String(error)}`);
      if (!response.headersSent)
        refuse(response, { status: 502, problem: "the server of tasks cannot be reached" });
      else response.destroy();
    });
  };
}

async function answer(
  settings: GatewaySettings,
  request: IncomingMessage,
  response: ServerResponse,
  know: (person: string) => void,
): Promise<void> {
  const { basePath, serviceInfo, login } = settings;
  const path = pathOf(request);
  if (request.method === "GET" && path === `${basePath}/service-info`)
    return send(response, 200, serviceInfo);
  const person = login === undefined ? "anybody" : await personOf(login, request.headers.authorization);
  if (typeof person !== "string") return refuse(response, person);
  know(person);
  if (!isOfTes(request.method, path.slice(basePath.length)) || !path.startsWith(`${basePath}/`))
    return refuse(response, { status: 404, problem: `there is no ${request.method} ${path}` });
  if (request.method !== "POST" || path.endsWith(":cancel")) return pass(settings, request, response);
  const body = await readBody(request);
  if (body === undefined) return refuse(response, { status: 413, problem: "the task is larger than 1 MiB" });
  const task = readTask(body);
  const problems = task === undefined ? ["the body must be a task as JSON"] : taskProblems(settings, task);
  if (task === undefined || problems.length > 0)
    return refuse(response, { status: 400, problem: problems.join("; ") });
  return pass(
    settings,
    request,
    response,
    JSON.stringify({ ...task, tags: { ...task.tags, ...settings.tags } }),
  );
}

const pathOf = ({ url = "/" }: IncomingMessage): string => url.split("?")[0] ?? "/";

/** Whether TES knows the request (task-execution-schemas 1.1); what a server offers beside is nobody's here. */
const isOfTes = (method = "", path: string): boolean =>
  method === "GET"
    ? /^\/tasks(\/[\w-]+)?$/.test(path)
    : method === "POST" && /^\/tasks(\/[\w-]+:cancel)?$/.test(path);

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Passes a request on. @param body the request's own where it is left out, which then has none */
function pass(
  { upstream, authorizationFile }: GatewaySettings,
  request: IncomingMessage,
  response: ServerResponse,
  body = "",
): Promise<void> {
  const own =
    authorizationFile === undefined ? request.headers.authorization : readFileSync(authorizationFile, "utf8");
  return new Promise((resolve, reject) => {
    const passed = httpRequest(
      `${upstream}${request.url}`,
      {
        method: request.method,
        headers: {
          Accept: "application/json",
          "Content-Length": Buffer.byteLength(body),
          ...(body === "" ? {} : { "Content-Type": "application/json" }),
          ...(own === undefined ? {} : { Authorization: own.trim() }),
        },
        timeout: 60_000,
      },
      (found) => {
        response.writeHead(found.statusCode ?? 502, {
          "Content-Type": found.headers["content-type"] ?? "application/json",
          "Cache-Control": "no-store",
        });
        found.pipe(response);
        found.on("error", reject);
        response.on("close", resolve);
      },
    );
    passed.on("timeout", () => passed.destroy(new Error("no answer in 60 s")));
    passed.on("error", reject);
    passed.end(body);
  });
}

function refuse(response: ServerResponse, { status, problem }: Refusal): void {
  if (status === 401) response.setHeader("WWW-Authenticate", "Bearer");
  // what is left of a body that is refused is not waited for
  response.setHeader("Connection", "close");
  send(response, status, { status_code: status, msg: problem });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}
