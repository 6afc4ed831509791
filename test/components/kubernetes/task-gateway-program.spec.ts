import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { taskHandler } from "../../../components/kubernetes/task-gateway-program";
import { type GatewaySettings, readSettings } from "../../../components/kubernetes/task-gateway-settings";

const samtools = `registry.site.example/samtools@sha256:${"0a".repeat(32)}`;
const basePath = "/ga4gh/tes/v1";

/** A token as far as it says something of itself; the login server of the spec knows it by its text. */
const tokenOf = (claims: Record<string, unknown>): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;
const issuer = "https://login.heart.example/realms/heart";
const ada = tokenOf({ iss: issuer, aud: ["heart-tasks", "account"], sub: "ada" });
const checker = tokenOf({ iss: issuer, aud: "heart-tasks", sub: "chris" });
const elsewhere = tokenOf({ iss: issuer, aud: "heart-portal", sub: "ada" });
const lung = tokenOf({ iss: "https://login.lung.example/realms/lung", aud: "lung-tasks", sub: "bob" });
const people: Record<string, { sub: string; groups: string[] }> = {
  [ada]: { sub: "ada", groups: ["/heart", "/heart/researcher"] },
  [elsewhere]: { sub: "ada", groups: ["/heart/researcher"] },
  [checker]: { sub: "chris", groups: ["/heart/checker"] },
};

const task = {
  name: "count",
  executors: [{ image: samtools, command: ["samtools", "view", "-c", "/in/a.bam"] }],
  inputs: [{ url: "s3://heart-input/a.bam", path: "/in/a.bam" }],
  outputs: [{ url: "s3://heart-scratch/ada/count", path: "/out/count" }],
  tags: { run: "7" },
};

