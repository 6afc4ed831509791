import type { Evidence } from "./evidence-schema";
import { escaped } from "./html-text";
import { overviewChart } from "./overview-chart";
import type { Cell, Phrase, Section } from "./report-section";
import { reportSections } from "./report-sections";
import { stylesheet } from "./stylesheet";

/** The report as one page that needs nothing else: no script, no picture, no font from elsewhere. */
export function htmlReport(evidence: Evidence): string {
  const title = escaped(`Evidence: ${evidence.environment.title}`);
  const sections = reportSections(evidence);
  const contents = sections.map((it, index) => `<li><a href="#s${index + 1}">${escaped(it.title)}</a></li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>
${stylesheet}</style>
</head>
<body>
<h1>${title}</h1>
${overviewChart(evidence)}
<nav><ol>${contents.join("")}</ol></nav>
${sections.map(section).join("\n")}
</body>
</html>
`;
}

function section({ title, text, head = [], rows = [] }: Section, index: number): string {
  const names = head.some((it) => it !== "") ? `<thead>${row(head, "th")}</thead>` : "";
  const table =
    rows.length === 0
      ? ""
      : `\n<table>${names}<tbody>\n${rows.map((it) => row(it, "td")).join("\n")}\n</tbody></table>`;
  const said = text === undefined ? "" : `\n<p>${escaped(text)}</p>`;
  return `<section id="s${index + 1}"><h2>${escaped(title)}</h2>${said}${table}</section>`;
}

const row = (cells: readonly Cell[], tag: "td" | "th"): string =>
  `<tr>${cells.map((it) => `<${tag}>${cell(it)}</${tag}>`).join("")}</tr>`;

const cell = (content: Cell): string =>
  (Array.isArray(content) ? content : [content]).map(phrase).join("<br>");

function phrase(it: Phrase): string {
  if (typeof it === "string") return escaped(it);
  if ("status" in it) return `<span class="${it.status.replaceAll(" ", "-")}">${it.status}</span>`;
  if ("resources" in it) return escaped(it.resources);
  return `<code>${escaped(it.code)}</code>${it.note === undefined ? "" : ` ${it.note}`}`;
}
