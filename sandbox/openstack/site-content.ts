import type { CloudAddresses, ExternalNetwork } from "./addresses";
import type { CloudApi } from "./api";
import { volumeBackend } from "./services/cinder";

/** Flavors under de.NBI's names, smaller than there: memory in MiB, disk in GiB. */
export const flavors = [
  { name: "de.NBI tiny", vcpus: 1, ram: 1024, disk: 20 },
  { name: "de.NBI mini", vcpus: 1, ram: 2048, disk: 20 },
  { name: "de.NBI small", vcpus: 2, ram: 4096, disk: 20 },
  { name: "de.NBI default", vcpus: 2, ram: 8192, disk: 20 },
];

/** Volume types; the encryption of the first is what Cinder tells, its driver here encrypts nothing. */
const volumeTypes = [
  {
    name: "LUKS",
    encryption: { provider: "luks", cipher: "aes-xts-plain64", key_size: 256, control_location: "front-end" },
  },
  { name: "plain" },
];

/** Fills what a site has from its first day: networks that lead out, flavors and volume types. */
export async function ensureSiteContent(api: CloudApi, addresses: CloudAddresses): Promise<void> {
  await Promise.all([ensureExternalNetworks(api, addresses), ensureFlavors(api), ensureVolumeTypes(api)]);
}

async function ensureExternalNetworks(
  api: CloudApi,
  { public: outside, dmz }: CloudAddresses,
): Promise<void> {
  for (const network of [outside, dmz]) await ensureExternalNetwork(api, network);
}

async function ensureExternalNetwork(
  api: CloudApi,
  { name, cidr, gateway, pool }: ExternalNetwork,
): Promise<void> {
  const network = await api.ensure("neutron", "/v2.0/networks", "network", {
    name,
    "router:external": true,
    "provider:network_type": "flat",
    "provider:physical_network": name,
  });
  await api.ensure("neutron", "/v2.0/subnets", "subnet", {
    name,
    network_id: network.id,
    ip_version: 4,
    cidr,
    gateway_ip: gateway,
    enable_dhcp: false,
    allocation_pools: [pool],
  });
}

async function ensureFlavors(api: CloudApi): Promise<void> {
  for (const flavor of flavors) await api.ensure("nova", "/v2.1/flavors", "flavor", flavor);
}

async function ensureVolumeTypes(api: CloudApi): Promise<void> {
  const path = `/v3/${api.projectId}/types`;
  for (const { name, encryption } of volumeTypes) {
    const type = await api.ensure("cinder", path, "volume_type", {
      name,
      extra_specs: { volume_backend_name: volumeBackend },
    });
    if (encryption === undefined) continue;
    const present = await api.send("GET", "cinder", `${path}/${type.id}/encryption`);
    if (present.encryption_id === undefined) {
      await api.send("POST", "cinder", `${path}/${type.id}/encryption`, { encryption });
    }
  }
}
