/** Proof that an environment's service of tasks works and is closed: over its balancer, with a researcher's token and without. */
import { setTimeout as wait } from "node:timers/promises";
import type { Response } from "undici";
import type { Environment } from "../infra/environment";
import { claim, type Proof } from "./claim";
import type { OidcClient } from "./clients/browserless-login";
import { TesClient } from "./clients/tes-client";
import type { SandboxCluster } from "./cluster";
import type { Plain } from "./plain-outputs";
import type { Sandbox } from "./sandbox";

/** Logs a person in at a client. @returns the access token @throws Error when the login ends otherwise */
export type TokenOf = (client: OidcClient, name: string) => Promise<string>;

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
  const { redirectUris, ...client } = tasks.client;
  const service = new TesClient(tasks, caFile);
  const taskOf = (image: string, command: string[]) => ({ name: "proof", executors: [{ image, command }] });
  try {
    const token = await tokenOf(
      { ...client, issuer: identity.issuer, redirectUri: redirectUris[0] ?? "" },
      "alice",
    );
    return [
      await claim("the service of tasks at its public address says what it is", async () =>
        // the balancer asks every 5 s whether the service is there
        expectStatus(await answering(() => service.ask("/service-info")), 200),
      ),
      await claim("without a token it lists no tasks", async () =>
        expectStatus(await service.ask("/tasks"), 401),
      ),
      await claim("alice's task runs as a pod, and its log comes back", async () => {
        const { state, logs } = await service.run(token, taskOf(images.toolbox, ["echo", "proof"]));
        const stdout = logs?.[0]?.logs?.[0]?.stdout;
        if (state !== "COMPLETE" || stdout !== "proof\n")
          throw new Error(`it is ${state}, with the log ${JSON.stringify(stdout)}`);
      }),
      await claim("a task of an image that is not on the list is refused", async () =>
        expectStatus(await service.ask("/tasks", token, taskOf(images.node, ["node", "--version"])), 400),
      ),
    ];
  } finally {
    await service.close();
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

async function expectStatus(answer: Response, status: number): Promise<void> {
  if (answer.status !== status)
    throw new Error(`the answer was ${answer.status}, not ${status}: ${await answer.clone().text()}`);
}
