import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { Agent, fetch } from "undici";
import type { KkpInputs } from "../../../components/kubernetes/kkp-cluster-inputs";
import { clusterBody, poolBody } from "../../../components/kubernetes/kkp-cluster-spec";
import { pool } from "../../support/kkp-inputs";
import { KkpServer, kkpInputs, kkpTokens } from "../../support/kkp-server";

/** What is looked at of an answer. */
interface Shown {
  id: string;
  deletionTimestamp: string;
  spec: { version: string; cloud: object };
  status: { version: string };
  error: { code: number; message: string };
}

interface Answer<Body = Shown> {
  status: number;
  body: Body;
  headers: Record<string, string>;
}

const project = "/api/v2/projects/heartproject";

describe("KKP's stand-in", () => {
  let server: KkpServer;
  let agent: Agent;

  const send = async <Body = Shown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> => {
    const response = await fetch(`${server.standIn.url}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${kkpTokens.editor}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      dispatcher: agent,
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type") === "application/json";
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      headers: Object.fromEntries(response.headers),
    };
  };
  const wanted = (changes?: Partial<KkpInputs>) =>
    structuredClone(clusterBody(kkpInputs(server, changes))) as { cluster: Record<string, unknown> };
  const create = async (changes?: Partial<KkpInputs>): Promise<string> => {
    const { status, body } = await send("POST", `${project}/clusters`, wanted(changes));
    assert.equal(status, 201, JSON.stringify(body));
    return body.id;
  };
  /** Looks until all of a cluster is up; gives its path. */
  const standing = async (): Promise<string> => {
    const path = `${project}/clusters/${await create()}`;
    for (;;) {
      const { body } = await send<Record<string, string>>("GET", `${path}/health`);
      if (Object.values(body).every((status) => status === "HealthStatusUp")) return path;
    }
  };

  beforeEach(async () => {
    server = await KkpServer.start();
    agent = new Agent({ connect: { ca: server.ca }, pipelining: 0 });
  });
  afterEach(async () => {
    await agent.close();
    await server.stop();
  });

  it("makes a cluster that comes up part by part, and shows no credential of it", async () => {
    const path = `${project}/clusters/${await create()}`;
    const ups: string[][] = [];
    for (let look = 0; look < 5; look++) {
      const { body } = await send<Record<string, string>>("GET", `${path}/health`);
      ups.push(Object.keys(body).filter((part) => body[part] === "HealthStatusUp"));
    }
    assert.deepEqual(
      ups.map((parts) => parts.length),
      [1, 3, 8, 9, 9],
    );
    const { body } = await send("GET", path);
    const { id, spec, status } = body;
    assert.deepEqual(spec.cloud, {
      dc: "Berlin",
      openstack: {
        floatingIPPool: "public",
        network: `k8s-cluster-${id}-network`,
        subnetID: `${id}-subnet`,
        routerID: `${id}-router`,
        nodePortsAllowedIPRanges: { cidrBlocks: ["192.168.1.0/24"] },
      },
    });
    assert.deepEqual([spec.version, status.version], ["1.34.2", "1.34.2"]);
    assert.doesNotMatch(JSON.stringify((await send("GET", `${project}/clusters`)).body), /credential-secret/);
  });

  it("keeps its clusters over a restart, in a file for its owner alone", async () => {
    const path = await standing();
    const before = await send("GET", path);
    await server.restart();
    assert.deepEqual((await send("GET", path)).body, before.body);
    assert.equal(statSync(server.settings.stateFile).mode & 0o777, 0o600);
  });

  it("listens on loopback and nowhere else", async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === "IPv4" && !internal);
    const { port } = new URL(server.standIn.url);
    for (const { address } of others)
      await assert.rejects(fetch(`https://${address}:${port}/`, { dispatcher: agent }));
    assert.equal((await send("GET", "/api/v1/dc")).status, 200);
  });

  it("knows its own tokens, and lets a viewer only look", async () => {
    const as = async (token: string, method: string, path: string, body?: unknown) =>
      (await send(method, path, body, { Authorization: token })).status;
    const clusters = `${project}/clusters`;
    for (const token of ["", "Bearer", "Bearer other", `Basic ${kkpTokens.owner}`])
      assert.equal(await as(token, "GET", clusters), 401, token);
    for (const role of ["viewer", "editor", "owner"] as const)
      assert.equal(await as(`Bearer ${kkpTokens[role]}`, "GET", clusters), 200, role);
    assert.equal(await as(`Bearer ${kkpTokens.viewer}`, "POST", clusters, wanted()), 403);
    assert.equal(await as(`Bearer ${kkpTokens.owner}`, "POST", clusters, wanted()), 201);
  });

  const refused: [what: string, status: number, ask: (path: string) => Promise<Answer>, told: RegExp][] = [
    ["a path", 404, () => send("GET", "/api/v2/projects"), /no path/],
    ["a verb", 405, (path) => send("PUT", path), /no method PUT/],
    ["a project", 404, () => send("GET", "/api/v2/projects/other/clusters"), /project "other" not found/],
    ["a cluster", 404, () => send("GET", `${project}/clusters/none`), /"none" not found/],
    ["a parameter", 400, (path) => send("GET", `${path}?verbose=1`), /unknown parameter "verbose"/],
    ["text", 415, (path) => send("PATCH", path, {}, { "Content-Type": "text/plain" }), /application\/json/],
    ["broken JSON", 400, (path) => send("PATCH", path, "{"), /no JSON/],
    [
      "a field",
      400,
      (path) => send("PATCH", path, { spec: { colour: "red" } }),
      /\/spec\/colour: Unexpected/,
    ],
    ["a missing field", 400, (path) => send("PATCH", path, { name: null }), /\/name: Expected/],
    ["a name twice", 409, () => send("POST", `${project}/clusters`, wanted()), /already exists/],
    [
      "a removal without its headers",
      400,
      (path) => send("DELETE", path, undefined, { DeleteVolumes: "true" }),
      /header DeleteLoadBalancers must be true or false, got none/,
    ],
    [
      "flavors without a credential",
      400,
      () => send("GET", `${project}/providers/openstack/sizes`, undefined, { DatacenterName: "Berlin" }),
      /header ApplicationCredentialID is missing/,
    ],
    ["a skipped version", 400, (path) => send("PATCH", path, { spec: { version: "1.36.0" } }), /no update/],
    ["a lower version", 400, (path) => send("PATCH", path, { spec: { version: "1.34.0" } }), /no update/],
    [
      "another network",
      400,
      (path) => send("PATCH", path, { spec: { cloud: { openstack: { network: "other" } } } }),
      /changing network is not supported/,
    ],
    ["an SSH key", 404, (path) => send("PUT", `${path}/sshkeys/key-eve`), /SSH key "key-eve" not found/],
    [
      "a pool of no such flavor",
      400,
      (path) =>
        send("POST", `${path}/machinedeployments`, poolBody({ ...pool, flavor: "none" }, kkpInputs(server))),
      /flavor "none" not found/,
    ],
    [
      "workers newer than their control plane",
      400,
      (path) =>
        send("POST", `${path}/machinedeployments`, poolBody(pool, kkpInputs(server, { version: "1.35.1" }))),
      /newer than that of the control plane/,
    ],
  ];
  for (const [what, status, ask, told] of refused) {
    it(`refuses ${what}`, async () => {
      const path = await standing();
      const answer = await ask(path);
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      assert.equal(answer.body.error.code, status);
      assert.match(answer.body.error.message, told);
    });
  }

  it("says which verbs a path has", async () => {
    const { headers } = await send("PUT", `${project}/clusters`);
    assert.equal(headers.allow, "GET, POST");
  });

  it("refuses what a cluster cannot be made of", async () => {
    const status = async (change: (body: { cluster: Record<string, object> }) => void) => {
      const body = wanted() as { cluster: Record<string, object> };
      change(body);
      return (await send("POST", `${project}/clusters`, body)).status;
    };
    assert.equal(await status((body) => Object.assign(body, { nodes: 3 })), 400);
    assert.equal(
      await status(({ cluster }) => Object.assign(cluster.spec ?? {}, { version: "1.29.0" })),
      400,
    );
    assert.equal(
      await status(({ cluster }) => Object.assign(cluster.spec ?? {}, { exposeStrategy: "NodePort" })),
      400,
    );
    assert.equal(await status(() => undefined), 201);
  });

  it("has pools once the API server answers, which get ready by being looked at", async () => {
    const early = `${project}/clusters/${await create({ clusterName: "early" })}/machinedeployments`;
    assert.equal((await send("GET", early)).status, 503);
    const pools = `${await standing()}/machinedeployments`;
    assert.equal((await send("POST", pools, poolBody(pool, kkpInputs(server)))).status, 201);
    const counts = async () => (await send<{ status: object }[]>("GET", pools)).body.map((it) => it.status);
    const all = { replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 };
    assert.deepEqual(await counts(), [{ observedGeneration: 1, replicas: 3 }]);
    assert.deepEqual(await counts(), [{ observedGeneration: 1, ...all }]);
  });

  it("gives a kubeconfig to those who may change a cluster, when there is one", async () => {
    const path = await standing();
    assert.match((await send<string>("GET", `${path}/kubeconfig`)).body, /^apiVersion: v1\nkind: Config/);
    const viewer = { Authorization: `Bearer ${kkpTokens.viewer}` };
    assert.equal((await send("GET", `${path}/kubeconfig`, undefined, viewer)).status, 403);
    const early = `${project}/clusters/${await create({ clusterName: "early" })}`;
    assert.equal((await send("GET", `${early}/kubeconfig`)).status, 404);
  });

  it("offers the upgrades of a cluster", async () => {
    const path = await standing();
    assert.deepEqual((await send<object[]>("GET", `${path}/upgrades`)).body, [{ version: "1.35.1" }]);
  });

  it("shows a cluster that goes until all of it is gone", async () => {
    const path = await standing();
    let goOn = () => {};
    server.clusters.mayRemove = new Promise((resolve) => {
      goOn = resolve;
    });
    const headers = { DeleteVolumes: "false", DeleteLoadBalancers: "true" };
    assert.equal((await send("DELETE", path, undefined, headers)).status, 200);
    assert.match((await send("GET", path)).body.deletionTimestamp, /^\d{4}-/);
    goOn();
    while ((await send("GET", path)).status === 200);
    assert.deepEqual(server.clusters.removed[0]?.wishes, { volumes: false, loadBalancers: true });
  });
});
