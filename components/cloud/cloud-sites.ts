import type { CloudSite } from "./cloud-site";

/** Flavors that all sites of de.NBI have: 2, 4 and 8 or more cores. */
const denbiFlavors = { small: "de.NBI mini", medium: "de.NBI default", large: "de.NBI large" };

/**
 * The sites that environments stand on. What a site does not publish (its encrypted volume type, its resolvers) is what
 * fails closed: a volume type that Cinder refuses where it is unknown, Neutron's own resolvers.
 */
export const cloudSites: Record<"bielefeld" | "charite" | "surf" | "sandbox", CloudSite> = {
  /** de.NBI Cloud Bielefeld. Its team makes the projects' routers: give `operatorRouter`, `<project>_router`. */
  bielefeld: {
    externalNetwork: "external",
    mtu: 1450,
    resolvers: [],
    image: "Ubuntu 24.04 LTS (2024-07-03)",
    flavors: denbiFlavors,
    encryptedVolumeType: "LUKS",
    localDisksEncrypted: false,
  },
  /** de.NBI Cloud Berlin at the Charité: `public` is reached from its jump hosts only, `dmz` by the world at 80 and 443. */
  charite: {
    externalNetwork: "public",
    dmzNetwork: "dmz",
    externalRanges: ["10.57.200.0/21"],
    mtu: 1450,
    resolvers: [],
    image: "Ubuntu-24.04",
    flavors: denbiFlavors,
    encryptedVolumeType: "LUKS",
    localDisksEncrypted: false,
  },
  /** SURF Research Cloud, whose portal hides OpenStack: names to replace by those that the portal's staff tells. */
  surf: {
    externalNetwork: "external",
    mtu: 1450,
    resolvers: [],
    image: "Ubuntu 24.04",
    flavors: { small: "small", medium: "medium", large: "large" },
    encryptedVolumeType: "LUKS",
    localDisksEncrypted: false,
  },
  /** The sandbox's cloud; which ranges and resolvers it has, it tells when it runs. */
  sandbox: {
    externalNetwork: "public",
    dmzNetwork: "dmz",
    externalRanges: ["198.18.0.0/15"],
    mtu: 1450,
    resolvers: [],
    image: "Debian-12",
    flavors: { small: "de.NBI tiny", medium: "de.NBI mini", large: "de.NBI small" },
    encryptedVolumeType: "LUKS",
    localDisksEncrypted: false,
  },
};
