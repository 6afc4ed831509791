import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  provider,
  type ReadinessInputs,
  type ReadinessOutputs,
  waitUntilReady,
} from "../../../components/cloud/readiness-provider";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA";
const ready = `boot\r\nspe: host-key ${key}\r\nspe: ready abc\r\n`;

/** What the stand-in for Nova answers next: the console's text, or a status. */
type Answer = string | number;

/** A stand-in for Keystone and Nova that goes wrong on demand; the real ones are asked in test/integration. */
class StubCloud {
  readonly asked: string[] = [];
  readonly logins: unknown[] = [];
  answers: Answer[] = [];
  /** What Nova says of the machine, the last for ever. */
  states: object[] = [{ status: "ACTIVE" }];
  loginStatus = 201;
  private readonly server: Server;

  constructor() {
    this.server = createServer(async (request, response) => {
      const body = JSON.parse((await text(request)) || "{}");
      this.asked.push(`${request.method} ${request.url}`);
      const send = (status: number, content: object, headers = {}) =>
        response
          .writeHead(status, { "Content-Type": "application/json", ...headers })
          .end(JSON.stringify(content));
      if (request.url === "/v3/auth/tokens") {
        this.logins.push(body);
        const endpoints = [
          { interface: "internal", region_id: "Here", url: "http://127.0.0.1:9/" },
          { interface: "public", region_id: "Here", url: `${this.url}/compute/` },
          { interface: "public", region_id: "There", url: "http://127.0.0.1:9/" },
        ];
        send(
          this.loginStatus,
          this.loginStatus === 201
            ? { token: { catalog: [{ type: "compute", endpoints }] } }
            : { error: { message: "no such project" } },
          { "X-Subject-Token": `token-${this.logins.length}` },
        );
        return;
      }
      if (request.method === "GET") {
        const server = this.states.length > 1 ? this.states.shift() : this.states[0];
        send(200, { server });
        return;
      }
      const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
      if (typeof answer === "number") send(answer, { itemNotFound: { message: "it is not there" } });
      else send(200, { output: answer });
    });
  }

