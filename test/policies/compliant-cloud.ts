/** Resources of OpenStack that hold every rule, as an environment `heart` registers them; each spec breaks some property. */
import { projectLabels } from "../../components/five-safes";
import { type Judged, unknown, urnOf } from "../../policies/judge";

/** Labels of a project's resource. */
export const labels = (role: string, id = "heart"): Record<string, string> =>
  projectLabels(
    { id, tier: 2, expires: "2027-12-31", permit: "EHDS-2026-0042", manager: "mona@example.org" },
    role,
  );

/** The same as tags of OpenStack. */
export const tags = (role: string, id?: string): string[] =>
  Object.entries(labels(role, id)).map(([key, value]) => `${key}=${value}`);

/** A resource in which a property has a value from others; the engine knows both once they exist. */
function joined(resource: Judged, key: string, value: unknown, ...sources: Judged[]): Judged {
  return {
    ...resource,
    props: { ...resource.props, [key]: value },
    dependencies: {
      ...resource.dependencies,
      [key]: sources.map((source) => source.urn ?? urnOf(source.type, source.name)),
    },
  };
}

/** A resource that names others by their ids. */
export const naming = (resource: Judged, key: string, source: Judged): Judged =>
  joined(resource, key, source.props?.id, source);

/** The same before they exist, as a preview shows it: what the server will say is unknown. */
export const pending = (resource: Judged, ...keys: string[]): Judged => ({
  ...resource,
  props: { ...resource.props, ...Object.fromEntries(keys.map((key) => [key, unknown])) },
});

export const network: Judged = {
  type: "openstack:networking/network:Network",
  name: "heart-cloud-network",
  props: {
    id: "net-heart",
    name: "heart-cloud",
    shared: false,
    external: false,
    portSecurityEnabled: true,
    tags: tags("network"),
  },
};

export const subnet: Judged = naming(
  {
    type: "openstack:networking/subnet:Subnet",
    name: "heart-cloud-subnet",
    props: {
      id: "subnet-heart",
      name: "heart-cloud",
      cidr: "10.20.0.0/24",
      dnsNameservers: ["10.0.0.53"],
      tags: tags("network"),
    },
  },
  "networkId",
  network,
);

export const router: Judged = {
  type: "openstack:networking/router:Router",
  name: "heart-cloud-router",
  props: { name: "heart-cloud", enableSnat: false, tags: tags("network") },
};

export const edgeGroup: Judged = {
  type: "openstack:networking/secGroup:SecGroup",
  name: "heart-cloud-edge",
  props: { id: "group-edge", name: "heart-edge", deleteDefaultRules: true, tags: tags("edge") },
};

export const machineGroup: Judged = {
  type: "openstack:networking/secGroup:SecGroup",
  name: "heart-cloud-machines",
  props: { id: "group-machines", name: "heart-machines", deleteDefaultRules: true, tags: tags("machines") },
};

/** Everyone reaches the edge by https. */
export const edgeIngress: Judged = naming(
  {
    type: "openstack:networking/secGroupRule:SecGroupRule",
    name: "heart-cloud-edge-https",
    props: {
      direction: "ingress",
      ethertype: "IPv4",
      protocol: "tcp",
      portRangeMin: 443,
      portRangeMax: 443,
      remoteIpPrefix: "0.0.0.0/0",
    },
  },
  "securityGroupId",
  edgeGroup,
);

/** The edge reaches the machines. */
export const machineIngress: Judged = naming(
  naming(
    {
      type: "openstack:networking/secGroupRule:SecGroupRule",
      name: "heart-cloud-machines-ssh",
      props: { direction: "ingress", ethertype: "IPv4", protocol: "tcp", portRangeMin: 22, portRangeMax: 22 },
    },
    "securityGroupId",
    machineGroup,
  ),
  "remoteGroupId",
  edgeGroup,
);

/** The machines reach the site's services. */
export const machineEgress: Judged = naming(
  {
    type: "openstack:networking/secGroupRule:SecGroupRule",
    name: "heart-cloud-machines-services",
    props: {
      direction: "egress",
      ethertype: "IPv4",
      protocol: "tcp",
      portRangeMin: 443,
      portRangeMax: 443,
      remoteIpPrefix: "10.0.0.0/24",
    },
  },
  "securityGroupId",
  machineGroup,
);

export const port: Judged = joined(
  naming(
    {
      type: "openstack:networking/port:Port",
      name: "heart-cloud-port",
      props: {
        id: "port-heart",
        name: "heart-login",
        portSecurityEnabled: true,
        allowedAddressPairs: [{ ipAddress: "10.20.0.7" }],
        tags: tags("login"),
      },
    },
    "networkId",
    network,
  ),
  "securityGroupIds",
  ["group-machines"],
  machineGroup,
);

export const keypair: Judged = {
  type: "openstack:compute/keypair:Keypair",
  name: "heart-cloud-key",
  props: { name: "heart", publicKey: "ssh-ed25519 AAAA" },
};

export const volume: Judged = {
  type: "openstack:blockstorage/volume:Volume",
  name: "heart-cloud-data",
  props: {
    id: "volume-heart",
    name: "heart-data",
    size: 10,
    volumeType: "LUKS",
    metadata: labels("scratch"),
  },
  opts: { protect: true },
};

export const image: Judged = {
  type: "openstack:images/image:Image",
  name: "heart-cloud-image",
  props: { id: "image-heart", name: "heart" },
};

export const bootVolume: Judged = joined(
  {
    type: "openstack:blockstorage/volume:Volume",
    name: "heart-cloud-boot",
    props: { id: "volume-boot", name: "heart-boot", size: 10, volumeType: "LUKS", metadata: labels("login") },
    opts: { protect: true },
  },
  "imageId",
  "image-heart",
  image,
);

