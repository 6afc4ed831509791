import { createHash } from "node:crypto";
import { packConfig } from "../../policies/pack-config";
import type { Environment } from "../check/read-environment";
import { type Declaration, whyNotCounted } from "./declarations";
import type { Evidence } from "./evidence-schema";
import type { ExportedState } from "./exported-state";
import { type Progress, ruleResults } from "./rule-results";
import type { Wording } from "./specification";
import { referenceResults, statementResults } from "./statement-results";

/** A file that was read, with its text for its digest. */
export interface Read<T> {
  text: string;
  value: T;
}

/** What a report is made from. */
export interface EvidenceInputs {
  /** Name of the stack. */
  stack: string;
  state: Read<ExportedState>;
  /** Settings, parameters of the rules and exemptions; the text is the stack's file. */
  environment: Read<Environment>;
  specification?: Read<Map<string, Wording>>;
  declarations?: Read<Declaration[]>;
  /** When the report is made. */
  time: Date;
  onProgress?: Progress;
}

/** The report: the same inputs give the same one. */
export async function makeEvidence(inputs: EvidenceInputs): Promise<Evidence> {
  const { stack, state, environment, specification, declarations, time } = inputs;
  const today = time.toISOString().slice(0, 10);
  const { id: project, title, tier, dataController, permit, expires } = environment.value.settings.project;
  const { resources, changed, pendingDeletions, pendingOperations } = state.value;
  const config = packConfig(environment.value.facts);
  const { exemptions } = environment.value.facts;
  const rules = await ruleResults(resources, exemptions, { config, today }, inputs.onProgress);
  const statements = statementResults(
    rules,
    declarations?.value ?? [],
    specification?.value ?? new Map(),
    today,
  );
  return {
    format: "spe-evidence/1",
    time: time.toISOString(),
    environment: { stack, project, title, tier, dataController, permit, expires },
    inputs: {
      state: {
        sha256: sha256(state.text),
        ...(changed === undefined ? {} : { changed }),
        resources: resources.length,
        pendingDeletions,
        pendingOperations,
      },
      settings: { sha256: sha256(environment.text) },
      pack: { rules: rules.length, sha256: sha256(JSON.stringify(config)) },
      ...(specification && {
        specification: { sha256: sha256(specification.text), statements: specification.value.size },
      }),
      ...(declarations && { declarations: { sha256: sha256(declarations.text) } }),
    },
    statements,
    missing: statements.filter(({ status }) => status === "nothing judged").map(({ id }) => id),
    rules,
    references: referenceResults(rules),
    exemptions: exemptions.map((exemption, index) => ({
      ...exemption,
      applied: rules.flatMap(({ findings }) => findings).filter((it) => it.exemption === index).length,
    })),
    declarations: (declarations?.value ?? []).map((declaration) => {
      const notCounted = whyNotCounted(declaration, today);
      return { ...declaration, ...(notCounted === undefined ? {} : { notCounted }) };
    }),
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** 1 where something is not met, 2 where something could not be judged and is not declared, else 0. */
export function exitCodeOf({ rules, statements }: Evidence): 0 | 1 | 2 {
  if (rules.some(({ status }) => status === "not met")) return 1;
  const open = rules.filter(({ status }) => status === "could not judge");
  const declared = new Set(
    statements.filter(({ declaration }) => declaration !== undefined).map(({ id }) => `SATRE ${id}`),
  );
  return open.some(({ sources }) => !sources.some((it) => declared.has(it))) ? 2 : 0;
}
