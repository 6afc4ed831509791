import { existsSync } from "node:fs";
import { join } from "node:path";
import { progress, provide } from "./engine";
import type { SandboxFolder } from "./folder";
import { minioClient } from "./minio/client";
import { type Cloud, type CloudWishes, cloudProblems, ensureCloud } from "./openstack";
import type { Ports } from "./ports";
import { ensureSshKeys, type SshKeys } from "./ssh-keys";
import { trackedSections } from "./stack-sections";

/** The cloud of a sandbox, with what people and the program enter its machines by. */
export interface SandboxCloud extends Cloud {
  /** The sandbox's MinIO as machines of the cloud reach it. */
  storeUrl: string;
  /** Keys of the operator (the program) and of the people who have accounts on machines, by name. */
  keys: Record<"operator" | "mona" | "alice", SshKeys>;
}

/**
 * Whether the sandbox has a cloud: the tracked environment has a ground at one, nobody wants it left out, and this machine
 * can have it; says why where it cannot.
 * @throws Error where a cloud is to be left out that has machines of the environment
 */
export async function hasCloud(folder: SandboxFolder, leftOut: boolean): Promise<boolean> {
  if (leftOut && existsSync(folder.cloud))
    throw new Error(
      "this sandbox has a cloud with machines of the environment; begin anew: npm start -- down",
    );
  if (leftOut || !("cloud" in trackedSections())) return false;
  const problems = await cloudProblems();
  if (problems.length === 0) return true;
  sayLeftOut("cloud", problems);
  return false;
}

/** Tells a person why a part of the sandbox is left out. */
export function sayLeftOut(part: string, problems: string[]): void {
  const reasons = problems.map((it) => `\n  ${it}`).join("");
  progress.say(`this machine cannot have the sandbox's ${part}; going on without it:${reasons}`);
}

/** What the mirror has of the programs that are made once for all sandboxes: folders of the cache. */
interface MirroredPrograms {
  minio: string;
  keycloak: string;
}

/**
 * What machines fetch from the site's mirror, and the sandbox's servers that they reach.
 * @throws StepFailed when a program cannot be built
 */
export async function cloudWishes(
  { minio, keycloak }: MirroredPrograms,
  ports: Pick<Ports, "minio" | "keycloak">,
): Promise<CloudWishes> {
  return {
    artefacts: {
      minio: join(minio, "minio"),
      mc: join(await provide(minioClient()), "mc"),
      keycloak,
    },
    relays: [
      { name: "minio", port: ports.minio },
      { name: "keycloak", port: ports.keycloak },
    ],
  };
}

/**
 * Starts what of the cloud does not run.
 * @throws Error when a server of it cannot be started
 */
export async function startCloud(
  folder: SandboxFolder,
  ports: Ports,
  programs: MirroredPrograms,
): Promise<SandboxCloud> {
  const [operator, mona, alice] = await Promise.all(
    ["operator", "mona", "alice"].map((name) => ensureSshKeys(folder.secrets.sshKey(name))),
  );
  if (!operator || !mona || !alice) throw new Error("every name has keys");
  const cloud = await ensureCloud(folder, await cloudWishes(programs, ports));
  return {
    ...cloud,
    storeUrl: `https://${cloud.siteAddress}:${ports.minio}`,
    keys: { operator, mona, alice },
  };
}
