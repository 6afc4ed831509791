import type { ApiCluster } from "./kkp-api";
import type { KkpChannel } from "./kkp-channel";
import type { KkpInputs, KkpOutputs } from "./kkp-cluster-inputs";
import { clusterPath, readCluster } from "./kkp-control-plane";

/** What a cluster is used by. */
export type Outcome = Pick<KkpOutputs, "kubeconfig" | "apiEndpoint" | "networkId" | "workerSubnetId">;

/** Of a cluster that is not ready. */
export const noOutcome: Outcome = { kubeconfig: "", apiEndpoint: "", networkId: "", workerSubnetId: "" };

/**
 * What a cluster that is ready is used by.
 * @throws KkpError; Error where its network or subnet is not one
 */
export async function readOutcome(channel: KkpChannel, inputs: KkpInputs, id: string): Promise<Outcome> {
  const cluster = await readCluster(channel, inputs, id);
  const kubeconfig = await channel.send<string>({
    does: `give the kubeconfig of the cluster ${id}`,
    method: "GET",
    path: `${clusterPath(inputs, id)}/kubeconfig`,
  });
  return {
    kubeconfig,
    apiEndpoint: cluster.status.url,
    networkId: await networkId(channel, inputs, cluster),
    workerSubnetId: cluster.spec.cloud.openstack?.subnetID ?? "",
  };
}

/** KKP knows a network by its name; the cloud's own list, which KKP asks as the cluster does, has the id. */
async function networkId(channel: KkpChannel, inputs: KkpInputs, { id, spec }: ApiCluster): Promise<string> {
  const name = spec.cloud.openstack?.network ?? "";
  const networks = await channel.send<{ id: string; name: string; external: boolean }[]>({
    does: `list the networks of the cluster ${id}`,
    method: "GET",
    path: `${clusterPath(inputs, id)}/providers/openstack/networks`,
  });
  const [found, ...others] = networks.filter((it) => !it.external && it.name === name);
  if (found !== undefined && others.length === 0) return found.id;
  throw new Error(
    `the cloud has ${found === undefined ? "no network" : `${others.length + 1} networks`} "${name}" of the cluster "${inputs.clusterName}"; give its one network a name of its own`,
  );
}
