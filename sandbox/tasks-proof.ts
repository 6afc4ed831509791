/** Proof that an environment's service of tasks works and is closed: over its balancer, with a researcher's token and without. */
import { readFileSync } from "node:fs";
import type { LookupFunction } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, fetch, type Response } from "undici";
import type { Environment } from "../infra/environment";
import { claim, type Proof } from "./claim";
import type { OidcClient } from "./clients/browserless-login";
import type { SandboxCluster } from "./cluster";
import type { Plain } from "./plain-outputs";
import type { Sandbox } from "./sandbox";

/** Logs a person in at a client. @returns the access token @throws Error when the login ends otherwise */
export type TokenOf = (client: OidcClient, name: string) => Promise<string>;

/** Longest wait for a task, in seconds. */
const patience = 120;

interface Task {
  state: string;
  logs?: { logs?: { stdout?: string }[] }[];
}

/** Runs a task as a person would, and tries what nobody may. */
export async function proveTasks(
  { caFile }: Sandbox,
  { images }: SandboxCluster,
  { identity, kubernetes }: Plain<Environment>,
  tokenOf: TokenOf,
): Promise<Proof[]> {
  const { tasks } = kubernetes ?? {};
  if (identity === undefined || tasks === undefined)
    throw new Error("the proof needs an environment with identity and a service of tasks");
  const { address, tesBaseUrl, client } = tasks;
  // nobody has made the record that the name needs
  const lookup: LookupFunction = (_name, _options, found) => found(null, [{ address, family: 4 }]);
  const dispatcher = new Agent({ connect: { ca: readFileSync(caFile, "utf8"), lookup } });
  const ask = (path: string, token?: string, body?: unknown) =>
    fetch(`${tesBaseUrl}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      dispatcher,
    });
  const task = (changes: object = {}) => ({
    name: "proof",
    executors: [{ image: images.toolbox, command: ["echo", "proof"] }],
    ...changes,
  });
  const { clientId, clientSecret, redirectUris } = client;
  const tesClient: OidcClient = {
    issuer: identity.issuer,
    clientId,
    clientSecret,
    redirectUri: redirectUris[0] ?? "",
  };
  try {
    const token = await tokenOf(tesClient, "alice");
    return [
      await claim("the service of tasks at its public address says what it is", async () =>
        // the balancer asks every 5 s whether the service is there
        expectStatus(await answering(() => ask("/service-info")), 200),
      ),
      await claim("without a token it lists no tasks", async () => expectStatus(await ask("/tasks"), 401)),
      await claim("alice's task runs as a pod, and its log comes back", async () => {
        const posted = await ask("/tasks", token, task());
        await expectStatus(posted, 200);
        const { id } = (await posted.json()) as { id: string };
        const ended = await endOf(
          async () => (await (await ask(`/tasks/${id}?view=FULL`, token)).json()) as Task,
        );
        const stdout = ended.logs?.[0]?.logs?.[0]?.stdout;
        if (ended.state !== "COMPLETE" || stdout !== "proof\n")
          throw new Error(`it is ${ended.state}, with the log ${JSON.stringify(stdout)}`);
      }),
      await claim("a task of an image that is not on the list is refused", async () => {
        const executors = [{ image: images.node, command: ["node", "--version"] }];
        await expectStatus(await ask("/tasks", token, task({ executors })), 400);
      }),
    ];
  } finally {
    await dispatcher.close();
  }
}

/** The first answer, where the balancer has one within half a minute. */
async function answering(attempt: () => Promise<Response>): Promise<Response> {
  for (let left = 30; left > 0; left--) {
    try {
      return await attempt();
    } catch {
      await wait(1_000);
    }
  }
  return attempt();
}

async function endOf(read: () => Promise<Task>): Promise<Task> {
  for (let left = patience; left > 0; left--) {
    const task = await read();
    if (!["QUEUED", "INITIALIZING", "RUNNING"].includes(task.state)) return task;
    await wait(1_000);
  }
  throw new Error(`it has not ended after ${patience} s`);
}

async function expectStatus(answer: Response, status: number): Promise<void> {
  if (answer.status !== status)
    throw new Error(`the answer was ${answer.status}, not ${status}: ${await answer.clone().text()}`);
}
