import { cloudProblems } from "../openstack";
import { presentControllers } from "./control-groups";

/** What the kubelet counts and limits pods with. */
const needed = ["cpu", "cpuset", "memory", "pids"];

/** What this machine lacks for a Kubernetes node, a line each; empty where it can have one. It stands at a cloud. */
export async function kubernetesProblems(): Promise<string[]> {
  return [...(await cloudProblems()), ...controllerProblems(presentControllers())];
}

/** The lines for the controllers of control groups that were found. */
export function controllerProblems(present: string[]): string[] {
  const missing = needed.filter((name) => !present.includes(name));
  return missing.length === 0 ? [] : [`control groups do not count ${missing.join(", ")} here`];
}
