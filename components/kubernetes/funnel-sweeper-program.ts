/**
 * Removes what Funnel leaves of tasks whose jobs are gone: it cleans up after a task only when it starts anew itself, and
 * never its roles (compute/kubernetes, reconcile and DeleteRole).
 *
 * A pod runs this file as it is, with Node 24 and nothing else, so it imports nothing but Node.
 */
import { readFileSync } from "node:fs";

/** Asks the API server. @returns what it answers as JSON */
export type AskCluster = (method: "GET" | "DELETE", path: string) => Promise<unknown>;

interface ObjectList {
  items: { metadata: { name: string; creationTimestamp: string; labels?: Record<string, string> } }[];
}

/** A job is made within seconds of what it needs. */
const youngMs = 10 * 60_000;
const volumes = "/api/v1/persistentvolumes";

/** Removes what belongs to no job any more, and says what it was. */
export async function sweep(namespace: string, ask: AskCluster, now = Date.now()): Promise<string[]> {
  const inside = (api: string): string => `${api}/namespaces/${namespace}`;
  const rbac = "/apis/rbac.authorization.k8s.io/v1";
  const kinds: [path: string, prefix: string][] = [
    [`${inside("/api/v1")}/configmaps`, "funnel-worker-config-"],
    [`${inside("/api/v1")}/persistentvolumeclaims`, "funnel-worker-pvc-"],
    [`${inside(rbac)}/rolebindings`, "funnel-task-"],
    [`${inside(rbac)}/roles`, "funnel-task-"],
    [volumes, "funnel-worker-pv-"],
  ];
  const jobs = (await ask("GET", `${inside("/apis/batch/v1")}/jobs`)) as ObjectList;
  const running = new Set(jobs.items.map(({ metadata }) => metadata.name));
  const removed: string[] = [];
  for (const [path, prefix] of kinds) {
    const { items } = (await ask("GET", path)) as ObjectList;
    for (const { metadata } of items) {
      const { name, creationTimestamp, labels } = metadata;
      // volumes are of no namespace; Funnel says in a label whose they are
      const place = path === volumes ? labels?.["spe.namespace"] : namespace;
      const isOurs = name.startsWith(prefix) && place === namespace;
      const isOld = now - Date.parse(creationTimestamp) > youngMs;
      if (!isOurs || !isOld || running.has(name.slice(prefix.length))) continue;
      await ask("DELETE", `${path}/${name}`);
      removed.push(name);
    }
  }
  return removed;
}

/** Asks the API server with the pod's own account. */
export const askAsPod: AskCluster = async (method, path) => {
  const token = readFileSync("/var/run/secrets/kubernetes.io/serviceaccount/token", "utf8");
  const answer = await fetch(`https://kubernetes.default.svc${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(30_000),
  });
  if (answer.ok || (method === "DELETE" && answer.status === 404)) return answer.json();
  throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
};
