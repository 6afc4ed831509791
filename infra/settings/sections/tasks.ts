import { Type } from "@sinclair/typebox";
import { tasksAtATimeBounds } from "../../../components/kubernetes/tasks-at-a-time";
import { choice, group, list, oneOf, text, wholeNumber } from "../field";

const digest = "c5b1261d6d3e43071626931fc004f70149baeba2c8ec672bd4f27761f8e1ad6b";

const image = (description: string, name: string) =>
  text("pinned-image", { description, example: `registry.site.example/${name}@sha256:${digest}` });

const servers = ["funnel", "tesk"] as const;

const by = <const Server extends (typeof servers)[number]>(server: Server, description: string) =>
  choice([server], { description, example: server, allowed: `one of ${servers.join(", ")}` });

const funnelExample = { by: "funnel", image: `registry.site.example/funnel:0.12.2@sha256:${digest}` };
const teskExample = {
  by: "tesk",
  api: `registry.site.example/tesk-api:1.1.0@sha256:${digest}`,
  taskmaster: `registry.site.example/tesk-core-taskmaster:a50995a@sha256:${digest}`,
  filer: `registry.site.example/tesk-core-filer:v0.10.2@sha256:${digest}`,
};

const server = oneOf(
  [
    group(
      {
        by: by("funnel", "Funnel."),
        image: image("Funnel's own image.", "funnel:0.12.2"),
        tasksAtATime: Type.Optional(
          wholeNumber({
            description:
              "Tasks that run at a time; others wait. `quota.pods` has room for twice as many and four of the service's own.",
            example: tasksAtATimeBounds.default,
            ...tasksAtATimeBounds,
          }),
        ),
      },
      { title: "`by: funnel`", description: "Funnel 0.12.", example: funnelExample },
    ),
    group(
      {
        by: by("tesk", "TES-K."),
        api: image("The API's image.", "tesk-api:1.1.0"),
        taskmaster: image(
          "The taskmaster's image, built from tesk-core a50995a or later where Kubernetes is 1.31 or later.",
          "tesk-core-taskmaster:a50995a",
        ),
        filer: image("The image that copies files.", "tesk-core-filer:v0.10.2"),
      },
      { title: "`by: tesk`", description: "TES-K.", example: teskExample },
    ),
  ],
  (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const index = servers.findIndex((it) => "by" in value && it === value.by);
    return index >= 0 ? index : servers.indexOf("api" in value ? "tesk" : "funnel");
  },
  {
    description: "The service's program.",
    example: funnelExample,
    allowed: "one of { by: funnel, … }, { by: tesk, … }",
  },
);

const waysExample = {
  login: { to: "192.0.2.10/32", port: 443 },
  store: { to: "192.0.2.11/32", port: 9000 },
  api: { to: "192.0.2.12/32", port: 6443 },
  balancer: "192.168.1.0/24",
};

const way = (what: string, example: { to: string; port: number }) =>
  group(
    {
      to: text("cidr", { description: "Its address as a range, or its addresses.", example: example.to }),
      port: wholeNumber({ description: "TCP port.", example: example.port, minimum: 1, maximum: 65535 }),
    },
    { description: `${what} as pods reach it.`, example },
  );

/** Network policies know addresses, not names. */
const ways = group(
  {
    login: way("The realm", waysExample.login),
    store: way("The object store", waysExample.store),
    api: way("The API server", waysExample.api),
    balancer: text("cidr", {
      description: "Where balancers' connections come from, as pods see them: the workers' range.",
      example: waysExample.balancer,
    }),
  },
  {
    description: "The only ways that pods of the service have out of their namespace; its tasks have none.",
    example: waysExample,
  },
);

/** `kubernetes.tasks`: the GA4GH task execution service of the environment. */
export const tasks = group(
  {
    server,
    images: list(image("One image.", "samtools:1.21"), {
      description: "What tasks may run; everything else is refused when a task's pod is made.",
      example: [`registry.site.example/samtools:1.21@sha256:${digest}`],
      least: 1,
      uniqueItems: true,
    }),
    accounts: list(text("account", { description: "One service account.", example: "tasks-scratch" }), {
      description:
        "The service accounts of `storage` by whose keys tasks read and write; TES-K takes one. Tasks reach no other bucket.",
      example: ["tasks-input", "tasks-scratch"],
      least: 1,
      uniqueItems: true,
    }),
    gateway: image("Image with Node 24, which stands in front of the server and checks who asks.", "node:24"),
    userInfoUrl: Type.Optional(
      text("https-url", {
        description: "User info of the realm as pods reach it, where that is another address.",
        example: "https://login.inside.site.example/realms/heart/protocol/openid-connect/userinfo",
        defaultIs: "the realm's own",
      }),
    ),
    host: text("host-name", {
      description: "Name that people reach it by; the certificate's.",
      example: "tes.heart.example",
    }),
    certificateFile: text("relative-path", {
      description: "PEM file of the certificate with its chain; its key is the secret `spe:tasksKey`.",
      example: "certificates/tes.pem",
    }),
    ranges: list(text("cidr", { description: "One range.", example: "192.0.2.0/24" }), {
      description: "Addresses that reach it.",
      example: ["192.0.2.0/24"],
      least: 1,
      uniqueItems: true,
    }),
    ways,
    address: Type.Optional(
      text("ip-address", {
        description: "Floating address that the project has already and keeps.",
        example: "192.0.2.80",
        defaultIs: "a new one, which stays when the service goes",
      }),
    ),
  },
  {
    description: "A service that runs tasks for the project's people (GA4GH TES). Left out, there is none.",
    example: {
      server: funnelExample,
      images: [`registry.site.example/samtools:1.21@sha256:${digest}`],
      accounts: ["tasks-input", "tasks-scratch"],
      gateway: `registry.site.example/node:24@sha256:${digest}`,
      host: "tes.heart.example",
      certificateFile: "certificates/tes.pem",
      ranges: ["192.0.2.0/24"],
      ways: waysExample,
    },
  },
);
