/** What KKP's REST API answers, as far as it is used (kubermatic/dashboard, modules/api/pkg/api). */

/** A cluster; KKP tells no credential of it. */
export interface ApiCluster {
  id: string;
  name: string;
  /** There while it is being deleted. */
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  spec: {
    version: string;
    cloud: {
      dc: string;
      openstack?: {
        floatingIPPool: string;
        network: string;
        subnetID: string;
        routerID: string;
        nodePortsAllowedIPRanges?: Ranges;
      };
    };
    cniPlugin?: { type: string; version: string };
    oidc?: { issuerURL?: string; clientID?: string };
    auditLogging?: { enabled?: boolean; policyPreset?: string };
    apiServerAllowedIPRanges?: Ranges;
  };
  status: {
    /** That the control plane really has. */
    version: string;
    /** Of the API server; empty while there is none. */
    url: string;
  };
}

/** The clusters of a project. */
export type ApiClusterList = ApiCluster[] | { clusters?: ApiCluster[]; errorMessage?: string };

interface Ranges {
  cidrBlocks: string[];
}

/** A part of the control plane → how it does. */
export type ApiHealth = Record<string, string>;

/** How a part does that works. */
export const isUp = "HealthStatusUp";

/** A pool of workers. */
export interface ApiMachineDeployment {
  id: string;
  name: string;
  deletionTimestamp?: string;
  spec: {
    replicas: number;
    template: {
      cloud: { openstack?: { flavor: string; image: string; diskSize?: number | null } };
      versions: { kubelet: string };
      labels?: Record<string, string>;
    };
  };
  /** Numbers that are 0 are left out. */
  status?: {
    observedGeneration?: number;
    replicas?: number;
    updatedReplicas?: number;
    availableReplicas?: number;
  };
}

/** A version that is offered, or may be upgraded to. */
export interface ApiVersion {
  version: string;
  /** Whether some worker is too old for it. */
  restrictedByKubeletVersion?: boolean;
}
