/**
 * What stands in front of a server of tasks: it lets in the project's people by their token, and only tasks that keep to
 * the project's images and buckets. Neither Funnel nor TES-K knows such lists, and Funnel's own OpenID does not start.
 *
 * A pod runs this file as it is, with Node 24 and nothing else, so it imports nothing but Node.
 */
import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";

/** How people are told apart. */
export interface GatewayLogin {
  /** Issuer that tokens name. */
  issuer: string;
  /** Where the issuer says whose token it is; it also knows whom it has locked out since. */
  userInfoUrl: string;
  /** Whom tokens must be for. */
  audience?: string;
  /** Claim that lists a person's groups. */
  groupsClaim: string;
  /** Groups whose members are let in. */
  groups: string[];
}

/** What a gateway is told. */
export interface GatewaySettings {
  /** The server behind it, `http://funnel:8000`. */
  upstream: string;
  /** Path of the API, here and there: `/ga4gh/tes/v1`. */
  basePath: string;
  /** Left out, everybody who reaches it is let in. */
  login?: GatewayLogin;
  /** File with the `Authorization` for the server; left out, the server gets the person's own. */
  authorizationFile?: string;
  /** Tags that the server gets with each task. */
  tags: Record<string, string>;
  /** Parts of an executor that the server takes and then drops; a task that has one is refused. */
  droppedParts: string[];
  serviceInfo: Record<string, unknown>;
  /** What a task's inputs may begin with, `s3://heart-input/`. */
  inputPrefixes: string[];
  /** What a task's outputs may begin with. */
  outputPrefixes: string[];
  /** Images that its executors may run. */
  executorImages: string[];
}

/** An answer that ends a request. */
interface Refusal {
  status: number;
  problem: string;
}

const largestBody = 1024 * 1024;
const answerTimeoutMs = 10_000;

/** Reads the settings that lie in a folder, a list a file and the rest in `settings.json`. */
export function readSettings(folder: string): GatewaySettings {
  const text = (file: string): string => readFileSync(`${folder}/${file}`, "utf8");
  const lines = (file: string): string[] =>
    text(file)
      .split("\n")
      .filter((line) => line !== "");
  return {
    ...(JSON.parse(text("settings.json")) as GatewaySettings),
    serviceInfo: JSON.parse(text("service-info.json")) as Record<string, unknown>,
    inputPrefixes: lines("inputPrefixes"),
    outputPrefixes: lines("outputPrefixes"),
    executorImages: lines("executorImages"),
  };
}

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

/** Whose token it is, or why it lets nobody in: 401, it is nobody's; 403, it is of somebody who is none of the project's. */
async function personOf(login: GatewayLogin, authorization = ""): Promise<string | Refusal> {
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
  if (token === undefined) return { status: 401, problem: "send a token: Authorization: Bearer …" };
  const claims = claimsOf(token);
  // what the token says of itself is not believed but where it shuts the door
  if (claims?.iss !== undefined && claims.iss !== login.issuer)
    return {
      status: 403,
      problem: `the token is of ${String(claims.iss)}; this project's is ${login.issuer}`,
    };
  const found = await fetch(login.userInfoUrl, {
    headers: { Authorization: `Bearer ${token}`, Accept: "application/json" },
    redirect: "error",
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  if (found.status >= 500) return { status: 503, problem: `the login server answers ${found.status}` };
  if (!found.ok) return { status: 401, problem: "the login server does not know the token, or no longer" };
  if (login.audience !== undefined && !listOf(claims?.aud).includes(login.audience))
    return { status: 403, problem: `the token is not for "${login.audience}"` };
  const person = (await found.json()) as Record<string, unknown>;
  if (listOf(person[login.groupsClaim]).some((group) => login.groups.includes(group)))
    return String(person.sub);
  return { status: 403, problem: `the person is in none of the groups ${login.groups.join(", ")}` };
}

/** What a signed token (RFC 7519) says; nothing of one that cannot be looked into. */
function claimsOf(token: string): Record<string, unknown> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

/** A task of TES as far as it is looked into. */
interface Task {
  executors?: { image?: string; [part: string]: unknown }[];
  inputs?: TaskFile[];
  outputs?: TaskFile[];
  tags?: Record<string, string>;
  [part: string]: unknown;
}

interface TaskFile {
  url?: string;
  content?: string;
}

function readTask(body: Buffer): Task | undefined {
  try {
    const task = JSON.parse(body.toString()) as Task;
    if (typeof task !== "object") return undefined;
    const lists = [task.executors ?? [], task.inputs ?? [], task.outputs ?? []];
    const isTask = lists.every(
      (list) => Array.isArray(list) && list.every((it) => typeof it === "object" && it),
    );
    return isTask && typeof (task.tags ?? {}) === "object" ? task : undefined;
  } catch {
    return undefined;
  }
}

/** What of a task is not allowed. */
export function taskProblems(settings: GatewaySettings, task: Task): string[] {
  const { executors = [], inputs = [], outputs = [], tags } = task;
  return [
    ...(executors.length === 0 ? ["executors must list at least one"] : []),
    ...executors.flatMap((executor, at) => [
      ...(settings.executorImages.includes(executor.image ?? "")
        ? []
        : [`executors[${at}].image "${executor.image}" is not among ${settings.executorImages.join(", ")}`]),
      ...settings.droppedParts
        .filter((part) => Object.keys(executor[part] ?? {}).length > 0)
        .map(
          (part) =>
            `executors[${at}].${part} is not taken by this server; give it in the command: env NAME=value …`,
        ),
    ]),
    ...inputs.flatMap(({ url, content }, at) =>
      url === undefined || url === ""
        ? content === undefined
          ? [`inputs[${at}] has neither url nor content`]
          : []
        : addressProblem(`inputs[${at}].url`, url, settings.inputPrefixes),
    ),
    ...outputs.flatMap(({ url }, at) => addressProblem(`outputs[${at}].url`, url, settings.outputPrefixes)),
    // by such tags Funnel takes another service account
    ...Object.keys(tags ?? {})
      .filter((tag) => tag.startsWith("_"))
      .map((tag) => `tags.${tag} begins with "_", as only the service's own do`),
  ];
}

function addressProblem(what: string, url: unknown, prefixes: string[]): string[] {
  const isInside =
    prefixes.some((prefix) => String(url).startsWith(prefix)) && !/(^|\/)\.\.(\/|$)/.test(String(url));
  return isInside ? [] : [`${what} "${String(url)}" must begin with one of ${prefixes.join(", ")}`];
}

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
