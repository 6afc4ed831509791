/** Which tasks the program of the gateway passes on; a part of it, see `task-gateway-program.ts`. */
import type { GatewaySettings } from "./task-gateway-settings.ts";

/** A task of TES as far as it is looked into. */
interface Task {
  executors?: { image?: string; [part: string]: unknown }[];
  inputs?: TaskFile[];
  outputs?: TaskFile[];
  tags?: Record<string, string>;
  [part: string]: unknown;
}

interface TaskFile {
  url?: string;
  content?: string;
}

/** The task in a body; undefined where it is none. */
export function readTask(body: Buffer): Task | undefined {
  try {
    const task = JSON.parse(body.toString()) as Task;
    if (typeof task !== "object") return undefined;
    const lists = [task.executors ?? [], task.inputs ?? [], task.outputs ?? []];
    const isTask = lists.every(
      (list) => Array.isArray(list) && list.every((it) => typeof it === "object" && it),
    );
    return isTask && typeof (task.tags ?? {}) === "object" ? task : undefined;
  } catch {
    return undefined;
  }
}

/** What of a task is not allowed. */
export function taskProblems(settings: GatewaySettings, task: Task): string[] {
  const { executors = [], inputs = [], outputs = [], tags } = task;
  return [
    ...(executors.length === 0 ? ["executors must list at least one"] : []),
    ...executors.flatMap((executor, at) => [
      ...(settings.executorImages.includes(executor.image ?? "")
        ? []
        : [`executors[${at}].image "${executor.image}" is not among ${settings.executorImages.join(", ")}`]),
      ...settings.droppedParts
        .filter((part) => Object.keys(executor[part] ?? {}).length > 0)
        .map(
          (part) =>
            `executors[${at}].${part} is not taken by this server; give it in the command: env NAME=value …`,
        ),
    ]),
    ...inputs.flatMap(({ url, content }, at) =>
      url === undefined || url === ""
        ? content === undefined
          ? [`inputs[${at}] has neither url nor content`]
          : []
        : addressProblem(`inputs[${at}].url`, url, settings.inputPrefixes),
    ),
    ...outputs.flatMap(({ url }, at) => addressProblem(`outputs[${at}].url`, url, settings.outputPrefixes)),
    // by such tags Funnel takes another service account
    ...Object.keys(tags ?? {})
      .filter((tag) => tag.startsWith("_"))
      .map((tag) => `tags.${tag} begins with "_", as only the service's own do`),
  ];
}

function addressProblem(what: string, url: unknown, prefixes: string[]): string[] {
  const isInside =
    prefixes.some((prefix) => String(url).startsWith(prefix)) && !/(^|\/)\.\.(\/|$)/.test(String(url));
  return isInside ? [] : [`${what} "${String(url)}" must begin with one of ${prefixes.join(", ")}`];
}
