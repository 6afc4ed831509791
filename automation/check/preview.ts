import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { PolicyEvent } from "@pulumi/pulumi/automation";
import type { Finding } from "../../policies/judge";
import { packConfig } from "../../policies/pack-config";
import type { EnvironmentPlace } from "./environment-files";
import { verdictOn, worstFirst } from "./judge-environment";
import type { Environment } from "./read-environment";
import { isOpen, type Verdict } from "./verdict";

const root = join(__dirname, "../..");
const pack = join(root, "policies/five-safes");

/** What of the engine's events is read (pulumi sdk/go/common/apitype/events.go); the summaries are not in the SDK's types. */
interface PreviewEvent {
  policyEvent?: PolicyEvent;
  policyAnalyzeSummaryEvent?: { resourceUrn: string; passed?: string[] };
  policyAnalyzeStackSummaryEvent?: { passed?: string[] };
  diagnosticEvent?: { severity: string; message: string };
}

/** What the engine's preview said. */
interface PreviewVerdict {
  findings: Finding[];
  /** Rules that held, each with the resource where it is about one. */
  passed: Set<string>;
  /** Whether the pack refused it, which ends it with an error as well. */
  isRefused: boolean;
  /** Why it did not get to its end. */
  failure: string | undefined;
}

/**
 * Adds to a verdict what the engine's preview says by the same pack and configuration, with the `pulumi` of PATH and the
 * credentials of its environment: what was open and holds there is open no more, and what is found there is added.
 */
export async function judgePreview(
  place: EnvironmentPlace,
  environment: Environment,
  verdict: Verdict,
): Promise<Verdict> {
  const preview = await runPreview(place, environment);
  const found = verdictOn(environment, 0, preview.findings).findings;
  const keys = new Set(found.map(keyOf));
  // what both say stands once, in the preview's words, which know the secrets
  const own = verdict.findings.filter(
    (it) => !keys.has(keyOf(it)) && !(isOpen(it) && preview.passed.has(keyOf(it))),
  );
  return {
    ...verdict,
    findings: [...found, ...own].sort(worstFirst),
    ...(preview.failure === undefined ? {} : { previewFailure: preview.failure }),
  };
}

/** @throws Error where there is no `pulumi` */
async function runPreview(
  { name, stackFile }: EnvironmentPlace,
  { facts }: Environment,
): Promise<PreviewVerdict> {
  const folder = mkdtempSync(join(tmpdir(), "spe-check-"));
  try {
    const configuration = join(folder, "five-safes.json");
    writeFileSync(configuration, JSON.stringify(packConfig(facts)));
    const stack = ["--stack", name, "--config-file", stackFile];
    const judgement = ["--policy-pack", pack, "--policy-pack-config", configuration];
    return await readEvents(["preview", "--json", "--non-interactive", ...stack, ...judgement]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function readEvents(args: string[]): Promise<PreviewVerdict> {
  // the engine tells its events one a line only where it is asked to
  const env = { ...process.env, PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };
  const pulumi = spawn("pulumi", args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    pulumi.on("error", () => reject(new Error('"pulumi" is not on PATH, so there is no preview')));
    pulumi.on("close", resolve);
  });
  const errors: string[] = [];
  const verdict: PreviewVerdict = {
    findings: [],
    passed: new Set(),
    isRefused: false,
    failure: undefined,
  };
  pulumi.stderr.on("data", (data) => errors.push(String(data)));
  const read = async (): Promise<void> => {
    for await (const line of createInterface({ input: pulumi.stdout })) addEvent(verdict, errors, line);
  };
  const [code] = await Promise.all([ended, read()]);
  if (code !== 0 && !verdict.isRefused)
    verdict.failure = errors.join("\n").trim() || `pulumi ended with ${code}`;
  return verdict;
}

function addEvent(verdict: PreviewVerdict, errors: string[], line: string): void {
  if (!line.startsWith("{")) return;
  const event = JSON.parse(line) as PreviewEvent;
  const {
    policyEvent,
    policyAnalyzeSummaryEvent: onResource,
    policyAnalyzeStackSummaryEvent: onStack,
  } = event;
  const { findings, passed } = verdict;
  if (policyEvent !== undefined) findings.push(findingOf(policyEvent));
  if (policyEvent?.enforcementLevel === "mandatory") verdict.isRefused = true;
  for (const rule of onResource?.passed ?? []) passed.add(keyOf({ rule, urn: onResource?.resourceUrn }));
  for (const rule of onStack?.passed ?? []) passed.add(keyOf({ rule }));
  if (event.diagnosticEvent?.severity === "error") errors.push(plain(event.diagnosticEvent.message));
}

/** A message begins with the rule's description, or where the rule met an unknown value, with the SDK's words for that. */
function findingOf({ policyName: rule, resourceUrn: urn, message }: PolicyEvent): Finding {
  const [, , cannotRun] = /^(can't run policy .* during preview: )(.*)$/s.exec(plain(message)) ?? [];
  const ownWords = plain(message).split("\n").slice(1).join("\n");
  return {
    rule,
    ...(urn ? { urn } : {}),
    message: cannotRun ?? (ownWords || plain(message)),
    unknown: cannotRun !== undefined,
  };
}

const keyOf = ({ rule, urn = "" }: { rule: string; urn?: string | undefined }): string => `${rule} ${urn}`;

/** The engine marks colours as `<{%fg 1%}>`. */
const plain = (text: string): string => text.replace(/<\{%[^%]*%\}>/g, "").trim();
