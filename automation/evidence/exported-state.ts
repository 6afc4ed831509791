import type { ResourceState } from "../check/state";
import { exportStack } from "../exported-stack";
import type { Read } from "./make-evidence";
import { readText, WrongInput } from "./wrong-input";

/** What stands, as `pulumi stack export` writes it. */
export interface ExportedState {
  resources: ResourceState[];
  /** When the state was last written. */
  changed?: string;
  /** Operations that were cut off: what they made may stand and not be in the state. */
  pendingOperations: number;
  /** Resources that wait to be deleted, their replacements standing already; they are not among `resources`. */
  pendingDeletions: number;
}

/**
 * The state in a file.
 * @param stack whose state it must be
 * @throws WrongInput
 */
export function stateOfFile(file: string, stack: string): Read<ExportedState> {
  const text = readText(file);
  const subject = `state "${file}"`;
  const value = parsed(text, subject);
  const others = value.resources.map(({ urn }) => urn.split("::")[0]?.replace("urn:pulumi:", ""));
  const other = others.find((name) => name !== stack);
  if (other !== undefined) throw new WrongInput(subject, [`is of the stack "${other}", not of "${stack}"`]);
  return { text, value };
}

/** The state of a stack, by the `pulumi` of PATH; secrets stay encrypted. @throws WrongInput */
export async function stateOfStack(stack: string): Promise<Read<ExportedState>> {
  const subject = `state of the stack "${stack}"`;
  const text = await exportStack(stack).catch((error: Error) => {
    throw new WrongInput(`the ${subject}`, [`${error.message}; or give --state`]);
  });
  return { text, value: parsed(text, subject) };
}

function parsed(text: string, subject: string): ExportedState {
  const { deployment } = json(text, subject) as { deployment?: Deployment };
  const resources = deployment?.resources;
  if (
    !Array.isArray(resources) ||
    !resources.every((it) => typeof it?.urn === "string" && typeof it?.type === "string")
  )
    throw new WrongInput(subject, [
      "has no deployment.resources; write it with: pulumi stack export --file state.json",
    ]);
  const changed = deployment?.manifest?.time;
  const kept = resources.filter((it) => it.delete !== true);
  return {
    resources: kept,
    ...(changed === undefined ? {} : { changed }),
    pendingOperations: deployment?.pending_operations?.length ?? 0,
    pendingDeletions: resources.length - kept.length,
  };
}

interface Deployment {
  manifest?: { time?: string };
  resources?: ResourceState[];
  pending_operations?: unknown[] | null;
}

function json(text: string, subject: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    // what stands in it is not shown: it may be a secret
    throw new WrongInput(subject, ["is no JSON; write it with: pulumi stack export --file state.json"]);
  }
}