export const instance: Judged = joined(
  joined(
    {
      type: "openstack:compute/instance:Instance",
      name: "heart-cloud-login",
      props: {
        id: "instance-heart",
        name: "heart-login",
        keyPair: "heart",
        securityGroups: ["heart-machines"],
        powerState: "active",
        metadata: labels("login"),
      },
    },
    "networks",
    [{ port: "port-heart" }],
    port,
  ),
  "blockDevices",
  [{ sourceType: "volume", destinationType: "volume", uuid: "volume-boot", bootIndex: 0 }],
  bootVolume,
);

export const volumeAttachment: Judged = naming(
  naming(
    { type: "openstack:compute/volumeAttach:VolumeAttach", name: "heart-cloud-data-attachment", props: {} },
    "instanceId",
    instance,
  ),
  "volumeId",
  volume,
);

export const loadBalancer: Judged = {
  type: "openstack:loadbalancer/loadBalancer:LoadBalancer",
  name: "heart-cloud-balancer",
  props: { id: "balancer-heart", name: "heart-edge", vipPortId: "port-vip", tags: tags("edge") },
};

export const listener: Judged = naming(
  {
    type: "openstack:loadbalancer/listener:Listener",
    name: "heart-cloud-https",
    props: {
      id: "listener-https",
      name: "heart-https",
      protocol: "TERMINATED_HTTPS",
      protocolPort: 443,
      defaultTlsContainerRef: "https://keys.example.org/v1/containers/1",
      tlsVersions: ["TLSv1.2", "TLSv1.3"],
      hstsMaxAge: 31_536_000,
      allowedCidrs: ["192.0.2.0/24", "2001:db8:40::/48"],
    },
  },
  "loadbalancerId",
  loadBalancer,
);

/** A cluster that KKP makes; what it stands on is KKP's. */
export const kkpCluster: Judged = {
  type: "pulumi-nodejs:dynamic/kubernetes:KkpUserCluster",
  name: "heart-cloud-cluster",
  props: {
    clusterName: "heart-cluster",
    apiServerAllowedRanges: ["192.0.2.0/24"],
    nodePortsAllowedRanges: ["192.168.1.0/24"],
  },
};

/** Leads who comes by http to https. */
export const plainListener: Judged = naming(
  {
    type: "openstack:loadbalancer/listener:Listener",
    name: "heart-cloud-http",
    props: {
      id: "listener-http",
      name: "heart-http",
      protocol: "HTTP",
      protocolPort: 80,
      allowedCidrs: ["192.0.2.0/24"],
    },
  },
  "loadbalancerId",
  loadBalancer,
);

export const redirect: Judged = naming(
  {
    type: "openstack:loadbalancer/l7PolicyV2:L7PolicyV2",
    name: "heart-cloud-redirect",
    props: { action: "REDIRECT_TO_URL", redirectUrl: "https://heart.example.org" },
  },
  "listenerId",
  plainListener,
);

export const floatingIp: Judged = {
  type: "openstack:networking/floatingIp:FloatingIp",
  name: "heart-cloud-address",
  props: { pool: "external", tags: tags("edge") },
};

export const floatingIpAssociation: Judged = joined(
  {
    type: "openstack:networking/floatingIpAssociate:FloatingIpAssociate",
    name: "heart-cloud-address-association",
    props: { floatingIp: "203.0.113.7" },
  },
  "portId",
  "port-vip",
  loadBalancer,
);

export const container: Judged = {
  type: "openstack:objectstorage/container:Container",
  name: "heart-cloud-container",
  props: {
    name: "heart-scratch",
    containerRead: "8b1c:4f1c",
    containerWrite: "8b1c:4f1c",
    metadata: labels("scratch"),
  },
  opts: { protect: true },
};

export const share: Judged = {
  type: "openstack:sharedfilesystem/share:Share",
  name: "heart-cloud-share",
  props: { id: "share-heart", name: "heart-scratch", isPublic: false, metadata: labels("scratch") },
  opts: { protect: true },
};

export const shareAccess: Judged = naming(
  {
    type: "openstack:sharedfilesystem/shareAccess:ShareAccess",
    name: "heart-cloud-share-access",
    props: { accessType: "ip", accessTo: "10.20.0.0/24", accessLevel: "rw" },
  },
  "shareId",
  share,
);

export const applicationCredential: Judged = {
  type: "openstack:identity/applicationCredential:ApplicationCredential",
  name: "heart-cloud-credential",
  props: {
    name: "heart-cluster",
    unrestricted: false,
    expiresAt: "2027-06-30T00:00:00Z",
    roles: ["member"],
    accessRules: [{ service: "compute", method: "GET", path: "/v2.1/servers" }],
  },
};

export const stackReference: Judged = {
  type: "pulumi:pulumi:StackReference",
  name: "heart",
  props: { name: "organization/spe/test" },
};

/** All of them, as one stack; the stack reference is one to itself, for which nothing must be configured. */
export const compliantCloud: Judged[] = [
  network,
  subnet,
  router,
  edgeGroup,
  machineGroup,
  edgeIngress,
  machineIngress,
  machineEgress,
  port,
  keypair,
  volume,
  image,
  bootVolume,
  instance,
  volumeAttachment,
  loadBalancer,
  listener,
  kkpCluster,
  plainListener,
  redirect,
  floatingIp,
  floatingIpAssociation,
  container,
  share,
  shareAccess,
  applicationCredential,
  stackReference,
];
