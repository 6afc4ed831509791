import { yamlText } from "./kubeone-yaml";

/** Name of the class that claims get where they name none. */
export const storageClassName = "cinder-csi";

/**
 * Takes the place of KubeOne's own addon `default-storage-class`, whose volumes are of the type that the site gives to
 * those who name none, and that need not encrypt.
 * @param volumeType a type that encrypts
 */
export const storageClassText = (volumeType: string): string =>
  yamlText(
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name: storageClassName,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: "cinder.csi.openstack.org",
      parameters: { type: volumeType },
      reclaimPolicy: "Delete",
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
    },
    {
      apiVersion: "snapshot.storage.k8s.io/v1",
      kind: "VolumeSnapshotClass",
      metadata: {
        name: storageClassName,
        annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
      },
      driver: "cinder.csi.openstack.org",
      deletionPolicy: "Delete",
    },
  );
