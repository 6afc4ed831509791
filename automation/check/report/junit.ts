import {
  isOpen,
  isRefusal,
  isVerdict,
  type JudgedFinding,
  type NoVerdict,
  type Result,
  type Verdict,
} from "../verdict";
import { fixOf, messageOf } from "./words";

/** One test, as JUnit's XML has it. */
interface Case {
  name: string;
  /** Groups tests in what shows the report. */
  className: string;
  /** `failure` where something is wrong, `error` where it could not be judged; each with a type and a message. */
  problems: { kind: "failure" | "error"; type: string; message: string; text: string }[];
  /** What there is to say although the test passed. */
  remarks: string[];
}

/** For what reads test results: a suite an environment, a test a rule, as Jenkins and GitLab take it. */
export function junitReport(results: readonly Result[]): string {
  const suites = results.map((result) => ({
    name: result.environment,
    cases: isVerdict(result) ? casesOf(result) : [settingsCase(result)],
  }));
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="spe check" ${counts(all)}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name=${quoted(name)} ${counts(cases)}>`,
      ...cases.flatMap(caseLines),
      "  </testsuite>",
    ]),
    "</testsuites>\n",
  ].join("\n");
}

function casesOf({ environment, rules, findings, previewFailure }: Verdict): Case[] {
  const cases = rules.map(({ name, framework }): Case => {
    const own = findings.filter(({ rule }) => rule === name);
    const told = (it: JudgedFinding): string => `${it.urn ?? environment}: fix: ${fixOf(it, environment)}`;
    return {
      name,
      className: `${environment}.${framework.name}`,
      problems: own
        .filter((it) => isRefusal(it) || isOpen(it))
        .map((it) => ({
          kind: isOpen(it) ? "error" : "failure",
          type: isOpen(it) ? "not judged" : it.severity,
          message: messageOf(it),
          text: told(it),
        })),
      remarks: own.filter((it) => !isRefusal(it) && !isOpen(it)).map((it) => `${messageOf(it)}; ${told(it)}`),
    };
  });
  return previewFailure === undefined ? cases : [...cases, failed(environment, "preview", previewFailure)];
}

function settingsCase({ environment, problems, failure }: NoVerdict): Case {
  if (failure !== undefined) return failed(environment, "verdict", failure);
  return {
    name: "settings",
    className: environment,
    remarks: [],
    problems: problems.map(({ file, path, found, allowed, example }) => ({
      kind: "error",
      type: "wrong setting",
      message: `${path}: ${found}`,
      text: `${file}: allowed: ${allowed}; example: ${example}`,
    })),
  };
}

const failed = (className: string, name: string, text: string): Case => ({
  name,
  className,
  remarks: [],
  problems: [{ kind: "error", type: "not judged", message: "could not be judged", text }],
});

function caseLines({ name, className, problems, remarks }: Case): string[] {
  const open = `    <testcase name=${quoted(name)} classname=${quoted(className)}`;
  if (problems.length + remarks.length === 0) return [`${open}/>`];
  // the schema wants errors before failures
  const ordered = [...problems].sort((one, other) => one.kind.localeCompare(other.kind));
  return [
    `${open}>`,
    ...ordered.map(
      ({ kind, type, message, text }) =>
        `      <${kind} type=${quoted(type)} message=${quoted(message)}>${escaped(text)}</${kind}>`,
    ),
    ...(remarks.length === 0 ? [] : [`      <system-out>${escaped(remarks.join("\n"))}</system-out>`]),
    "    </testcase>",
  ];
}

/** Tests by how they ended, each counted once. */
function counts(cases: readonly Case[]): string {
  const has = (kind: "failure" | "error") => (it: Case) =>
    it.problems.some((problem) => problem.kind === kind);
  const errors = cases.filter(has("error"));
  const failures = cases.filter((it) => has("failure")(it) && !errors.includes(it));
  return `tests="${cases.length}" failures="${failures.length}" errors="${errors.length}"`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** As XML's text; what no XML may hold is left out. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

const quoted = (text: string): string => `"${escaped(text).replace(/\s+/g, " ")}"`;
