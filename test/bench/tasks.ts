/** What the service of tasks takes, of an environment that `npm start` has made. */
import { readFileSync } from "node:fs";
import { TesClient } from "../../sandbox/clients/tes-client";
import { sandboxFolder } from "../../sandbox/folder";
import { tokenOf } from "../../sandbox/proof";
import type { Standing } from "../../sandbox/standing";
import { type Figure, measure } from "./measure";

/** Tasks of one run, and how many of them wait for their end at a time. */
const count = 24;
const atATime = 8;

/** Runs tasks without files, several at a time; none where the environment has no service of tasks. */
export async function tasksFigures(stateDir: string): Promise<Figure[]> {
  const { sandbox, identity, kubernetes }: Standing = JSON.parse(
    readFileSync(sandboxFolder(stateDir).standing, "utf8"),
  );
  const { tasks } = kubernetes ?? {};
  const image = sandbox.cluster?.images.toolbox;
  if (tasks === undefined || image === undefined) return [];
  const { clientId, secretFile, redirectUris } = tasks.client;
  const client = {
    issuer: identity.issuer,
    clientId,
    clientSecret: readFileSync(secretFile, "utf8"),
    redirectUri: redirectUris[0] ?? "",
  };
  const service = new TesClient(tasks, sandbox.caFile);
  try {
    const token = await tokenOf(sandbox, client, "alice");
    const waiting = Array.from({ length: count }, (_, index) => `task ${index}`);
    const runs = async () => {
      for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
        const { state } = await service.run(token, { executors: [{ image, command: ["echo", text] }] });
        if (state !== "COMPLETE") throw new Error(`${text} is ${state}`);
      }
    };
    return [
      await measure(`${count} tasks without files, ${atATime} at a time`, 1, () =>
        Promise.all(Array.from({ length: atATime }, runs)),
      ),
    ];
  } finally {
    await service.close();
  }
}
