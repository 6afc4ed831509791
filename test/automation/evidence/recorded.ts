/** What the specs report on: the state of the sandbox's environment, recorded, and stacks of a few resources. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { placeOf, readFiles } from "../../../automation/check/environment-files";
import { type Environment, readEnvironment } from "../../../automation/check/read-environment";
import type { ResourceState } from "../../../automation/check/state";
import { type ExportedState, stateOfFile } from "../../../automation/evidence/exported-state";
import type { EvidenceInputs, Read } from "../../../automation/evidence/make-evidence";

const fixtures = join(__dirname, "fixtures");

/** Paths of the fixtures. */
export const files = {
  stack: join(fixtures, "Pulumi.local.yaml"),
  state: join(fixtures, "state.json"),
  specification: join(fixtures, "specification.yaml"),
};

/** A day on which the recorded environment's permit is valid. */
export const day = new Date("2026-11-25T12:00:00.000Z");

/** The recorded state. */
export const recordedState = (): Read<ExportedState> => stateOfFile(files.state, "local");

/** The recorded environment's settings, with other facts for the pack. */
export function recordedEnvironment(facts: Partial<Environment["facts"]> = {}): Read<Environment> {
  const environment = readEnvironment(readFiles(placeOf(files.stack)));
  const value = { ...environment, facts: { ...environment.facts, ...facts } };
  return { text: readFileSync(files.stack, "utf8"), value };
}

/** The recorded resource whose URN ends in a name. */
export function recordedResource(name: string): ResourceState {
  const found = recordedState().value.resources.find(({ urn }) => urn.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`the recorded state has no "${name}"`);
  return found;
}

/** What a report on a few resources is made from. */
export function inputsOf(resources: ResourceState[], more: Partial<EvidenceInputs> = {}): EvidenceInputs {
  const value = { resources, pendingOperations: 0, pendingDeletions: 0 };
  return {
    stack: "local",
    state: { text: JSON.stringify(resources), value },
    environment: recordedEnvironment(),
    time: day,
    ...more,
  };
}
