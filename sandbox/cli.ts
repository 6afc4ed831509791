/** `npm start`: the sandbox from nothing to an environment that works, and what else can be done with it. */
import { existsSync, readFileSync } from "node:fs";
import { Command } from "commander";
import { controlPlaneLogs } from "./control-plane";
import { down, stop } from "./down";
import { progress, setUpSummary } from "./engine";
import { sandboxFolder, stateDirectory } from "./folder";
import { kubernetesLogs } from "./kubernetes";
import { withLock } from "./lock";
import { cloudLogs, enterMachine } from "./openstack";
import { report } from "./report";
import { serverLog } from "./server-process";
import { readStanding } from "./standing";
import { start } from "./start";
import { serversOf, statusText } from "./status";

interface Options {
  json?: true;
  /** False with `--no-cloud`. */
  cloud: boolean;
}

const program = new Command("npm start --")
  .description(
    "A whole environment on this machine: real servers, the program with its pack, and proof that it works.",
  )
  .option("--json", "print what stands as JSON; secrets are paths of files")
  .option("--no-cloud", "leave the cloud and its machines out: a start of seconds, without 2 GB of memory")
  .addHelpText(
    "after",
    `
Examples:
  npm start                      set up what is missing, start, deploy, prove
  npm start -- --json | jq .storage.buckets
  npm start -- status            what runs
  npm start -- shell heart-workbench   a shell of root in a machine of the cloud
  npm start -- logs nova         what a server said: keycloak, minio, one of the cloud's or of Kubernetes'
  npm start -- stop              stop the servers; the next start takes seconds
  npm start -- down              stop them and remove what they kept

The sandbox lies in .spe/sandbox; SPE_SANDBOX names another folder in the project for a second one beside it.
Exit codes: 0 done; 1 failed, or a proof did not hold, or (status) not everything runs.`,
  )
  .action(() => runStart(program.opts()));

program
  .command("status")
  .description("say what runs")
  .action(() => runStatus(program.opts()));
program
  .command("shell <machine>")
  .description("open a shell of root in a machine of the sandbox's cloud")
  .action((machine: string) => {
    process.exitCode = enterMachine(sandboxFolder(stateDirectory()), machine);
  });
program
  .command("logs <server>")
  .description("print what a server of the sandbox said since it was started")
  .action(printLog);
program
  .command("stop")
  .description("stop the servers, keep what is in them")
  .action(() => end((stateDir) => stop(stateDir)));
program
  .command("down")
  .description("stop the servers and remove everything that they and the stack kept")
  .action(() => end((stateDir) => down(stateDir)));

async function runStart({ json, cloud }: Options): Promise<void> {
  const standing = await start(stateDirectory(), !cloud);
  const summary = await setUpSummary();
  if (summary !== undefined) progress.say(summary);
  process.stdout.write(json ? `${JSON.stringify(standing, null, 2)}\n` : report(standing));
  if (standing.proofs.some(({ failure }) => failure !== undefined)) process.exitCode = 1;
}

/** @throws Error with the names of the servers where there is none of this name, or it has not run yet */
function printLog(server: string): void {
  const folder = sandboxFolder(stateDirectory());
  const { keycloak, minio } = folder;
  const logs: Record<string, string> = {
    keycloak: serverLog(keycloak.directory),
    minio: serverLog(minio.directory),
    ...cloudLogs(folder),
    ...(existsSync(folder.controlPlane) ? controlPlaneLogs(folder) : kubernetesLogs(folder)),
  };
  const file = Object.hasOwn(logs, server) ? logs[server] : undefined;
  if (file === undefined) throw new Error(`no server "${server}"; there are ${Object.keys(logs).join(", ")}`);
  if (!existsSync(file)) throw new Error(`${server} has not been started in this sandbox`);
  process.stdout.write(readFileSync(file));
}

function runStatus({ json }: Options): void {
  const folder = sandboxFolder(stateDirectory());
  const standing = readStanding(folder.root);
  const servers = serversOf(folder, standing);
  process.stdout.write(
    json ? `${JSON.stringify({ servers, ...standing }, null, 2)}\n` : statusText(servers, standing),
  );
  if (!servers.every(({ runs }) => runs)) process.exitCode = 1;
}

async function end(work: (stateDir: string) => Promise<string[]>): Promise<void> {
  const stateDir = stateDirectory();
  const stopped = existsSync(stateDir) ? await withLock(stateDir, () => work(stateDir)) : [];
  process.stdout.write(stopped.length === 0 ? "nothing ran\n" : `stopped ${stopped.join(" and ")}\n`);
}

program.parseAsync().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
