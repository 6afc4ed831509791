import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { TaskService } from "../../../components/kubernetes/task-service";
import type { MemberHealth } from "../../../components/tasks/member-health";
import { type ExternalService, tesType } from "../../../components/tasks/service-registry";
import { TesFederation } from "../../../components/tasks/tes-federation";
import type { FederationMember, TesFederationArgs } from "../../../components/tasks/tes-federation-args";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { heart } from "../cloud/heart";
import { findings } from "../kubernetes/tasks-judged";
import { funnelTasks, heldBy, pinned } from "../kubernetes/tasks-of-heart";
import { registryProblems } from "./ga4gh-services";

const serviceAt = (url: string): ExternalService => ({
  id: "org.example.tes",
  name: "Tasks of the Charité",
  type: tesType,
  organization: { name: "Charité", url: "https://www.charite.example" },
  version: "1.0.0",
  url,
});
const passwords = {
  mongodbRoot: "root-password-of-more-than-32-characters",
  mongodb: "user-password-of-more-than-32-characters",
  rabbitmq: "rabbit-password-of-more-than-32-characters",
};
const gateway: NonNullable<TesFederationArgs["gateway"]> = {
  namespace: "heart-tasks",
  host: "tasks.network.example",
  operator: { name: "Network", url: "https://network.example" },
  images: {
    protes: pinned("protes:1.0.0"),
    mongodb: pinned("mongo:8.0.15"),
    rabbitmq: pinned("rabbitmq:4.1.4"),
  },
  audience: "network-tasks",
  passwords,
};

