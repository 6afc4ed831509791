import type { Settings } from "./settings-type";

/** Names of the machines that the site's servers stand on, which are their roles in the ground. */
export const serverRoles = ["store", "identity"] as const;

/** Where the site's servers answer, as a stack with the section `servers` hands it out. */
export interface ServerAddresses {
  keycloakUrl: string;
  /** S3 interface. */
  storeUrl: string;
  consoleUrl: string;
  /** Key that the store encrypts with. */
  kmsKey: string;
  /** Range that every request reaches the store from: the edge passes TLS on, so the store sees the edge alone. */
  edgeRange: string;
}

/** The addresses of the servers that a name or an address leads to. */
export const serverAddresses = (host: string, kmsKey: string, edgeRange: string): ServerAddresses => ({
  keycloakUrl: `https://${host}`,
  storeUrl: `https://${host}:9000`,
  consoleUrl: `https://${host}:9001`,
  kmsKey,
  edgeRange,
});

/**
 * What stands for the addresses of a stack where nobody asks it, as `spe check` does not: a name that leads nowhere
 * (RFC 2606), so that a rule judges what it would judge and nothing is ever sent there.
 */
export const unaskedAddresses = (stack: string): ServerAddresses =>
  serverAddresses(`servers-of-${stack}.invalid`, `key-of-${stack}`, "10.0.0.0/24");

/** The settings of a project with the addresses of the servers that another stack has made. */
export function onServers(settings: Settings, servers: ServerAddresses): Settings {
  const { identity, storage } = settings;
  const { keycloakUrl, storeUrl, consoleUrl, kmsKey, edgeRange } = servers;
  const server = { url: storeUrl, consoleUrl, machinesUrl: storeUrl, kmsKey, edgeRange };
  return {
    ...settings,
    ...(identity && { identity: { ...identity, keycloak: { ...identity.keycloak, url: keycloakUrl } } }),
    ...(storage && { storage: { ...storage, server: { ...storage.server, ...server } } }),
  };
}
