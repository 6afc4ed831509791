/** How a cluster of KubeOne names and measures its machines; who counts them beforehand asks here too. */
import { controlPlaneRole } from "../naming";

/** GiB of the volume that each boots from, where nobody says it. */
export const kubeOneRootDiskGib = 50;

/** Name of a control-plane machine; they are numbered from 1. */
export const controlPlaneName = (cluster: string, number: number): string =>
  `${cluster}-${controlPlaneRole}-${number}`;

/** Name of a pool's machine deployment, with which those of its servers begin. */
export const deploymentName = (clusterName: string, pool: string): string => `${clusterName}-${pool}`;

/** Whether a server is a deployment's: the machine controller adds a hash of the deployment's template, and five characters. */
export const isWorkerOf = (deployment: string, server: string): boolean =>
  server.startsWith(`${deployment}-`) && /^[a-z0-9]+-[a-z0-9]+$/.test(server.slice(deployment.length + 1));