/** Against a mocked engine, with members that are doubles on the loopback. */
describe("TesFederation", () => {
  const servers: Server[] = [];
  let taskStatus = 401;
  let member: FederationMember;

  before(async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url?.endsWith("/service-info") ? 200 : taskStatus;
      response.end(JSON.stringify({ type: tesType }));
    }).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ga4gh/tes/v1`;
    // as a service of ours gives it, which is not looked at before it is there
    member = { service: pulumi.output(serviceAt(url)), login: "token" };
  });
  beforeEach(() => {
    taskStatus = 401;
  });
  after(() => {
    for (const server of servers) server.close();
  });

  const away: FederationMember = {
    service: pulumi.output({ ...serviceAt("http://127.0.0.1:1/ga4gh/tes/v1"), id: "away" }),
    login: "token",
  };

  /** Builds one, and gives what it hands out. */
  async function build(
    members: TesFederationArgs["members"],
    rest: Partial<TesFederationArgs> = {},
  ): Promise<{ all: Recorded[]; services?: ExternalService[]; health?: Record<string, MemberHealth> }> {
    const held: { services?: ExternalService[]; health?: Record<string, MemberHealth> } = {};
    const all = await recordResources(async () => {
      const federation = new TesFederation("network", { project: heart, members, ...rest });
      held.health = await heldBy(federation.health);
      held.services = await heldBy(federation.services);
    });
    return { all, ...held };
  }

  it("is a registry by GA4GH's standard, with a service of ours in it", async () => {
    let entry: ExternalService | undefined;
    await recordResources(async () => {
      entry = await heldBy(new TaskService("tasks", funnelTasks).registryEntry);
    });
    const { services = [] } = await build({ charite: member });
    const document = [...services, ...(entry ? [entry] : [])];
    assert.deepEqual(
      document.map(({ id }) => id),
      ["org.example.tes", "example.heart.tes"],
    );
    assert.deepEqual(registryProblems(document), []);
    assert.deepEqual(
      registryProblems([{ ...entry, url: "tes", organization: { name: "Heart" }, id: undefined }]),
      [
        "/0 must have required property 'id'",
        "/0/organization must have required property 'url'",
        '/0/url must match format "uri"',
      ],
    );
  });

  it("shows who is well and who is away, and goes on", async () => {
    const { services, health } = await build({ charite: member, away });
    assert.deepEqual(
      services?.map(({ id }) => id),
      ["org.example.tes", "away"],
    );
    assert.deepEqual(health, {
      charite: { state: "healthy" },
      away: {
        state: "unhealthy",
        problem: "cannot be reached (ECONNREFUSED); check the URL and that the server runs",
      },
    });
  });

  it("shows a member that turned open, and is no network with it", async () => {
    taskStatus = 400;
    const refusals: unknown[] = [];
    const note = (refusal: unknown): void => void refusals.push(refusal);
    process.once("unhandledRejection", note);
    let health: unknown;
    await recordResources(async () => {
      const federation = new TesFederation("network", { project: heart, members: { charite: member } });
      health = await heldBy(federation.health);
      await new Promise(setImmediate);
    }).catch(note);
    process.off("unhandledRejection", note);
    const problem = "takes tasks without a token (400); let it ask for one, or take it out of the federation";
    assert.deepEqual(health, { charite: { state: "open", problem } });
    const [refusal] = refusals as Error[];
    assert.match(
      refusal?.message ?? "",
      /federation "network": member "charite" takes tasks without a token \(400\)/,
    );
  });

  it("is made of a registry alone, or of exactly these parts of a gateway, well built", async () => {
    assert.deepEqual(
      (await build({ charite: member })).all.map(({ type }) => type),
      ["spe:tasks:TesFederation"],
    );
    const { all } = await build({ charite: member }, { gateway });
    assertWellBuilt(all);
    assert.deepEqual(all.map(({ type, name }) => `${type.replace(/.*:/, "")} ${name}`).sort(), [
      "ConfigMap network-gateway-mongodb-start",
      "Deployment network-gateway-api",
      "Deployment network-gateway-mongodb",
      "Deployment network-gateway-rabbitmq",
      "Deployment network-gateway-worker",
      "PersistentVolumeClaim network-gateway-mongodb-claim",
      "PersistentVolumeClaim network-gateway-rabbitmq-claim",
      "ProtesGateway network-gateway",
      "Secret network-gateway-mongodb-secret",
      "Secret network-gateway-rabbitmq-secret",
      "Secret network-gateway-secret",
      "Service network-gateway-api-service",
      "Service network-gateway-mongodb-service",
      "Service network-gateway-rabbitmq-service",
      "ServiceAccount network-gateway-api-account",
      "ServiceAccount network-gateway-mongodb-account",
      "ServiceAccount network-gateway-rabbitmq-account",
      "ServiceAccount network-gateway-worker-account",
      "TesFederation network",
    ]);
  });

  it("has a gateway that asks for tokens, with passwords of its own in Secrets alone", async () => {
    const { all } = await build({ charite: member }, { gateway });
    const holders = all.filter(({ inputs }) =>
      Object.values(passwords).some((it) => JSON.stringify(inputs).includes(it)),
    );
    assert.deepEqual(
      holders.map(({ type, name, secrets }) => [type.replace(/.*:/, ""), name, secrets]).sort(),
      [
        ["Secret", "network-gateway-mongodb-secret", ["stringData"]],
        ["Secret", "network-gateway-rabbitmq-secret", ["stringData"]],
        ["Secret", "network-gateway-secret", ["stringData"]],
      ],
    );
    const secret = all.find(({ name }) => name === "network-gateway-secret")?.inputs.stringData as Record<
      string,
      string
    >;
    const config = parse(secret["config.yaml"] ?? "");
    const { url } = await heldBy(pulumi.output(member.service));
    assert.deepEqual(config.custom.tes.service_list, [url.replace("/ga4gh/tes/v1", "")]);
    assert.equal(config.api.specs[0].disable_auth, false);
    assert.deepEqual(config.security.auth, {
      add_key_to_claims: true,
      algorithms: ["RS256"],
      allow_expired: false,
      audience: ["network-tasks"],
      validation_methods: ["userinfo", "public_key"],
      validation_checks: "all",
    });
    assert.equal(config.jobs.host, `protes:${passwords.rabbitmq}@protes-rabbitmq`);
  });

  it("holds every rule at every tier", async () => {
    assert.deepEqual(
      await findings(({ project, namespace, opts }) => {
        const members = { charite: member };
        return new TesFederation("network", { project, members, gateway: { ...gateway, namespace } }, opts);
      }),
      // the namespace of these specs is one of tasks, which the service of tasks fences
      [0, 1, 2, 3].map(
        (tier) =>
          `tier ${tier}: safe-settings-task-namespace-fenced: namespace "heart-tasks" runs tasks of any image; bind a ValidatingAdmissionPolicy on the images of pods that denies`,
      ),
    );
  });

  const charite = (changes: Partial<ExternalService>): TesFederationArgs["members"] => ({
    charite: {
      service: { ...serviceAt("https://tes.charite.example/ga4gh/tes/v1"), ...changes },
      login: "token",
    },
  });
  const right = charite({});
  const wrong: [
    what: string,
    members: TesFederationArgs["members"],
    problem: string,
    rest?: Partial<TesFederationArgs>,
  ][] = [
    ["nobody", {}, "members must name at least one member"],
    [
      "a member without a login",
      { charite: { service: serviceAt("https://tes.charite.example"), login: "none" } },
      'members.charite.login must be "token": whoever reaches a member runs programs there in the name of the network',
    ],
    [
      "a member without TLS",
      charite({ url: "http://tes.charite.example" }),
      'members.charite.service.url must be an https URL without a slash at its end, got "http://tes.charite.example"',
    ],
    [
      "a slash at an address's end",
      charite({ url: "https://tes.charite.example/" }),
      'members.charite.service.url must be an https URL without a slash at its end, got "https://tes.charite.example/"',
    ],
    ["no id", charite({ id: " " }), "members.charite.service.id must not be empty"],
    ["no name", charite({ name: "" }), "members.charite.service.name must not be empty"],
    ["no version", charite({ version: "" }), "members.charite.service.version must not be empty"],
    [
      "a service of another kind",
      charite({ type: { ...tesType, artifact: "wes" } }),
      "members.charite.service.type must be org.ga4gh tes, got org.ga4gh wes",
    ],
    [
      "an organisation without a name",
      charite({ organization: { name: "", url: "https://a.example" } }),
      "members.charite.service.organization.name must not be empty",
    ],
    [
      "an organisation's site",
      charite({ organization: { name: "Charité", url: "charite" } }),
      'members.charite.service.organization.url must be an https URL without a slash at its end, got "charite"',
    ],
    [
      "a member twice",
      { ...right, again: right.charite as FederationMember },
      'members must list each service once, got "https://tes.charite.example/ga4gh/tes/v1" twice',
    ],
    [
      "a gateway's image by its tag",
      right,
      'gateway.images.protes must be an image with registry and digest, registry/name[:tag]@sha256:…, got "elixircloud/protes:latest"',
      { gateway: { ...gateway, images: { ...gateway.images, protes: "elixircloud/protes:latest" } } },
    ],
    [
      "a password that stands in the chart",
      right,
      "gateway.passwords.mongodbRoot must be 32 or more letters, digits, - or _",
      { gateway: { ...gateway, passwords: { ...passwords, mongodbRoot: "adminpasswd" } } },
    ],
    [
      "a gateway for any token",
      right,
      "gateway.audience must be the id of a client: any token of the issuer would do",
      { gateway: { ...gateway, audience: "" } },
    ],
    [
      "a gateway's host",
      right,
      'gateway.host must be a full name in lower case such as "tasks.network.example", got "network"',
      { gateway: { ...gateway, host: "network" } },
    ],
    [
      "a gateway of nobody",
      right,
      'gateway.operator.name must not be empty; gateway.operator.url must be an https URL, got ""',
      { gateway: { ...gateway, operator: { name: "", url: "" } } },
    ],
  ];
  for (const [what, members, problem, rest] of wrong)
    it(`refuses ${what}`, async () => {
      await assert.rejects(build(members, rest), { message: `federation "network": ${problem}` });
    });
});
