/** A GA4GH task execution service, asked as a person's client would, at an address that nobody has made a name's record for. */
import { readFileSync } from "node:fs";
import type { LookupFunction } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, fetch, type Response } from "undici";

/** Longest wait for a task, in seconds. */
const patience = 120;

/** A task as the service shows it in full. */
export interface Task {
  state: string;
  logs?: { logs?: { stdout?: string }[] }[];
}

/** Where a service of tasks answers. */
export interface TesAddress {
  /** What TES's paths come after. */
  tesBaseUrl: string;
  /** Address of its balancer. */
  address: string;
}

/** Asks one service of tasks. */
export class TesClient {
  private readonly dispatcher: Agent;

  /** @param caFile PEM of the authority that signed its certificate */
  constructor(
    private readonly service: TesAddress,
    caFile: string,
  ) {
    const lookup: LookupFunction = (_name, _options, found) =>
      found(null, [{ address: service.address, family: 4 }]);
    this.dispatcher = new Agent({ connect: { ca: readFileSync(caFile, "utf8"), lookup } });
  }

  /** What it answers, whatever its status; posts where there is a body. */
  ask(path: string, token?: string, body?: unknown): Promise<Response> {
    return fetch(`${this.service.tesBaseUrl}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      dispatcher: this.dispatcher,
    });
  }

  /**
   * Runs a task to its end.
   * @throws Error when it is not taken, or has not ended after two minutes
   */
  async run(token: string, task: object): Promise<Task> {
    const posted = await this.ask("/tasks", token, task);
    if (posted.status !== 200)
      throw new Error(`the task was not taken (${posted.status}): ${await posted.text()}`);
    const { id } = (await posted.json()) as { id: string };
    for (let left = patience; left > 0; left--) {
      const seen = (await (await this.ask(`/tasks/${id}?view=FULL`, token)).json()) as Task;
      if (!["QUEUED", "INITIALIZING", "RUNNING"].includes(seen.state)) return seen;
      await wait(1_000);
    }
    throw new Error(`it has not ended after ${patience} s`);
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.dispatcher.close();
  }
}
