/**
 * `npm run bench`: what a person waits for, measured on this machine and printed as a table. It starts a sandbox of its
 * own and removes it; figures are worth comparing within one run, on a machine that does nothing else.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { build } from "../../automation/check/build";
import { parseSettings } from "../../infra/settings";
import { judge } from "../../policies/judge";
import { packConfig } from "../../policies/pack-config";
import { rules } from "../../policies/rules";
import { projectRoot } from "../../sandbox/engine";
import { engineEnvironment } from "../../sandbox/engine-environment";
import { cloudProblems } from "../../sandbox/openstack";
import { trackedSections } from "../../sandbox/stack-sections";
import { readStanding } from "../../sandbox/standing";
import { ensurePrograms } from "../../sandbox/up";
import { openLungs } from "../support/second-environment";
import { takeDownTestSandbox, testEnvironment } from "../support/test-sandbox";
import { checks, growth, packStart, shares } from "./check";
import { kubernetesFigures } from "./kubernetes";
import { type Figure, figuresTable, machine, measure } from "./measure";
import { previewFigures } from "./previews";
import { tasksFigures } from "./tasks";

const stateDir = join(projectRoot, ".spe", "bench");
const npm = (...args: string[]) =>
  execFileSync("node", ["sandbox/engine/bootstrap.js", "sandbox/cli.ts", ...args], {
    cwd: projectRoot,
    env: { ...process.env, SPE_SANDBOX: stateDir },
    stdio: ["ignore", "ignore", "ignore"],
  });

async function main(): Promise<void> {
  const resources = await build(parseSettings(trackedSections()), "sandbox");
  const pack = await packStart();
  const kubernetes = await kubernetesFigures(stateDir);
  const figures = [
    pack.figure,
    ...(await checks()),
    await measure(
      `${rules.length} rules over the sandbox's environment (${resources.length} resources)`,
      10,
      () => judge(rules, resources, { config: packConfig({ project: "heart", tier: 2 }) }),
    ),
    ...(await growth(resources)),
    ...(await engineRuns()),
    ...(await starts()),
    ...kubernetes.figures,
  ];
  process.stdout.write(
    [
      "",
      `${new Date().toISOString().slice(0, 10)}, ${machine()}`,
      "",
      figuresTable(figures),
      "",
      `Memory of the pack's process once it listens: ${pack.megabytes} MB.`,
      ...(kubernetes.megabytes === undefined
        ? []
        : [`Memory of the Kubernetes node once it runs: ${kubernetes.megabytes} MB.`]),
      "",
      "| rule | share of the time of all over 5000 resources |",
      "|---|---|",
      await shares(resources),
      "",
    ].join("\n"),
  );
}

/** What `npm start` takes, without the cloud and, where this machine can have one, with it. */
async function starts(): Promise<Figure[]> {
  const setUp = await measure("set-up, everything in the cache", 5, () => ensurePrograms());
  const without = await startsWith("npm start -- --no-cloud", ["--no-cloud"]);
  const hasCloud = (await cloudProblems()).length === 0;
  return [setUp, ...without, ...(hasCloud ? await startsWith("npm start", []) : [])];
}

/** What a start takes, from the most that there is to do to the least. */
async function startsWith(command: string, args: string[]): Promise<Figure[]> {
  npm("down");
  try {
    return [
      await measure(`${command}, first: servers, environment, proof`, 1, () => npm(...args)),
      await measure(`${command}, everything runs`, 3, () => npm(...args)),
      ...(await previewsOf(command)),
      ...(await tasksFigures(stateDir)),
      await measure(`${command}, after a stop`, 1, () => {
        npm("stop");
        npm(...args);
      }),
      await measure(`${command}, taking it down`, 1, () => npm("down")),
    ];
  } finally {
    npm("down");
  }
}

/** What a preview takes of an environment that `npm start` has made, and that is as it should be. */
async function previewsOf(command: string): Promise<Figure[]> {
  const { stack, changes } = readStanding(stateDir) ?? {};
  if (stack === undefined) throw new Error(`${command} left nothing that stands`);
  const { engine } = await ensurePrograms({ cluster: true });
  return previewFigures(
    `no-op preview of its ${changes?.same} resources`,
    stack,
    engineEnvironment(engine, stateDir),
  );
}

/** What the engine takes with the environments `heart` and `lungs`. */
async function engineRuns(): Promise<Figure[]> {
  try {
    const heart = await testEnvironment();
    const lungs = await openLungs(heart);
    const destroy = () => {
      lungs.unprotect();
      return lungs.destroy();
    };
    return [
      await measure("up of a second environment, with preview and pack", 1, () => lungs.up()),
      await measure("destroy of it, with preview", 1, destroy),
    ];
  } finally {
    await takeDownTestSandbox();
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
