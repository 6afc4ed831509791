import { readFileSync, statSync } from "node:fs";
import type { Judged } from "../../policies/judge";
import { exportStack } from "../exported-stack";
import { judgeResources, verdictOn } from "./judge-environment";
import { plainProperties } from "./plain-properties";
import { plainSecrets, stateEncrypted } from "./plain-secrets";
import type { Environment } from "./read-environment";
import type { Verdict } from "./verdict";

/** A resource in a stack's state, as far as rules ask for it (pulumi sdk/go/common/apitype/core.go, ResourceV3). */
export interface ResourceState {
  urn: string;
  type: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  parent?: string;
  protect?: boolean;
  ignoreChanges?: string[];
  additionalSecretOutputs?: string[];
  propertyDependencies?: Record<string, string[] | null>;
  /** Whether it is only waiting to be deleted, its replacement standing already. */
  delete?: boolean;
}

/**
 * Judges what stands: rules on a resource see its inputs, rules on the stack its outputs, in which a refresh shows
 * what somebody changed by hand. Secrets stay encrypted; rules see a placeholder.
 * @param source a file that `pulumi stack export` wrote, or else the name of a stack, which is exported now
 * @throws Error where there is no such state
 */
export async function judgeState(environment: Environment, source: string): Promise<Verdict> {
  const isFile = statSync(source, { throwIfNoEntry: false })?.isFile() ?? false;
  const text = isFile ? readFileSync(source, "utf8") : await exportOf(source);
  const resources = resourcesIn(text, source).filter((resource) => resource.delete !== true);
  const findings = await judgeResources(
    environment,
    resources.map(({ inputs, ...rest }) => judgedOf(rest, inputs)),
    resources.map(({ outputs, ...rest }) => judgedOf(rest, outputs)),
  );
  return verdictOn(
    environment,
    resources.length,
    [...findings, ...resources.flatMap(plainSecrets)],
    [stateEncrypted],
  );
}

async function exportOf(stack: string): Promise<string> {
  try {
    return await exportStack(stack);
  } catch (error) {
    throw new Error(`"${stack}" is no file, and no stack that can be exported: ${(error as Error).message}`);
  }
}

function resourcesIn(text: string, source: string): ResourceState[] {
  const refuse = (): never => {
    throw new Error(`"${source}" holds no state as "pulumi stack export" writes it`);
  };
  let state: { deployment?: { resources?: ResourceState[] } } | null = null;
  try {
    state = JSON.parse(text);
  } catch {
    refuse(); // without the parser's words, which repeat the file's
  }
  return state?.deployment?.resources ?? refuse();
}

function judgedOf(
  { urn, type, parent, protect, ignoreChanges, additionalSecretOutputs, propertyDependencies }: ResourceState,
  properties: object = {},
): Judged {
  return {
    type,
    urn,
    name: urn.split("::").slice(3).join("::"),
    props: plainProperties(properties),
    opts: {
      protect: protect ?? false,
      ignoreChanges: ignoreChanges ?? [],
      additionalSecretOutputs: additionalSecretOutputs ?? [],
      ...(parent === undefined ? {} : { parent }),
    },
    dependencies: Object.fromEntries(
      Object.entries(propertyDependencies ?? {}).map(([key, urns]) => [key, urns ?? []]),
    ),
  };
}
