import type { Evidence } from "./evidence-schema";
import type { Cell, Phrase, Section } from "./report-section";
import { reportSections } from "./report-sections";

/** The report in Markdown. */
export function markdownReport(evidence: Evidence): string {
  const title = `# Evidence: ${escaped(evidence.environment.title)}`;
  return `${[title, ...reportSections(evidence).map(section)].join("\n\n")}\n`;
}

function section({ title, text, head = [], rows = [] }: Section): string {
  const table =
    rows.length === 0 ? undefined : [head, head.map(() => "---"), ...rows.map((it) => it.map(cell))];
  return [`## ${title}`, text, table?.map((cells) => `| ${cells.join(" | ")} |`).join("\n")]
    .filter((it) => it !== undefined)
    .join("\n\n");
}

const cell = (content: Cell): string =>
  (Array.isArray(content) ? content : [content]).map(phrase).join("<br>");

function phrase(it: Phrase): string {
  if (typeof it === "string") return escaped(it);
  if ("status" in it) return `**${it.status}**`;
  if ("resources" in it) return escaped(it.resources);
  return `<code>${escaped(it.code)}</code>${it.note === undefined ? "" : ` ${it.note}`}`;
}

/** Names and texts of others must not become a link, a picture or another cell. */
const escaped = (text: string): string =>
  text
    .replace(/[\r\n]+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\`*_[\]|~]/g, "\\$&");
