/** What the sandbox's Kubernetes takes: time, and memory of the node with its own pods. */
import { readdirSync, readFileSync } from "node:fs";
import { ensureCertificates } from "../../sandbox/certificates";
import { cloudWishes } from "../../sandbox/cloud";
import { down } from "../../sandbox/down";
import { provide } from "../../sandbox/engine";
import { type SandboxFolder, sandboxFolder } from "../../sandbox/folder";
import { funnelImage } from "../../sandbox/funnel/image";
import { funnelProgram } from "../../sandbox/funnel/program";
import {
  containerRuntime,
  ensureKubernetes,
  kubernetesProblems,
  kubernetesPrograms,
  stopKubernetes,
} from "../../sandbox/kubernetes";
import { placeOf } from "../../sandbox/kubernetes/site";
import { ensureCloud } from "../../sandbox/openstack";
import { privateDirectory } from "../../sandbox/private-file";
import { ensureSecrets } from "../../sandbox/secrets";
import { ensurePrograms } from "../../sandbox/up";
import { type Figure, measure } from "./measure";

/** Figures of Kubernetes at a cloud of its own, which is removed afterwards. */
export interface KubernetesFigures {
  figures: Figure[];
  /** Memory of the node with its own pods, in MB; what processes share counts once. Undefined where there is no node. */
  megabytes?: number;
}

/** Starts a cloud and Kubernetes at it, measures, and takes both down. @param stateDir folder of its own, which is removed */
export async function kubernetesFigures(stateDir: string): Promise<KubernetesFigures> {
  if ((await kubernetesProblems()).length > 0) return { figures: [] };
  const programs = await ensurePrograms();
  const sandbox = sandboxFolder(stateDir);
  try {
    await privateDirectory(sandbox.root);
    await ensureCertificates(sandbox);
    await ensureSecrets(sandbox);
    // the relays that it names lead to servers that do not run: nothing here speaks to them
    await ensureCloud(sandbox, await cloudWishes(programs, { keycloak: 8443, minio: 9000 }));
    const setUp = () =>
      Promise.all([kubernetesPrograms(), containerRuntime(), funnelProgram()].map((it) => provide(it)));
    await setUp();
    const images = [await funnelImage()];
    const start = () => ensureKubernetes(sandbox, images);
    const figures = [
      await measure("Kubernetes: set-up, everything in the cache", 5, setUp),
      await measure("Kubernetes: first start at a cloud that runs", 1, start),
      await measure("Kubernetes: start, everything runs", 3, start),
      await measure("Kubernetes: stop, and start with what it keeps", 1, async () => {
        await stopKubernetes(sandbox);
        await start();
      }),
    ];
    return { figures, megabytes: nodeMegabytes(sandbox) };
  } finally {
    await down(stateDir);
  }
}

/** Memory of all that is in the node's control group, in MB. */
function nodeMegabytes(sandbox: SandboxFolder): number | undefined {
  const group = placeOf(sandbox)?.addresses.namespace;
  if (group === undefined) return undefined;
  const kilobytes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/cgroup`, "utf8").includes(`/${group}`)) return 0;
        const shares = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
        return Number(/^Pss:\s+(\d+)/m.exec(shares)?.[1] ?? 0);
      } catch {
        return 0; // ended since the folder was listed
      }
    });
  return Math.round(kilobytes.reduce((sum, it) => sum + it, 0) / 1024);
}
