import { projectLabels } from "../five-safes";
import { workersRole } from "../naming";
import { deploymentName } from "./kubeone-machines";
import type { KubeOnePlace, KubeOnePlan, KubeOnePool } from "./kubeone-plan";
import { yamlText } from "./kubeone-yaml";

/** Label by which a machine deployment knows its machines, and key of the cluster's name in Nova's metadata. */
const poolLabel = "spe-pool";
export const clusterKey = "spe.cluster";

/**
 * The machine deployments of all pools, which the cluster's machine controller turns into servers (machine-controller,
 * examples/openstack-machinedeployment.yaml). How it logs in to the cloud it knows from KubeOne; no secret stands here.
 */
export const workersText = (plan: KubeOnePlan, place: KubeOnePlace): string =>
  yamlText(...plan.workers.pools.map((pool) => machineDeployment(plan, place, pool)));

function machineDeployment(plan: KubeOnePlan, { network }: KubeOnePlace, pool: KubeOnePool): object {
  const { project, clusterName, version, workers } = plan;
  const { image, securityGroups, publicKey, rootVolume, availabilityZone } = workers;
  const name = deploymentName(clusterName, pool.name);
  return {
    apiVersion: "cluster.k8s.io/v1alpha1",
    kind: "MachineDeployment",
    metadata: {
      name,
      namespace: "kube-system",
      annotations: { "k8c.io/operating-system-profile": "osp-ubuntu" },
    },
    spec: {
      replicas: pool.replicas,
      selector: { matchLabels: { [poolLabel]: name } },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels: { [poolLabel]: name } },
        spec: {
          metadata: { labels: { ...pool.labels, [poolLabel]: pool.name } },
          providerSpec: {
            value: {
              sshPublicKeys: [publicKey],
              cloudProvider: "openstack",
              cloudProviderSpec: {
                image,
                flavor: pool.flavor,
                securityGroups,
                network: network.networkId,
                subnet: network.subnetId,
                serverGroup: network.serverGroupId,
                configDrive: true,
                ...(availabilityZone === undefined ? {} : { availabilityZone }),
                ...(rootVolume === undefined
                  ? {}
                  : { rootDiskSizeGB: rootVolume.sizeGib, rootDiskVolumeType: rootVolume.type }),
                tags: { ...projectLabels(project, workersRole), [clusterKey]: clusterName },
              },
              operatingSystem: "ubuntu",
              operatingSystemSpec: { distUpgradeOnBoot: false },
            },
          },
          versions: { kubelet: version },
        },
      },
    },
  };
}
