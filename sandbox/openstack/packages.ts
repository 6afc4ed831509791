import { ensurePackages, packageVersions } from "../debian-packages";

/** What the services are made of: the libraries alone, since the packages of their programs bring daemons and users. */
const openStackPackages = [
  "mariadb-server-core",
  "mariadb-client-core",
  "python3-gunicorn",
  "python3-keystone",
  "python3-placement",
  "python3-glance",
  "python3-neutron",
  "python3-nova",
  "python3-cinder",
  "python3-octavia",
  "python3-barbican",
  "haproxy",
  "zstd",
];

/** What networks and machines are made with. */
const machinePackages = [
  "systemd-container",
  "mmdebstrap",
  "nftables",
  "iproute2",
  "conntrack",
  "dnsmasq-base",
  "util-linux",
  "procps",
];

/** Packages whose files are taken out without being installed, because they bring daemons. */
export const unpackedPackages = [
  "glance-common",
  "neutron-common",
  "nova-common",
  "cinder-common",
  "barbican-common",
];

/**
 * Installs what a cloud needs of Debian and is not there.
 * @throws StepFailed
 */
export async function ensureCloudPackages(): Promise<void> {
  await ensurePackages([...openStackPackages, ...machinePackages]);
}

/** Versions of what decides how the services' tables and files look. */
export function openStackVersions(): Record<string, string> {
  return packageVersions(openStackPackages);
}
