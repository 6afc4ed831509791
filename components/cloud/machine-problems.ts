import { wholeNumberProblem } from "../whole-number-problem";
import { accessProblem } from "./cloud-access";
import { sizeProblem } from "./cloud-config";
import type { DataVolume } from "./data-volume";
import type { MachineArgs } from "./machine-args";
import { documentProblems } from "./machine-document-problems";
import type { ProjectGround } from "./project-ground";
import { publicKeyProblem } from "./ssh-public-key";

/** What is wrong with a machine's arguments, all at once. */
export function machineProblems(name: string, args: MachineArgs): Record<string, string | undefined> {
  const { project, ground, cloud, role, document, publicKey, dataVolume } = args;
  const { flavor, rootDiskGib = 20, readyMinutes = 10 } = args;
  const parts = documentProblems(document, dataVolume?.mountPath);
  return {
    name: /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)
      ? undefined
      : `must be a host name of up to 63 lower-case letters, digits and inner hyphens, got "${name}"`,
    project:
      ground.project.id === project.id
        ? undefined
        : `must be the ground's, "${ground.project.id}", got "${project.id}"`,
    cloud: accessProblem(cloud),
    role: roleProblem(ground, role),
    publicKey: publicKeyProblem(publicKey),
    flavor:
      flavor === undefined || flavor.trim() !== ""
        ? undefined
        : "must be the name of one of the site's flavors",
    rootDiskGib: wholeNumberProblem(rootDiskGib, 5, 2000),
    "dataVolume.sizeGib": dataVolume && wholeNumberProblem(dataVolume.sizeGib, 1, 100_000),
    "dataVolume.mountPath": dataVolume && mountPathProblem(dataVolume.mountPath),
    readyMinutes: wholeNumberProblem(readyMinutes, 1, 120),
    ...Object.fromEntries(Object.entries(parts).map(([key, problem]) => [`document.${key}`, problem])),
    document: tooLarge(args),
  };
}

/** What a data volume's id looks like before it is known. */
const anyId = "00000000-0000-0000-0000-000000000000";

function tooLarge({ document, publicKey, dataVolume }: MachineArgs): string | undefined {
  const volume: { dataVolume?: DataVolume } = dataVolume
    ? { dataVolume: { id: anyId, mountPath: dataVolume.mountPath } }
    : {};
  return sizeProblem({ document, publicKey, ...volume });
}

function roleProblem(ground: ProjectGround, role: string): string | undefined {
  try {
    ground.groupId(role);
    return undefined;
  } catch (error) {
    return `must be a role of the ground: ${(error as Error).message}`;
  }
}

/** Folders that a system has from its image; a volume over one of them hides what it needs. */
const systemFolders = [
  "bin",
  "boot",
  "dev",
  "etc",
  "lib",
  "proc",
  "root",
  "run",
  "sbin",
  "sys",
  "tmp",
  "usr",
];

function mountPathProblem(mountPath: string): string | undefined {
  const [, top = ""] = mountPath.split("/");
  const isRight =
    /^(\/[a-z0-9][a-z0-9_.-]*)+$/.test(mountPath) &&
    !systemFolders.includes(top) &&
    !/^\/(home|var|var\/lib|opt|srv|mnt)$/.test(mountPath);
  return isRight ? undefined : `must be an absolute path of its own such as "/data", got "${mountPath}"`;
}
