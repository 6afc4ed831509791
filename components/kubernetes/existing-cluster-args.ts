import type * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../five-safes";

/** What a given cluster is used by, and what it must have. */
export interface ExistingClusterArgs {
  project: ProjectFacts;
  /**
   * Kubeconfig of an administrator, the file's content; secret. It stands alone: no files, programs or proxies of its owner's
   * machine. Its API server lets in the realm's people already, as `ClusterLogin` says; no API tells whether it does.
   */
  kubeconfig: pulumi.Input<string>;
  /** Version of Kubernetes that all on it is made for, `1.36.0`; another minor version is refused. */
  kubernetesVersion: string;
  /** Names of storage classes that must be there. @default none */
  storageClasses?: string[];
  /** Somebody's word that network policies are enforced, where what does it is none that its API shows. @default false */
  networkPoliciesEnforced?: boolean;
}