/** Real servers on the loopback: the gateway, before a server of tasks and a login server that are doubles. */
describe("task gateway", () => {
  const servers: Server[] = [];
  const passed: { method?: string; url?: string; authorization?: string; body: string }[] = [];
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  let folder = "";
  let settings: GatewaySettings;
  let gateway = "";
  let isLoginDown = false;

  const listen = async (server: Server): Promise<string> => {
    servers.push(server.listen(0, "127.0.0.1"));
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const textOf = async (request: IncomingMessage): Promise<string> => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    return Buffer.concat(parts).toString();
  };
  const serve = async (changes: Partial<GatewaySettings> = {}): Promise<string> =>
    listen(createServer(taskHandler({ ...settings, ...changes }, log)));

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "task-gateway-"));
    const upstream = await listen(
      createServer(async (request, response) => {
        const { method, url, headers } = request;
        passed.push({ method, url, authorization: headers.authorization, body: await textOf(request) });
        response.setHeader("Content-Type", "application/json").end('{"id":"c0ffee"}');
      }),
    );
    const userInfoUrl = await listen(
      createServer((request, response) => {
        const person = people[request.headers.authorization?.replace("Bearer ", "") ?? ""];
        response.statusCode = isLoginDown ? 503 : person === undefined ? 401 : 200;
        response.setHeader("Content-Type", "application/json").end(JSON.stringify(person ?? {}));
      }),
    );
    writeFileSync(join(folder, "authorization"), "Basic c3BlOnBhc3M=\n");
    settings = {
      upstream,
      basePath,
      login: {
        issuer,
        userInfoUrl,
        audience: "heart-tasks",
        groupsClaim: "groups",
        groups: ["/heart/researcher"],
      },
      authorizationFile: join(folder, "authorization"),
      tags: { _WORKER_SA: "funnel-worker" },
      droppedParts: ["env"],
      serviceInfo: { id: "example.heart.tes" },
      inputPrefixes: ["s3://heart-input/", "s3://heart-scratch/"],
      outputPrefixes: ["s3://heart-scratch/"],
      executorImages: [samtools],
    };
    gateway = await serve();
  });
  beforeEach(() => {
    passed.length = 0;
    lines.length = 0;
    isLoginDown = false;
  });
  after(() => {
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true });
  });

  const ask = async (
    path: string,
    {
      token = ada,
      method = "GET",
      body,
      at = gateway,
    }: Partial<Record<"token" | "method" | "body" | "at", string>> = {},
  ): Promise<{ status: number; said: string; headers: Headers }> => {
    const answer = await fetch(`${at}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      ...(token === "" ? {} : { headers: { Authorization: `Bearer ${token}` } }),
    });
    const said = (await answer.json()) as { msg?: string };
    return { status: answer.status, said: said.msg ?? JSON.stringify(said), headers: answer.headers };
  };
  const post = (changes: Record<string, unknown>, token = ada) =>
    ask(`${basePath}/tasks`, { method: "POST", token, body: JSON.stringify({ ...task, ...changes }) });

  it("passes a researcher's task on as the service's own, with the service's tags", async () => {
    assert.deepEqual((await post({})).said, '{"id":"c0ffee"}');
    const [request] = passed;
    assert.deepEqual(
      { ...request, body: JSON.parse(request?.body ?? "") },
      {
        method: "POST",
        url: `${basePath}/tasks`,
        authorization: "Basic c3BlOnBhc3M=",
        body: { ...task, tags: { run: "7", _WORKER_SA: "funnel-worker" } },
      },
    );
  });

  it("passes on what people ask of tasks, and lets them cancel", async () => {
    await ask(`${basePath}/tasks?view=FULL&page_size=8`);
    await ask(`${basePath}/tasks/c0ffee?view=BASIC`);
    await ask(`${basePath}/tasks/c0ffee:cancel`, { method: "POST", body: "{}" });
    assert.deepEqual(
      passed.map(({ method, url, body }) => [method, url, body]),
      [
        ["GET", `${basePath}/tasks?view=FULL&page_size=8`, ""],
        ["GET", `${basePath}/tasks/c0ffee?view=BASIC`, ""],
        ["POST", `${basePath}/tasks/c0ffee:cancel`, ""],
      ],
    );
  });

  it("keeps a line of who asked for what, and no token", async () => {
    await post({});
    await post({ executors: [{ image: "alpine" }] });
    await post({}, lung);
    await ask(`${basePath}/service-info`, { token: "" });
    assert.deepEqual(lines, [
      `POST ${basePath}/tasks 200 ada`,
      `POST ${basePath}/tasks 400 ada`,
      `POST ${basePath}/tasks 403 nobody`,
      `GET ${basePath}/service-info 200 nobody`,
    ]);
  });

  it("tells everybody what the service is", async () => {
    const { status, said } = await ask(`${basePath}/service-info`, { token: "" });
    assert.deepEqual([status, said, passed.length], [200, '{"id":"example.heart.tes"}', 0]);
  });

  const refusedPeople: [who: string, token: string, status: number, said: string][] = [
    ["nobody", "", 401, "send a token: Authorization: Bearer …"],
    [
      "a token that the login server does not know",
      tokenOf({ iss: issuer }),
      401,
      "the login server does not know the token, or no longer",
    ],
    ["no token at all in its place", "what", 401, "the login server does not know the token, or no longer"],
    [
      "a token of another project",
      lung,
      403,
      `the token is of https://login.lung.example/realms/lung; this project's is ${issuer}`,
    ],
    ["a token for another service", elsewhere, 403, 'the token is not for "heart-tasks"'],
    ["a checker", checker, 403, "the person is in none of the groups /heart/researcher"],
  ];
  for (const [who, token, status, said] of refusedPeople)
    it(`refuses ${who} with ${status}, whatever is asked`, async () => {
      for (const request of [
        () => post({}, token),
        () => ask(`${basePath}/tasks`, { token }),
        () => ask("/", { token }),
      ])
        assert.deepEqual(await request().then((it) => [it.status, it.said]), [status, said]);
      assert.deepEqual(passed, []);
    });

  it("says by the standard how to log in", async () => {
    assert.equal((await post({}, "")).headers.get("www-authenticate"), "Bearer");
  });

  it("lets nobody in while the login server is in trouble", async () => {
    isLoginDown = true;
    const { status, said } = await post({});
    assert.deepEqual([status, said, passed.length], [503, "the login server answers 503", 0]);
  });

  it("hands a person's own token on where the server asks for it, and lets everybody in where it asks for none", async () => {
    const { authorizationFile: _, ...ownToken } = settings;
    const byToken = await listen(createServer(taskHandler(ownToken, log)));
    await ask(`${basePath}/tasks`, { at: byToken });
    assert.equal(passed[0]?.authorization, `Bearer ${ada}`);
    const { login: __, ...open } = settings;
    assert.equal(
      (await ask(`${basePath}/tasks`, { at: await listen(createServer(taskHandler(open, log))), token: "" }))
        .status,
      200,
    );
  });

  const refusedTasks: [what: string, changes: Record<string, unknown>, said: string][] = [
    ["a task of nothing", { executors: [] }, "executors must list at least one"],
    [
      "an image that is not listed",
      { executors: [{ ...task.executors[0], image: "docker.io/library/alpine" }] },
      `executors[0].image "docker.io/library/alpine" is not among ${samtools}`,
    ],
    [
      "a second executor's image",
      { executors: [task.executors[0], { command: ["true"] }] },
      `executors[1].image "undefined" is not among ${samtools}`,
    ],
    [
      "variables, which Funnel drops",
      { executors: [{ ...task.executors[0], env: { A: "1" } }] },
      "executors[0].env is not taken by this server; give it in the command: env NAME=value …",
    ],
    [
      "another project's bucket as input",
      { inputs: [{ url: "s3://lung-input/a.bam", path: "/in" }] },
      'inputs[0].url "s3://lung-input/a.bam" must begin with one of s3://heart-input/, s3://heart-scratch/',
    ],
    [
      "the web as input",
      { inputs: [{ url: "https://example.org/a", path: "/in" }] },
      'inputs[0].url "https://example.org/a" must begin with one of s3://heart-input/, s3://heart-scratch/',
    ],
    ["an input of nothing", { inputs: [{ path: "/in" }] }, "inputs[0] has neither url nor content"],
    [
      "an output into the input",
      { outputs: [{ url: "s3://heart-input/x", path: "/out" }] },
      'outputs[0].url "s3://heart-input/x" must begin with one of s3://heart-scratch/',
    ],
    [
      "an output without an address",
      { outputs: [{ path: "/out" }] },
      'outputs[0].url "undefined" must begin with one of s3://heart-scratch/',
    ],
    [
      "a way up",
      { outputs: [{ url: "s3://heart-scratch/../heart-input/x", path: "/out" }] },
      'outputs[0].url "s3://heart-scratch/../heart-input/x" must begin with one of s3://heart-scratch/',
    ],
    [
      "another service account",
      { tags: { _WORKER_SA: "funnel" } },
      'tags._WORKER_SA begins with "_", as only the service\'s own do',
    ],
    [
      "two things at once, and tells both",
      { outputs: [{ path: "/out" }], tags: { _A: "1" } },
      'outputs[0].url "undefined" must begin with one of s3://heart-scratch/; tags._A begins with "_", as only the service\'s own do',
    ],
  ];
  for (const [what, changes, said] of refusedTasks)
    it(`refuses ${what}`, async () => {
      assert.deepEqual(await post(changes).then((it) => [it.status, it.said]), [400, said]);
      assert.deepEqual(passed, []);
    });

  it("takes an input that stands in the task itself", async () => {
    assert.equal((await post({ inputs: [{ content: "a", path: "/in/a" }] })).status, 200);
  });

  it("refuses what is no task, or too large for one", async () => {
    for (const body of ["", "[]]", "null", "7", '{"inputs":7}', '{"executors":[null]}'])
      assert.equal((await ask(`${basePath}/tasks`, { method: "POST", body })).status, 400, body);
    const { status, said } = await post({ description: "x".repeat(1024 * 1024) });
    assert.deepEqual([status, said], [413, "the task is larger than 1 MiB"]);
    assert.deepEqual(passed, []);
  });

  it("shows nothing of the server but TES", async () => {
    for (const path of ["/", "/metrics", "/v1/tasks", "/tasks", `${basePath}/nodes`, `${basePath}/tasks/a/b`])
      assert.deepEqual(await ask(path).then((it) => [it.status, it.said]), [404, `there is no GET ${path}`]);
    assert.equal((await ask(`${basePath}/tasks`, { method: "DELETE" })).status, 404);
    assert.deepEqual(passed, []);
  });

  it("says that the server is away, and nothing of it", async () => {
    const { status, said } = await ask(`${basePath}/tasks`, {
      at: await serve({ upstream: "http://127.0.0.1:1" }),
    });
    assert.deepEqual([status, said], [502, "the server of tasks cannot be reached"]);
  });

  it("reads what it is told from a folder, a list a file", () => {
    const { inputPrefixes, outputPrefixes, executorImages, serviceInfo, ...rest } = settings;
    const files = {
      "settings.json": JSON.stringify(rest),
      "service-info.json": JSON.stringify(serviceInfo),
      inputPrefixes: inputPrefixes.join("\n"),
      outputPrefixes: `${outputPrefixes.join("\n")}\n`,
      executorImages: executorImages.join("\n"),
    };
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    assert.deepEqual(readSettings(folder), settings);
  });
});
