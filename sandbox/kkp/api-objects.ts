/** What the stand-in answers with: clusters and pools as KKP shows them, without the credential. */
import type { StoredCluster, StoredPool } from "./cluster-store";

/** A cluster as KKP shows it. */
export function shownCluster({ id, body, version, made, removal }: StoredCluster): object {
  const { spec, ...rest } = body;
  const { applicationCredentialID: _, applicationCredentialSecret: __, ...openstack } = spec.cloud.openstack;
  const {
    network,
    subnetId: subnetID,
    routerId: routerID,
  } = made ?? {
    network: openstack.network,
    subnetId: openstack.subnetID,
    routerId: openstack.routerID,
  };
  // KKP has a version of its own for a type alone
  const cniPlugin = spec.cniPlugin && { version: "1.16.9", ...spec.cniPlugin };
  return {
    id,
    ...rest,
    ...(removal === undefined ? {} : { deletionTimestamp: removal.since }),
    spec: {
      ...spec,
      ...(cniPlugin === undefined ? {} : { cniPlugin }),
      cloud: { ...spec.cloud, openstack: { ...openstack, network, subnetID, routerID } },
    },
    status: { version, url: made?.apiUrl ?? "", externalCCMMigration: "NotNeeded" },
  };
}

/** A pool as KKP shows it; numbers that are 0 are left out. */
export function shownPool({ body, observed, ready }: StoredPool): object {
  const { replicas } = body.spec;
  const counts = { replicas, updatedReplicas: ready, readyReplicas: ready, availableReplicas: ready };
  const shown = Object.entries({ observedGeneration: observed, ...counts }).filter(([, count]) => count > 0);
  return { id: body.name, ...body, status: Object.fromEntries(shown) };
}
