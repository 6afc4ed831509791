import { safes } from "../../components/five-safes";
import { type Evidence, type Status, statuses } from "./evidence-schema";
import { escaped } from "./html-text";
import { nameOf } from "./report-section";

const left = 150;
const width = 560;
const step = 34;
const bar = 22;

/** A bar for each of the five safes, parted by what can be said of its rules; the table under it has the numbers. */
export function overviewChart({ rules }: Evidence): string {
  const longest = Math.max(1, ...safes.map((safe) => rules.filter((it) => it.safe === safe).length));
  const bars = safes.map((safe, index) => {
    const own = rules.filter((it) => it.safe === safe);
    return barOf(
      nameOf(safe),
      own.map(({ status }) => status),
      index * step,
      width / longest,
    );
  });
  const height = safes.length * step + 30;
  return `<svg viewBox="0 0 ${left + width + 10} ${height}" role="img" aria-label="What can be said of the rules of each of the five safes">
${bars.join("\n")}
${legend(safes.length * step + 14)}
</svg>`;
}

function barOf(name: string, found: readonly Status[], y: number, unit: number): string {
  let x = left;
  const parts = statuses.flatMap((status) => {
    const count = found.filter((it) => it === status).length;
    if (count === 0) return [];
    const part = partOf(status, count, x, y, count * unit);
    x += count * unit;
    return part;
  });
  return `<text x="${left - 10}" y="${y + 16}" text-anchor="end">${escaped(name)}</text>${parts.join("")}`;
}

const partOf = (status: Status, count: number, x: number, y: number, length: number): string =>
  `<rect class="${classOf(status)}" x="${x.toFixed(1)}" y="${y}" width="${length.toFixed(1)}" height="${bar}"><title>${count} ${status}</title></rect>` +
  `<text class="in ${classOf(status)}" x="${(x + length / 2).toFixed(1)}" y="${y + 16}" text-anchor="middle">${count}</text>`;

/** Only what a rule can be: a person declares statements. */
function legend(y: number): string {
  const shown: Status[] = ["met", "not met", "could not judge", "nothing judged"];
  return shown
    .map((status, index) => {
      const x = left + index * 140;
      return `<rect class="${classOf(status)}" x="${x}" y="${y - 10}" width="12" height="12"/><text x="${x + 18}" y="${y}">${status}</text>`;
    })
    .join("");
}

const classOf = (status: Status): string => status.replaceAll(" ", "-");
