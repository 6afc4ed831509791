/** What an OpenStack site has, under the names that it gives it. */
export interface CloudSite {
  /** Network that addresses for administrators come from and that connections out go by, for example `external`. */
  externalNetwork: string;
  /** Network that addresses for the public come from. @default the external network */
  dmzNetwork?: string;
  /**
   * Ranges that a project's networks must stay out of: those of the external networks, and what is reached by them.
   * @default none known
   */
  externalRanges?: string[];
  /**
   * Router that the operator made for the OpenStack project, where projects may not make their own, for example
   * `heart_router` at Bielefeld.
   * @default none: an environment makes its own
   */
  operatorRouter?: string;
  /** Largest packet of a project's network in bytes, headers of Ethernet left out: 1450 over VXLAN. */
  mtu: number;
  /** Addresses of the site's resolvers; none where Neutron's own are used. */
  resolvers: string[];
  /** Name of the image that machines boot. */
  image: string;
  /** Names of the flavors that stand for three sizes of machine. */
  flavors: { small: string; medium: string; large: string };
  /** Name of the volume type that encrypts. Where the site has none of this name, no volume comes about. */
  encryptedVolumeType: string;
  /** Whether the local disks of the hypervisors are encrypted, so that machines may boot from them. */
  localDisksEncrypted: boolean;
  /** Zone of machines and volumes. @default the one that Nova chooses */
  availabilityZone?: string;
}
