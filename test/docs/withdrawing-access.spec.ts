import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { longestCredentialsSeconds } from "../../components/storage/guard-policy";
import { sessionDefaults, sessionLimits } from "../../infra/settings/tiers";

const root = join(__dirname, "../..");
const text = readFileSync(join(root, "docs/withdrawing-access.md"), "utf8");

/** That the document names what there is; that it is right, the named tests show. */
describe("docs/withdrawing-access.md", () => {
  it("names tests that exist", () => {
    const words = text.replace(/\s+/g, " ");
    const references = [...words.matchAll(/`([\w-]+\.spec\.ts)`: ("[^"]+"(?:; "[^"]+")*)/g)];
    const titles = references.flatMap(([, file = "", quoted = ""]) =>
      [...quoted.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => ({ file, title })),
    );
    assert.ok(titles.length > 20);
    for (const { file, title } of titles) {
      const spec = readFileSync(join(root, "test/integration", file), "utf8");
      assert.ok(spec.includes(`it("${title}"`), `${file} has no test "${title}"`);
    }
  });

  it("gives the bounds of the tiers", () => {
    const row = (name: string, cells: string[]) => `| ${[name, ...cells].join(" | ")} |\n`;
    const tiers = [0, 1, 2, 3] as const;
    for (const setting of ["idleMinutes", "maxHours", "tokenMinutes"] as const) {
      const cells = tiers.map(
        (tier) => `${sessionDefaults[setting][tier]} (at most ${sessionLimits[setting][tier]})`,
      );
      assert.ok(text.includes(row(`\`${setting}\``, cells)), setting);
    }
    const sums = tiers.map(
      (tier) => `${longest(sessionDefaults, tier)} (at most ${longest(sessionLimits, tier)})`,
    );
    assert.ok(text.includes(row("`maxHours` + `tokenMinutes` + 1 h", sums)), sums.join(" | "));
  });
});

/** A session, its last token, and the keys that it bought. */
function longest(
  { maxHours, tokenMinutes }: typeof sessionDefaults | typeof sessionLimits,
  tier: 0 | 1 | 2 | 3,
) {
  const minutes = maxHours[tier] * 60 + tokenMinutes[tier] + longestCredentialsSeconds / 60;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest > 0 ? ` ${rest} min` : ""}`;
}