  async start(): Promise<void> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
  }

  stop(): void {
    this.server.close();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe("a machine's readiness", () => {
  let cloud: StubCloud;
  let pauses: number[];
  const pause = async (seconds: number) => pauses.push(seconds);
  const inputs = (changes: Partial<ReadinessInputs> = {}): ReadinessInputs => ({
    authUrl: `${cloud.url}/v3`,
    region: "Here",
    certificateAuthority: "",
    projectName: "heart-cloud",
    userName: "spe-operator",
    domainName: "Default",
    password: "operator-password",
    applicationCredentialId: "",
    applicationCredentialSecret: "",
    machine: "heart-store",
    instanceId: "i-1",
    instanceUrn: "urn:pulumi:test::spe::openstack:compute/instance:Instance::heart-store",
    digest: "abc",
    readyMinutes: 1,
    ...changes,
  });
  const wait = (changes: Partial<ReadinessInputs> = {}, failuresBefore = 0): Promise<ReadinessOutputs> =>
    waitUntilReady(inputs(changes), failuresBefore, pause);

  beforeEach(async () => {
    cloud = new StubCloud();
    pauses = [];
    await cloud.start();
  });
  afterEach(() => cloud.stop());

  it("is what the machine says, with its host keys", async () => {
    cloud.answers = [ready];
    assert.deepEqual(await wait(), { ...inputs(), hostKeys: [key], failures: 0 });
    assert.deepEqual(cloud.asked, [
      "POST /v3/auth/tokens",
      "GET /compute/servers/i-1",
      "POST /compute/servers/i-1/action",
    ]);
    assert.deepEqual(pauses, []);
  });

  it("is asked for with a password in a project, or with an application credential", async () => {
    cloud.answers = [ready];
    await wait();
    await wait({ applicationCredentialId: "id-1", applicationCredentialSecret: "credential-secret" });
    const domain = { name: "Default" };
    const user = { name: "spe-operator", domain, password: "operator-password" };
    assert.deepEqual(cloud.logins, [
      {
        auth: {
          identity: { methods: ["password"], password: { user } },
          scope: { project: { name: "heart-cloud", domain } },
        },
      },
      {
        auth: {
          identity: {
            methods: ["application_credential"],
            application_credential: { id: "id-1", secret: "credential-secret" },
          },
        },
      },
    ]);
  });

  it("is waited for, longer while the cloud is in trouble", async () => {
    cloud.answers = ["", "boot", 503, 500, 502, 504, 503, "boot", ready];
    await wait();
    assert.deepEqual(pauses, [2, 2, 4, 8, 16, 30, 30, 2]);
  });

  it("is not asked for on a console that is not there yet", async () => {
    cloud.states = [{ status: "BUILD" }, { status: "ACTIVE" }];
    cloud.answers = [ready];
    await wait();
    assert.deepEqual(pauses, [2]);
  });

  it("cannot come of a machine that Nova could not make, which says why and how to go on", async () => {
    const fault = { code: 500, message: "No valid host was found. There are not enough hosts available." };
    cloud.states = [{ status: "ERROR", fault }];
    await assert.rejects(wait(), {
      message:
        'machine "heart-store" could not be made: No valid host was found. There are not enough hosts available; mend that, then have it made anew: ' +
        "pulumi up --replace 'urn:pulumi:test::spe::openstack:compute/instance:Instance::heart-store'",
    });
  });

  it("outlasts a token", async () => {
    cloud.answers = ["boot", 401, ready];
    await wait();
    assert.equal(cloud.logins.length, 2);
  });

  it("fails with what the machine says and the console's last lines, and keeps that for the next run", async () => {
    const lines = Array.from({ length: 20 }, (_, i) => `line ${i}`);
    cloud.answers = ["boot", [...lines, "\u001b[31mspe: failed unit store.service\u001b[0m"].join("\r\n")];
    await assert.rejects(wait(), (error: Error & { id: string; properties: ReadinessOutputs }) => {
      assert.deepEqual(error.message.split("\n"), [
        'machine "heart-store" is not ready: failed unit store.service',
        "the last lines of its console:",
        ...lines.slice(-14).map((line) => `  ${line}`),
        "  spe: failed unit store.service",
      ]);
      assert.equal(error.id, "i-1");
      assert.deepEqual(error.properties, { ...inputs(), hostKeys: [], failures: 1 });
      return true;
    });
  });

  it("is waited for again after a failure that was mended outside of the machine", async () => {
    const failed = "spe: failed artefact https://mirror.example.org/a\n";
    cloud.answers = [failed, failed, `${failed}${ready}`];
    const olds: ReadinessOutputs = { ...inputs(), hostKeys: [], failures: 1 };
    assert.equal((await wait({}, olds.failures)).failures, 1);
    cloud.answers = [failed, `${failed}${failed}`];
    await assert.rejects(wait({}, olds.failures), /is not ready: failed artefact/);
  });

  it("fails when the time is over, with what the cloud said last", async () => {
    cloud.answers = ["boot\nlogin:"];
    await assert.rejects(wait({ readyMinutes: 0 }), {
      message:
        'machine "heart-store" is not ready after 0 minutes\nthe last lines of its console:\n  boot\n  login:',
    });
    cloud.answers = [503];
    await assert.rejects(wait({ readyMinutes: 0 }), /after 0 minutes; the cloud's API at .* \(status 503\)$/);
  });

  it("fails at once for a machine that is gone, a region, a credential or a project that is wrong", async () => {
    cloud.answers = [404];
    await assert.rejects(
      wait(),
      /cannot be looked at: .* refused to show the console of the machine i-1: it is not there \(status 404\)$/,
    );
    cloud.answers = [401];
    await assert.rejects(wait(), /refused to show the console of the machine i-1: .* \(status 401\)$/);
    await assert.rejects(
      wait({ region: "Nowhere" }),
      /the cloud has no service "compute" in the region "Nowhere"; it has it in Here, There$/,
    );
    cloud.loginStatus = 401;
    await assert.rejects(wait(), /Keystone at .* refused the credential; check user and password/);
    cloud.loginStatus = 404;
    await assert.rejects(wait(), /Keystone at .* refused to log in: no such project \(status 404\)/);
    assert.deepEqual(pauses, []);
  });

  it("never tells a secret", async () => {
    cloud.loginStatus = 401;
    await assert.rejects(wait(), (error: Error) => !/operator-password/.test(error.message));
  });

  it("names a server that does not speak TLS, and does not wait for it", async () => {
    await assert.rejects(
      wait({ authUrl: cloud.url.replace("http:", "https:") }),
      /Keystone at https:.* does not speak TLS; check scheme and port$/,
    );
    assert.deepEqual(pauses, []);
  });

  it("is asked for anew of another machine or document, and kept when only the way to ask changes", async () => {
    const olds: ReadinessOutputs = { ...inputs(), hostKeys: [key], failures: 0 };
    const diff = (changes: Partial<ReadinessInputs>) => provider.diff?.("i-1", olds, inputs(changes));
    assert.deepEqual(await diff({}), { changes: false, replaces: [] });
    assert.deepEqual(await diff({ password: "another" }), { changes: true, replaces: [] });
    assert.deepEqual(await diff({ instanceId: "i-2" }), { changes: true, replaces: ["instanceId"] });
    assert.deepEqual(await diff({ digest: "abd" }), { changes: true, replaces: ["digest"] });
    const updated = await provider.update?.("i-1", olds, inputs({ password: "another" }));
    assert.deepEqual(updated, { outs: { ...olds, password: "another" } });
    assert.deepEqual(cloud.asked, []);
  });
});
