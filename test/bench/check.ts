/** What `spe check` and the rules take, by the number of environments and of resources. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Judged, judge } from "../../policies/judge";
import { rules } from "../../policies/rules";
import { projectRoot } from "../../sandbox/engine";
import { environments } from "../policies/environments";
import { type Figure, measure } from "./measure";

/** `spe check` as it is typed, start included. */
export async function checks(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "spe-bench-"));
  try {
    const trial = readFileSync(join(projectRoot, "infra/environments/Pulumi.trial.yaml"), "utf8");
    const files = Array.from({ length: 50 }, (_, index) => join(folder, `Pulumi.trial-${index}.yaml`));
    for (const file of files) writeFileSync(file, trial);
    const check = (count: number) =>
      execFileSync("node", ["automation/spe", "check", ...files.slice(0, count)], { cwd: projectRoot });
    const figures: Figure[] = [];
    for (const count of [1, 10, 50]) {
      figures.push(
        await measure(`spe check, ${count} environment${count > 1 ? "s" : ""}`, 3, () => check(count)),
      );
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All rules over ever more resources. */
export async function growth(resources: readonly Judged[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of [100, 1_000, 5_000, 10_000]) {
    const many = manyProjects(resources, count);
    figures.push(await measure(`${rules.length} rules over ${count} resources`, 3, () => judge(rules, many)));
  }
  return figures;
}

/** The rules that take longest over many resources, with their share of the whole. */
export async function shares(resources: readonly Judged[]): Promise<string> {
  const many = manyProjects(resources, 5_000);
  const times = new Map<string, number>();
  for (const rule of rules) {
    await judge([rule], many);
    const before = performance.now();
    for (let run = 0; run < 3; run++) await judge([rule], many);
    times.set(rule.name, performance.now() - before);
  }
  const whole = [...times.values()].reduce((sum, time) => sum + time, 0);
  const rows = [...times].sort(([, one], [, other]) => other - one).slice(0, 5);
  return rows.map(([name, time]) => `| ${name} | ${((100 * time) / whole).toFixed(1)} % |`).join("\n");
}

/**
 * A stack of ever more projects: the environment and those of the tests, by which every rule has something to judge,
 * again and again, each time with names and ids of their own.
 */
function manyProjects(resources: readonly Judged[], count: number): Judged[] {
  const tested = Object.values(environments).flatMap((environment) => environment.resources);
  const unique = new Map([...resources, ...tested].map((it) => [`${it.type} ${it.name}`, it]));
  const text = JSON.stringify([...unique.values()]);
  const ids = [...unique.values()].flatMap(({ props = {} }) => [props.id, props.vipPortId]);
  const own = new RegExp(`heart|"(?:${ids.filter((id) => id !== undefined).join("|")})(?=")`, "g");
  const copies = Array.from({ length: Math.ceil(count / unique.size) }, (_, copy): Judged[] =>
    JSON.parse(text.replaceAll(own, `$&${copy}`)),
  );
  return copies
    .flatMap((copy, index) => copy.map((it) => ({ ...it, name: `${it.name}-${index}` })))
    .slice(0, count);
}

/** The pack's process, from its start until it listens, and the memory that it has then, in MB. */
export async function packStart(): Promise<{ figure: Figure; megabytes: number }> {
  let megabytes = 0;
  const figure = await measure("the pack's own start", 5, async () => {
    const pack = spawn(join(projectRoot, "policies", "five-safes"), ["127.0.0.1:0", projectRoot], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    await new Promise((resolve) => pack.stdout.once("data", resolve)); // it prints the port that it listens on
    const status = readFileSync(`/proc/${pack.pid}/status`, "utf8");
    megabytes = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
    pack.kill();
  });
  return { figure, megabytes };
}
