import { imageProblem, imageTag } from "./task-image";
import type { TaskServiceArgs, TeskServer } from "./task-service-args";

const wayOut = 'or use server.by "funnel"';

/** What is wrong with TES-K on this cluster, for this project and store; told before anything is made. */
export function teskProblems(
  { project, kubernetesVersion, login, store }: TaskServiceArgs,
  server: TeskServer,
): Record<string, string | undefined> {
  const isPrivate =
    store.certificateAuthority !== undefined ||
    (login.by === "realm" && login.certificateAuthority !== undefined);
  return {
    "server.by":
      project.tier >= 2
        ? `must not be "tesk" at tier ${project.tier}: pods of its tasks set no security context, which the Pod Security Standard "restricted" refuses; use server.by "funnel"`
        : isPrivate
          ? `must not be "tesk" with a private certificate authority, which its Java and Python do not learn of; ${wayOut.slice(3)}`
          : undefined,
    "server.api": imageProblem(server.api),
    "server.taskmaster":
      tagProblem(server.taskmaster) ?? taskmasterProblem(server.taskmaster, kubernetesVersion),
    "server.filer": tagProblem(server.filer) ?? filerProblem(server.filer),
    "store.buckets":
      store.buckets.length > 1
        ? `must be one, because the filer of TES-K knows one pair of keys, got ${store.buckets.length}; ${wayOut}`
        : undefined,
  };
}

/** TES-K writes a name, a colon and a version. */
const tagProblem = (image: string): string | undefined =>
  imageProblem(image) ??
  (imageTag(image) === undefined ? `must have a tag before its digest, got "${image}"` : undefined);

/** Released versions, as far as they have been released with their faults: up to v0.10.4, of August 2024. */
const released = /^v?0\.(\d|10\.[0-4])(\.|$)/;

/** It looks at a job's first condition only, and from 1.31 on that is SuccessCriteriaMet (tesk-core, pull request 51). */
function taskmasterProblem(image: string, kubernetesVersion: string): string | undefined {
  const minor = Number(kubernetesVersion.split(".")[1]);
  return minor >= 31 && released.test(imageTag(image) ?? "")
    ? `must be built from tesk-core a50995a or later on Kubernetes ${kubernetesVersion}: up to v0.10.4 it takes each job of Kubernetes 1.31 or later for failed; build that and give it by its digest, ${wayOut}, got "${image}"`
    : undefined;
}

/** Its boto3 of these versions does not read the store's address and asks Amazon. */
const filerProblem = (image: string): string | undefined =>
  /^v?0\.10\.[34]$/.test(imageTag(image) ?? "")
    ? `must be v0.10.2 or one of your own: v0.10.3 and v0.10.4 reach no store but Amazon's, got "${image}"`
    : undefined;
