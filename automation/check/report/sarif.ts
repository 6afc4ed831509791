import { createHash } from "node:crypto";
import type { Location, Log, Notification, ReportingDescriptor, Result as SarifResult } from "sarif";
import project from "../../../package.json";
import {
  isOpen,
  isRefusal,
  isVerdict,
  type JudgedFinding,
  type KnownRule,
  type Result,
  type Verdict,
} from "../verdict";
import { fixOf, messageOf, nameIn } from "./words";

/** For what shows findings beside code (SARIF 2.1.0): each at the stack file that describes its resource. */
export function sarifReport(results: readonly Result[]): string {
  const verdicts = results.filter(isVerdict);
  const rules = new Map(verdicts.flatMap((verdict) => verdict.rules).map((rule) => [rule.name, rule]));
  const troubles = results.flatMap(notificationsOf);
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "spe check",
            semanticVersion: project.version,
            rules: [...rules.values()].map(descriptorOf),
          },
        },
        invocations: [
          {
            executionSuccessful: troubles.length === 0,
            ...(troubles.length > 0 ? { toolConfigurationNotifications: troubles } : {}),
          },
        ],
        results: verdicts.flatMap(resultsOf),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const descriptorOf = ({
  name,
  description,
  severity,
  framework,
  remediationSteps,
}: KnownRule): ReportingDescriptor => ({
  id: name,
  shortDescription: { text: description },
  help: { text: remediationSteps },
  properties: {
    tags: [framework.name ?? "", framework.reference ?? ""],
    // how GitHub sorts findings, as a CVSS score
    "security-severity": { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" }[severity],
  },
});

function resultsOf(verdict: Verdict): SarifResult[] {
  const { findings, comparison } = verdict;
  if (comparison === undefined) return findings.map((finding) => resultOf(finding, verdict));
  const { broken, mended } = comparison;
  return [
    ...findings.map((finding) => ({
      ...resultOf(finding, verdict),
      baselineState: broken.includes(finding) ? ("new" as const) : ("unchanged" as const),
    })),
    ...mended.map((finding) => ({ ...resultOf(finding, verdict), baselineState: "absent" as const })),
  ];
}

function resultOf(finding: JudgedFinding, { environment, file }: Verdict): SarifResult {
  const { rule, urn } = finding;
  const identity = createHash("sha256").update([environment, rule, urn ?? finding.message].join("\n"));
  return {
    ruleId: rule,
    // what a rule could not decide is no failure, and has no level
    ...(isOpen(finding)
      ? { kind: "open", level: "none" }
      : { kind: "fail", level: isRefusal(finding) ? "error" : "warning" }),
    message: { text: `${messageOf(finding)}. Fix: ${fixOf(finding, environment)}` },
    locations: [locationOf(file, urn)],
    partialFingerprints: { "environmentRuleResource/v1": identity.digest("hex") },
  };
}

function notificationsOf(result: Result): Notification[] {
  const { environment, file } = result;
  const notification = (text: string, where = file): Notification => ({
    level: "error",
    message: { text: `${environment}: ${text}` },
    locations: [locationOf(where)],
  });
  if (isVerdict(result))
    return result.previewFailure === undefined
      ? []
      : [notification(`the preview failed: ${result.previewFailure}`)];
  const { problems, failure } = result;
  return [
    ...(failure === undefined ? [] : [notification(failure)]),
    ...problems.map((it) => notification(`${it.path}: ${it.found}; allowed: ${it.allowed}`, it.file)),
  ];
}

const locationOf = (file: string, urn?: string): Location => ({
  physicalLocation: { artifactLocation: { uri: file.replaceAll("\\", "/") }, region: { startLine: 1 } },
  ...(urn === undefined
    ? {}
    : { logicalLocations: [{ name: nameIn(urn), fullyQualifiedName: urn, kind: "resource" }] }),
});
