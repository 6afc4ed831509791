import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { Sandbox } from "./sandbox";

/** The sections of a stack file without the `spe:` before their names, as `parseSettings` takes them. */
export type Sections = Record<string, Record<string, unknown>>;

const tracked = path.join(__dirname, "..", "infra", "environments", "Pulumi.sandbox.yaml");

/** The sections of the tracked stack file `sandbox`. */
export function trackedSections(): Sections {
  const { config } = parse(readFileSync(tracked, "utf8")) as { config: Sections };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace(/^spe:/, ""), value]));
}

/** The tracked sections with the addresses that the sandbox's servers really have: their ports are chosen when they first start. */
export function stackSections(
  { caFile, keycloak, lsAai, minio }: Sandbox,
  sections = trackedSections(),
): Sections {
  const { site, identity, storage } = sections;
  const endpoint = (name: string) => `${lsAai.issuer}/protocol/openid-connect/${name}`;
  return {
    ...sections,
    site: { ...site, caFile: path.relative(process.cwd(), caFile) },
    identity: {
      ...identity,
      keycloak: { url: keycloak.url, clientId: keycloak.provisioner.clientId },
      upstream: {
        ...(identity?.upstream as object),
        issuer: lsAai.issuer,
        authorizationUrl: endpoint("auth"),
        tokenUrl: endpoint("token"),
        userInfoUrl: endpoint("userinfo"),
        jwksUrl: endpoint("certs"),
        logoutUrl: endpoint("logout"),
        clientId: lsAai.clientId,
      },
    },
    storage: {
      ...storage,
      server: {
        ...(storage?.server as object),
        url: minio.url,
        consoleUrl: minio.consoleUrl,
        kmsKey: minio.kmsKey,
      },
    },
  };
}
