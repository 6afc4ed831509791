import { jsonReport } from "./report/json";
import { junitReport } from "./report/junit";
import { markdownReport } from "./report/markdown";
import { peopleReport } from "./report/people";
import { sarifReport } from "./report/sarif";
import type { Result } from "./verdict";

/** What `--format` can be. */
export const reports = {
  people: (results: readonly Result[]) => peopleReport(results, process.stdout.isTTY === true),
  markdown: markdownReport,
  json: jsonReport,
  junit: junitReport,
  sarif: sarifReport,
};
