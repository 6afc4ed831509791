/** What the node of the sandbox's Kubernetes has on this machine, and leaves there. */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { sandboxFolder } from "../../sandbox/folder";
import { kubernetesAddresses } from "../../sandbox/kubernetes/addresses";
import { readNumber } from "../../sandbox/openstack/number";
import { processes } from "./process-list";
import { stateDir } from "./test-sandbox";

export const nodeAddresses = () =>
  kubernetesAddresses(readNumber(sandboxFolder(stateDir).cloud) ?? Number.NaN);

/** Its traces: namespaces, links, processes, control groups. */
export function nodeTraces(): string[][] {
  const { namespace: network, host } = nodeAddresses();
  const lines = (text: string, word: string) => text.split("\n").filter((line) => line.includes(word));
  const groups = readdirSync("/sys/fs/cgroup", { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return [
    lines(execFileSync("ip", ["netns", "list"], { encoding: "utf8" }), network),
    lines(execFileSync("ip", ["-o", "link"], { encoding: "utf8" }), `${host.interface}@`),
    processes("cmdline").filter((line) => line.includes(`/sys/fs/cgroup/memory/${network}`)),
    groups.map(({ name }) => name).filter((name) => readdirSync(`/sys/fs/cgroup/${name}`).includes(network)),
  ];
}
