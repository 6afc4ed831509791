import * as pulumi from "@pulumi/pulumi";
import { tasksNamespace } from "../naming";
import { rejectArgs } from "../validation";
import { ClusterAbilities } from "./existing-cluster-abilities";
import type { ExistingClusterArgs } from "./existing-cluster-args";

/** A cluster that somebody else makes and keeps; it is asked what it can do before anything is made on it. */
export class ExistingCluster extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:kubernetes:ExistingCluster";

  /** The kubeconfig, of a cluster that can carry the environment; secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Address of the API server. */
  readonly apiEndpoint: pulumi.Output<string>;
  /** Version of Kubernetes, `1.36.0`. */
  readonly version: pulumi.Output<string>;
  /** What enforces network policies, `Cilium`; empty where it is somebody's word. */
  readonly network: pulumi.Output<string>;

  constructor(name: string, args: ExistingClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ExistingCluster.__pulumiType, name, {}, opts);
    const { project, kubeconfig, kubernetesVersion } = args;
    const { storageClasses = [], networkPoliciesEnforced = false } = args;
    rejectArgs(`cluster "${name}"`, existingClusterProblems(kubernetesVersion, storageClasses));

    const abilities = new ClusterAbilities(
      name,
      {
        project: project.id,
        namespace: tasksNamespace(project.id),
        kubeconfig: pulumi.secret(kubeconfig),
        kubernetesVersion,
        storageClasses,
        networkPoliciesEnforced,
      },
      { parent: this },
    );

    this.kubeconfig = pulumi.secret(abilities.kubeconfig);
    this.apiEndpoint = abilities.apiEndpoint;
    this.version = abilities.version;
    this.network = abilities.network;
    this.registerOutputs({
      kubeconfig: this.kubeconfig,
      apiEndpoint: this.apiEndpoint,
      version: this.version,
      network: this.network,
    });
  }
}

const existingClusterProblems = (
  kubernetesVersion: string,
  storageClasses: string[],
): Record<string, string | undefined> => ({
  kubernetesVersion: /^1\.\d+\.\d+$/.test(kubernetesVersion)
    ? undefined
    : `must be a whole version such as "1.36.0", got "${kubernetesVersion}"`,
  ...Object.fromEntries(
    storageClasses.map((it, at) => [
      `storageClasses[${at}]`,
      /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(it)
        ? undefined
        : `must be the name of a storage class in lower case, got "${it}"`,
    ]),
  ),
});
