import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { taskHandler } from "../../../components/kubernetes/task-gateway-program";
import { memberHealth } from "../../../components/tasks/member-health";

/** Against servers on the loopback: our own gateway, and doubles of what others may be. */
describe("health of a federation's member", () => {
  const servers: Server[] = [];
  after(() => {
    for (const server of servers) server.close();
  });

  const listen = async (server: Server): Promise<string> => {
    servers.push(server.listen(0, "127.0.0.1"));
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  /** A service that answers service-info and tasks so. */
  const serviceOf = (info: [status: number, body: string], taskStatus: number): Promise<string> =>
    listen(
      createServer((request, response) => {
        const isInfo = request.url === "/service-info";
        response.statusCode = isInfo ? info[0] : taskStatus;
        response.end(isInfo ? info[1] : "{}");
      }),
    );
  const tes = '{"type":{"group":"org.ga4gh","artifact":"TES","version":"1.0"}}';
  const health = async (url: string | Promise<string>) => memberHealth({ service: { url: await url } });

  it("is good of one that says what it is and asks for a token", async () => {
    for (const status of [401, 403])
      assert.deepEqual(await health(serviceOf([200, tes], status)), { state: "healthy" });
  });

  it("is good of our own gateway, which never shows the empty task to its server", async () => {
    const settings = {
      upstream: "http://127.0.0.1:1",
      basePath: "/ga4gh/tes/v1",
      tags: {},
      droppedParts: [],
      serviceInfo: JSON.parse(tes) as Record<string, unknown>,
      inputPrefixes: ["s3://heart-input/"],
      outputPrefixes: [],
      executorImages: ["a"],
    };
    const login = {
      issuer: "https://a",
      userInfoUrl: "http://127.0.0.1:1",
      groupsClaim: "groups",
      groups: ["/a"],
    };
    const closed = await listen(createServer(taskHandler({ ...settings, login }, () => undefined)));
    assert.deepEqual(await health(`${closed}/ga4gh/tes/v1`), { state: "healthy" });
    const open = await listen(createServer(taskHandler(settings, () => undefined)));
    assert.equal((await health(`${open}/ga4gh/tes/v1`)).state, "open");
  });

  it("says that one is open which looks at the task before it asks whose it is", async () => {
    for (const status of [200, 400, 404, 500].slice(0, 3))
      assert.deepEqual(await health(serviceOf([200, tes], status)), {
        state: "open",
        problem: `takes tasks without a token (${status}); let it ask for one, or take it out of the federation`,
      });
  });

  const unhealthy: [what: string, info: [number, string], taskStatus: number, problem: string][] = [
    ["is in trouble", [503, ""], 401, "answers service-info with 503; look into the service's log"],
    ["fails at a task", [200, tes], 500, "answers a task with 500; look into the service's log"],
    [
      "is a service of another kind",
      [200, tes.replace("TES", "wes")],
      401,
      "says of itself that it is wes, not TES; check the URL",
    ],
    [
      "is a page",
      [200, "<html>"],
      401,
      "says of itself that it is nothing that can be read, not TES; check the URL",
    ],
    [
      "says nothing",
      [200, "null"],
      401,
      "says of itself that it is nothing that can be read, not TES; check the URL",
    ],
  ];
  for (const [what, info, taskStatus, problem] of unhealthy)
    it(`says of one that ${what} that it is not well`, async () => {
      assert.deepEqual(await health(serviceOf(info, taskStatus)), { state: "unhealthy", problem });
    });

  it("says that one is away", async () => {
    assert.deepEqual(await health("http://127.0.0.1:1"), {
      state: "unhealthy",
      problem: "cannot be reached (ECONNREFUSED); check the URL and that the server runs",
    });
  });
});
