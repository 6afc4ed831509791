import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { placeOf, readFiles } from "../check/environment-files";
import { readEnvironment } from "../check/read-environment";
import { WrongEnvironment } from "../check/wrong-environment";
import { readDeclarations } from "./declarations";
import type { Evidence } from "./evidence-schema";
import { stateOfFile, stateOfStack } from "./exported-state";
import { htmlReport } from "./html-report";
import { makeEvidence } from "./make-evidence";
import { markdownReport } from "./markdown-report";
import type { Progress } from "./rule-results";
import { readPrivateKey, removeSignature, signFile } from "./signature";
import { readSpecification } from "./specification";
import { readText, WrongInput } from "./wrong-input";

/** Where the parts of a report come from, and where it goes. */
export interface EvidenceOptions {
  /** The stack's file, beside which that of the pack stands. @default infra/environments/Pulumi.<stack>.yaml */
  configFile?: string;
  /** Exported state. @default what `pulumi stack export` says */
  state?: string;
  /** SATRE's YAML. @default statements have no wording, and only those that rules name are known */
  specification?: string;
  /** What people declare. @default nothing */
  declarations?: string;
  /** Private key in PEM. @default the report is not signed */
  key?: string;
  /** Folder for the report. */
  output: string;
}

/** A report that was written. */
export interface WrittenEvidence {
  evidence: Evidence;
  /** Paths of the report in JSON, Markdown and HTML. */
  files: string[];
}

/**
 * Makes the report on a stack and writes it; everything is read before anything is written.
 * @throws WrongInput
 */
export async function writeEvidence(
  stack: string,
  options: EvidenceOptions,
  { now = () => new Date(), onProgress }: { now?: () => Date; onProgress?: Progress } = {},
): Promise<WrittenEvidence> {
  const key = options.key === undefined ? undefined : readPrivateKey(options.key);
  const environment = environmentOf(options.configFile ?? stack);
  const specification = readOptional(options.specification, readSpecification);
  const statements = specification && new Set(specification.value.keys());
  const evidence = await makeEvidence({
    stack,
    environment,
    specification,
    declarations: readOptional(options.declarations, (text, file) =>
      readDeclarations(text, file, statements),
    ),
    state: options.state === undefined ? await stateOfStack(stack) : stateOfFile(options.state, stack),
    time: now(),
    onProgress,
  });

  mkdirSync(options.output, { recursive: true });
  const texts = {
    "evidence.json": `${JSON.stringify(evidence, null, 2)}\n`,
    "evidence.md": markdownReport(evidence),
    "evidence.html": htmlReport(evidence),
  };
  const files = Object.entries(texts).map(([name, text]) => {
    const file = join(options.output, name);
    removeSignature(file);
    writeFileSync(file, text);
    if (key !== undefined) signFile(file, key);
    return file;
  });
  return { evidence, files };
}

function environmentOf(nameOrPath: string) {
  const files = readFiles(placeOf(nameOrPath));
  try {
    return { text: files.stack?.text ?? "", value: readEnvironment(files) };
  } catch (error) {
    if (!(error instanceof WrongEnvironment)) throw error;
    const problems = error.problems.map(
      ({ file, path, found, allowed, example }) =>
        `${file}: ${path}: ${found}; allowed: ${allowed}; for example ${example}`,
    );
    throw new WrongInput(`the environment "${error.environment}"`, problems);
  }
}

function readOptional<T>(file: string | undefined, read: (text: string, file: string) => T) {
  if (file === undefined) return undefined;
  const text = readText(file);
  return { text, value: read(text, file) };
}
