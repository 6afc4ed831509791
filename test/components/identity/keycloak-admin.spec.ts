import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { KeycloakAdmin } from "../../../components/identity/keycloak-admin";

const alice = {
  id: "u1",
  username: "alice",
  enabled: true,
  attributes: { lsaai_sub: ["4f@lifescience-ri.eu"] },
};

/** Answers as Keycloak was seen to; that it does so is for the integration tests to show. */
const answers: Record<string, [number, unknown]> = {
  "GET /admin/realms/heart/users?idpAlias=ls-aai&idpUserId=4f%40lifescience-ri.eu": [200, [alice]],
  "GET /admin/realms/heart/users?idpAlias=ls-aai&idpUserId=alice": [200, []],
  "GET /admin/realms/heart/users?username=alice&exact=true": [200, [alice]],
  "GET /admin/realms/heart/users?idpAlias=ls-aai&idpUserId=nobody": [200, []],
  "GET /admin/realms/heart/users?username=nobody&exact=true": [200, []],
  "GET /admin/realms/heart/users/u1/sessions": [200, [{}, {}]],
  "POST /admin/realms/heart/users/u1/logout": [204, undefined],
  "GET /admin/realms/heart/users/u1": [200, alice],
  "PUT /admin/realms/heart/users/u1": [204, undefined],
  "GET /admin/realms/lungs/users?idpAlias=ls-aai&idpUserId=alice": [403, { error: "HTTP 403 Forbidden" }],
};

describe("Keycloak's administration", () => {
  let server: Server;
  let url: string;
  let asked: { request: string; body: string }[];

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const key = `${request.method} ${request.url}`;
        const isLogin = request.url?.endsWith("/token");
        const known = body.includes("client_secret=right");
        if (!isLogin) asked.push({ request: key, body });
        const [status, answer] = isLogin
          ? [known ? 200 : 401, { access_token: "t" }]
          : (answers[key] ?? [404, { error: "Realm not found." }]);
        response.writeHead(status, { "content-type": "application/json" });
        response.end(answer === undefined ? undefined : JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => server.close());

  const admin = (clientSecret = "right") =>
    new KeycloakAdmin({ url, adminRealm: "master", clientId: "spe-provisioner", clientSecret });

  it("finds a person by the id at the upstream, or else by user name", async () => {
    const found = { id: "u1", userName: "alice", enabled: true };
    assert.deepEqual(await admin().findPerson("heart", "ls-aai", "4f@lifescience-ri.eu"), found);
    assert.deepEqual(await admin().findPerson("heart", "ls-aai", "alice"), found);
    assert.equal(await admin().findPerson("heart", "ls-aai", "nobody"), undefined);
  });

  it("finds nobody without a name, where Keycloak would find everybody", async () => {
    assert.equal(await admin().findPerson("heart", "ls-aai", ""), undefined);
    assert.deepEqual(asked, []);
  });

  it("ends sessions and says how many there were", async () => {
    assert.equal(await admin().endSessions("heart", "u1"), 2);
    assert.equal(asked.at(-1)?.request, "POST /admin/realms/heart/users/u1/logout");
  });

  it("locks a person and writes back all else as it was", async () => {
    await admin().setEnabled("heart", "u1", false);
    assert.deepEqual(JSON.parse(asked.at(-1)?.body ?? ""), { ...alice, enabled: false });
  });

  it("says what is wrong with server, client or realm", async () => {
    const find = (it: KeycloakAdmin, realm: string) => it.findPerson(realm, "ls-aai", "alice");
    await assert.rejects(find(admin("wrong"), "heart"), {
      name: "KeycloakError",
      message: `Keycloak at ${url} refused the client "spe-provisioner" of realm "master" (401); check its id and secret`,
      status: 401,
    });
    await assert.rejects(find(admin(), "nope"), {
      message: `Keycloak at ${url} has no realm "nope" or no such person in it`,
    });
    await assert.rejects(find(admin(), "lungs"), {
      message: `Keycloak at ${url} does not allow the client "spe-provisioner" to look for a person in realm "lungs"; it needs the roles that whoever made the realm has`,
    });
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(find(admin(), "heart"), {
      message: `Keycloak at ${url} cannot be reached (ECONNREFUSED); check the URL and that the server runs`,
      status: 0,
    });
  });
});
