import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { judge } from "../../policies/judge";
import { matchesPattern } from "../../policies/kit/pattern";
import { rules } from "../../policies/rules";
import { mutantsOf } from "../support/mutations";
import { today } from "./compliant";
import { type CompliantEnvironment, environments } from "./environments";

const document = readFileSync(join(__dirname, "mutation-survivors.md"), "utf8");

/** A mutant that no rule catches: the name of its resource, the last word of the type, the place and the slip. */
interface Survivor {
  name: string;
  type: string;
  path: string;
  slip: string;
}

/** A row of the document: what it explains, and how many. */
interface Explanation {
  row: string;
  count: number;
  explains: (survivor: Survivor) => boolean;
}

const explanations = document.split("\n").flatMap((row): Explanation[] => {
  const [count, ...cells] = row.split("|").slice(1, -1);
  if (!/^ \d+ $/.test(count ?? "")) return [];
  const [resources = [], places = [], slips = []] = cells.map((cell) =>
    cell.split(",").map((it) => it.trim()),
  );
  const isOf = (patterns: string[], text: string): boolean => patterns.some((it) => matchesPattern(it, text));
  const explains = ({ name, type, path, slip }: Survivor): boolean =>
    (isOf(resources, name) || isOf(resources, type)) && isOf(places, path) && isOf(slips, slip);
  return [{ row, count: Number(count), explains }];
});

const stackRules = rules.filter((rule) => "validateStack" in rule);
const resourceRules = rules.filter((rule) => !("validateStack" in rule));

/** Judges every mutant of an environment's resources, but for those that are done, which it adds to. */
async function mutate(
  { resources, config }: CompliantEnvironment,
  done: Set<string>,
): Promise<{ total: number; survivors: Survivor[] }> {
  const circumstances = { today, config: config() };
  const survivors: Survivor[] = [];
  let total = 0;
  for (const [index, resource] of resources.entries()) {
    const text = JSON.stringify(resource);
    if (done.has(text)) continue;
    done.add(text);
    for (const { path, slip, value } of mutantsOf(resource.props ?? {})) {
      const mutant = { ...resource, props: value };
      total += 1;
      // rules on one resource take a fraction of the time of those on all of them
      if ((await judge(resourceRules, [mutant], circumstances)).length > 0) continue;
      if ((await judge(stackRules, resources.with(index, mutant), circumstances)).length > 0) continue;
      survivors.push({ name: resource.name, type: resource.type.split(":").at(-1) ?? "", path, slip });
    }
  }
  return { total, survivors };
}

describe("mutations of what holds every rule", function () {
  this.timeout(180_000);
  let total = 0;
  const survivors: Survivor[] = [];

  before(async () => {
    const done = new Set<string>();
    for (const environment of Object.values(environments)) {
      const result = await mutate(environment, done);
      total += result.total;
      survivors.push(...result.survivors);
    }
  });

  it("are caught, or cannot be judged, but for those that mutation-survivors.md explains", () => {
    const unexplained = survivors.filter((it) => !explanations.some(({ explains }) => explains(it)));
    assert.deepEqual(unexplained, []);
  });

  it("are not caught where the document explains why not: each row has its number", () => {
    const counts = new Map(explanations.map(({ row }) => [row, 0]));
    for (const survivor of survivors) {
      const row = explanations.find(({ explains }) => explains(survivor))?.row ?? "";
      counts.set(row, (counts.get(row) ?? 0) + 1);
    }
    assert.deepEqual(
      explanations.map(({ row }) => row.replace(/^\| \d+/, `| ${counts.get(row)}`)),
      explanations.map(({ row }) => row),
    );
  });

  it("are caught as often as the document says", () => {
    const written = /^Of ([\d,]+) mutants the rules catch ([\d,]+)\.$/m.exec(document)?.slice(1);
    assert.deepEqual(
      [total, total - survivors.length].map((count) => count.toLocaleString("en")),
      written,
    );
  });
});
