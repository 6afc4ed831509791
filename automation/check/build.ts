/**
 * Builds an environment as a preview of a stack that does not exist yet would, with no engine and no server. Ids, and
 * all that a server or provider would make, stay unknown as they do there: an id made up here would let a rule pass
 * that the engine cannot judge before `up`.
 *
 * It differs from the engine's preview in this:
 * - providers do not fill in defaults; a rule takes what is missing for the worst
 * - stack rules see inputs, which the engine shows them with unknown values beside them
 * - the stack's secrets are placeholders: what they are, only a preview judges
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { runtime, secret } from "@pulumi/pulumi";
import { buildEnvironment } from "../../infra/environment";
import type { Settings } from "../../infra/settings";
import { placeholderFor } from "./plain-properties";
import { RecordingMonitor, type Registered } from "./recording-monitor";

/** Name of the program's project in Pulumi.yaml; it stands in every URN. */
const project = "spe";
/** The project's folder: what settings name by a relative path lies in it. */
const root = join(__dirname, "../..");

/**
 * Registers what the program would make of the settings.
 * @param stack name of the stack, which stands in every URN
 * @throws what the program refuses the settings with
 */
export const build = (settings: Settings, stack: string): Promise<Registered[]> =>
  record(stack, () => buildEnvironment(withCertificates(settings), (key) => secret(placeholderFor(key))));

/**
 * Registers what a program would make, one program at a time: the SDK's state is the process's.
 * @throws the first of what goes wrong in it, also in the making of a single value
 */
export async function record(stack: string, program: () => unknown): Promise<Registered[]> {
  const monitor = new RecordingMonitor(project, stack);
  runtime.setMockOptions(monitor, project, stack, true);
  const failures: unknown[] = [];
  const note = (failure: unknown): void => void failures.push(failure);
  const resumeTraces = withoutTraces();
  // where a value's making fails, the SDK leaves the rejection to the process
  process.on("unhandledRejection", note);
  try {
    await runtime.runInPulumiStack(async () => {
      try {
        await program();
      } catch (failure) {
        note(failure);
      }
    });
    await runtime.disconnect();
    await new Promise(setImmediate);
  } finally {
    resumeTraces();
    process.off("unhandledRejection", note);
  }
  if (failures.length > 0) throw failures[0];
  return monitor.registered;
}

/** The SDK takes a trace of each promise and each resource, which costs nine tenths of the time. @returns what ends it */
function withoutTraces(): () => void {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = 0;
  // for where the SDK sets the limit itself
  Error.prepareStackTrace = () => "";
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  };
}

/** Certificates lie where the environment is deployed from, and not where a change to it is judged. */
function withCertificates(settings: Settings): Settings {
  const { site, servers, kubernetes } = settings;
  const tasks = kubernetes?.tasks;
  return {
    ...settings,
    site: site.caFile === undefined ? site : { ...site, caFile: present(site.caFile) },
    ...(servers === undefined
      ? {}
      : { servers: { ...servers, certificateFile: present(servers.certificateFile) } }),
    ...(tasks === undefined
      ? {}
      : {
          kubernetes: {
            ...(kubernetes as NonNullable<typeof kubernetes>),
            tasks: { ...tasks, certificateFile: present(tasks.certificateFile) },
          },
        }),
  };
}

function present(file: string): string {
  const given = resolve(root, file);
  return existsSync(given) ? given : join(__dirname, "placeholder-authority.pem");
}
