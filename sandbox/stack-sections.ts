import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { projectRoot } from "./engine";
import type { Sandbox } from "./sandbox";

/** The sections of a stack file without the `spe:` before their names, as `parseSettings` takes them. */
export type Sections = Record<string, Section>;

type Section = Record<string, unknown>;

const tracked = path.join(projectRoot, "infra", "environments", "Pulumi.sandbox.yaml");

/** The sections of the tracked stack file `sandbox`. */
export function trackedSections(): Sections {
  const { config } = parse(readFileSync(tracked, "utf8")) as { config: Sections };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace(/^spe:/, ""), value]));
}

/** The tracked sections with the addresses that the sandbox's servers really have: their ports are chosen when they first start. */
export function stackSections(sandbox: Sandbox, sections = trackedSections()): Sections {
  const { site, identity, storage } = sections;
  return {
    ...sections,
    site: { ...site, caFile: path.relative(projectRoot, sandbox.caFile) },
    ...(identity === undefined ? {} : { identity: withAddresses(identity, sandbox) }),
    ...(storage === undefined ? {} : { storage: withServer(storage, sandbox) }),
  };
}

function withAddresses(identity: Section, { keycloak, lsAai }: Sandbox): Section {
  const endpoint = (name: string) => `${lsAai.issuer}/protocol/openid-connect/${name}`;
  return {
    ...identity,
    keycloak: { url: keycloak.url, clientId: keycloak.provisioner.clientId },
    upstream: {
      ...(identity.upstream as Section),
      issuer: lsAai.issuer,
      authorizationUrl: endpoint("auth"),
      tokenUrl: endpoint("token"),
      userInfoUrl: endpoint("userinfo"),
      jwksUrl: endpoint("certs"),
      logoutUrl: endpoint("logout"),
      clientId: lsAai.clientId,
    },
  };
}

function withServer(storage: Section, { minio }: Sandbox): Section {
  const { url, consoleUrl, kmsKey } = minio;
  return { ...storage, server: { ...(storage.server as Section), url, consoleUrl, kmsKey } };
}
