import { styleText } from "node:util";

/**
 * Rows under a header, columns aligned; what a row repeats of the one above in its first column is left out.
 * @param isTerminal whether the header is set off by style
 * @returns the lines; none where there is no row
 */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  isTerminal: boolean,
): string[] {
  if (rows.length === 0) return [];
  const widths = header.map((_, at) => Math.max(...[header, ...rows].map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  const title = isTerminal ? styleText("bold", line(header), { validateStream: false }) : line(header);
  return [
    title,
    ...rows.map(([first = "", ...rest], at) => line([first === rows[at - 1]?.[0] ? "" : first, ...rest])),
  ];
}

/** Paragraphs of lines, an empty line between them; one without lines is left out. */
export const paragraphs = (...all: readonly (readonly string[])[]): string =>
  all
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(""))
    .join("\n");
