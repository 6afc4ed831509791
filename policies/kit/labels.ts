import { asList, asTextMap } from "./value";

type Read = (props: Record<string, unknown>) => Record<string, string>;

const metadata: Read = (props) => asTextMap(props.metadata);

/** Tags of OpenStack are a list of texts: `spe.project=heart`. */
const tags: Read = (props) =>
  Object.fromEntries(
    asList(props.tags)
      .map((tag) => /^([^=]+)=(.*)$/s.exec(String(tag)))
      .flatMap((parts) => (parts?.[1] === undefined ? [] : [[parts[1], parts[2] ?? ""]])),
  );

/** How each type that takes labels carries them. */
export const labelsOf: Readonly<Record<string, Read>> = {
  "keycloak:index/group:Group": (props) => asTextMap(props.attributes),
  "kubernetes:core/v1:Namespace": (props) =>
    asTextMap((props.metadata as { labels?: unknown } | undefined)?.labels),
  "openstack:blockstorage/volume:Volume": metadata,
  "openstack:compute/instance:Instance": metadata,
  "openstack:identity/project:Project": tags,
  "openstack:loadbalancer/loadBalancer:LoadBalancer": tags,
  "openstack:networking/floatingIp:FloatingIp": tags,
  "openstack:networking/network:Network": tags,
  "openstack:networking/port:Port": tags,
  "openstack:networking/router:Router": tags,
  "openstack:networking/secGroup:SecGroup": tags,
  "openstack:networking/subnet:Subnet": tags,
  "openstack:objectstorage/container:Container": metadata,
  "openstack:sharedfilesystem/share:Share": metadata,
};
