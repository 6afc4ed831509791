import type { KubernetesAddresses } from "./addresses";
import type { KubernetesApi } from "./api";
import { admitLogin, type TrustedLogin, trustedLogins, writeAuthentication } from "./authentication";
import type { KubernetesFolder } from "./folder";
import { ensureRelay } from "./relay";

/** Writes how the API server knows people, and lets it reach the issuers: also those on this machine's loopback. */
export async function layTrust(folder: KubernetesFolder, addresses: KubernetesAddresses): Promise<void> {
  await ensureRelay(folder, addresses, loopbackPorts(trustedLogins(folder)));
  await writeAuthentication(folder);
}

/**
 * Adds an issuer, or a client of one that is known, as `admitLogin` does.
 * @throws Error when the API server has not taken it after a minute
 */
export function trust(
  folder: KubernetesFolder,
  addresses: KubernetesAddresses,
  api: KubernetesApi,
  login: TrustedLogin,
): Promise<void> {
  return admitLogin(folder, api, login, () => layTrust(folder, addresses));
}

/** Ports of the issuers on this machine's loopback. */
export function loopbackPorts(logins: TrustedLogin[]): number[] {
  const urls = logins.map(({ issuer }) => new URL(issuer));
  const local = urls.filter(({ hostname }) => hostname === "localhost" || hostname === "127.0.0.1");
  return [...new Set(local.map(({ port }) => Number(port || 443)))].sort((one, other) => one - other);
}
