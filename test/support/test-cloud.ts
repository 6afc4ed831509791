/** The real cloud that the integration specs share, where this machine can have one. */
import { readFileSync } from "node:fs";
import { ensureCertificates } from "../../sandbox/certificates";
import { cloudWishes } from "../../sandbox/cloud";
import { type EngineVariables, engineEnvironment } from "../../sandbox/engine-environment";
import { sandboxFolder } from "../../sandbox/folder";
import { type Cloud, cloudProblems, ensureCloud } from "../../sandbox/openstack";
import { privateDirectory } from "../../sandbox/private-file";
import { ensureSecrets } from "../../sandbox/secrets";
import { ensurePrograms } from "../../sandbox/up";
import { endLeftovers, ports, stateDir } from "./test-sandbox";

/** Time for a `before` that may have to install, build and start the cloud: the machine image alone takes minutes. */
export const cloudTimeout = 25 * 60_000;

/** A cloud that runs, and the engine for it. */
export interface TestCloud {
  cloud: Cloud;
  engine: EngineVariables;
  /** PEM of the authority that signed the cloud's certificates. */
  ca: string;
}

let cloud: Promise<TestCloud> | undefined;

/** The cloud, started afresh by whichever spec asks first; skips that spec, with the reason, where there can be none. */
export async function testCloud(context: Mocha.Context): Promise<TestCloud> {
  await skipWithoutCloud(context);
  cloud ??= startCloud();
  return cloud;
}

/** Skips a spec, with the reason, on a machine that can have no cloud. */
export async function skipWithoutCloud(context: Mocha.Context): Promise<void> {
  const problems = await cloudProblems();
  if (problems.length > 0) {
    context.test?.parent?.eachTest((test) => {
      test.title += ` [no cloud: ${problems.join("; ")}]`;
    });
    context.skip();
  }
}

async function startCloud(): Promise<TestCloud> {
  const programs = await ensurePrograms();
  await endLeftovers();
  const folder = sandboxFolder(stateDir);
  await privateDirectory(folder.root);
  await privateDirectory(folder.pulumi.state);
  await ensureCertificates(folder);
  await ensureSecrets(folder);
  return {
    // whether the servers that it relays to run or not: another spec may start them
    cloud: await ensureCloud(folder, await cloudWishes(programs, ports)),
    engine: engineEnvironment(programs.engine, stateDir),
    ca: readFileSync(folder.tls.caCertificate, "utf8"),
  };
}
