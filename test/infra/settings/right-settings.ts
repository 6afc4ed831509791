/** A right description of an environment, and ways to make it wrong. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { parseSettings, SettingsError, type SettingsProblem, sectionsOf } from "../../../infra/settings";

/** The repository. */
export const root = path.join(__dirname, "../../..");
/** Entitlement of a group of de.NBI, as LS AAI writes it. */
export const entitlement = (group: string) =>
  `urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:${group}#aai.lifescience-ri.eu`;

/** A public key whose private half nobody has kept. */
export const sshKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN9p3aNfNy8OvmMWK9L6P/Wm235xfqBhGEe98+gFWd/f";

/** Sections of a right file: everything that must be there, and one of each thing that may be. */
export const right = () => ({
  project: {
    id: "heart",
    title: "Heart failure cohort",
    tier: 2,
    dataController: "dc@hospital.example",
    permit: "EHDS-2026-0042",
    expires: "2027-06-30",
  },
  site: { name: "Site", contact: "cloud@site.example", privacyPolicy: "https://site.example/privacy" },
  identity: {
    keycloak: { url: "https://login.site.example" },
    upstream: { preset: "ls-aai", clientId: "4071" } as object,
    groups: [
      { entitlement: entitlement("heart"), role: "researcher" },
      { entitlement: entitlement("heart:role=checker"), role: "checker" },
    ] as object[],
    clients: [{ id: "workbench", redirectUris: ["https://workbench.site.example/callback"] }],
  },
  storage: {
    server: { url: "https://s3.site.example", consoleUrl: "https://console.s3.site.example" },
    buckets: [
      "input",
      { role: "input", name: "imaging" },
      { role: "scratch", quota: "500 GiB" },
      "egress-request",
      "release",
      "audit",
    ] as unknown[],
    serviceAccounts: [{ name: "mount", bucket: "input/imaging", access: "read" }] as object[],
  },
  people: [{ id: "4f1c@lifescience-ri.eu", bucket: "input", access: "write" }] as object[],
  cloud: {
    site: "bielefeld",
    authUrl: "https://keystone.site.example:5000/v3",
    region: "Bielefeld",
    credential: "b1f6d8c2a6c94c0fb9d1c6f3f2b7a0d4",
    cidr: "10.20.0.0/24",
    operatorKey: sshKey,
    egress: [{ from: "workbench", to: "192.0.2.10/32", port: 443, why: "The object store." }] as object[],
    bastion: { ranges: ["192.0.2.0/24"], people: [{ name: "mona", publicKeys: [sshKey] }] } as object,
    machines: [
      {
        name: "workbench",
        size: "small",
        dataGib: 10,
        people: [{ name: "alice", id: "4f1c@lifescience-ri.eu", publicKeys: [sshKey] }],
      },
    ] as object[],
  },
});

/** An upstream that is no preset. */
export const inFull = {
  alias: "site-login",
  displayName: "Site Login",
  issuer: "https://people.site.example",
  authorizationUrl: "https://people.site.example/auth",
  tokenUrl: "https://people.site.example/token",
  userInfoUrl: "https://people.site.example/userinfo",
  jwksUrl: "https://people.site.example/certs",
  clientId: "spe",
};

/** The right file with some values replaced, each named by its path; `undefined` takes a value out. */
export function changed(changes: Record<string, unknown>): unknown {
  const input: unknown = structuredClone(right());
  for (const [place, value] of Object.entries(changes)) {
    const steps = place.split(/[.[\]]+/).filter(Boolean);
    const last = steps.pop() ?? "";
    let group = input as Record<string, unknown>;
    for (const step of steps) {
      group[step] ??= {};
      group = group[step] as Record<string, unknown>;
    }
    if (value === undefined) delete group[last];
    else group[last] = structuredClone(value);
  }
  return input;
}

/** What is wrong with an environment's description; nothing else than a SettingsError may be thrown. */
export function problemsOf(input: unknown): readonly SettingsProblem[] {
  try {
    parseSettings(input);
    return [];
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    return error.problems;
  }
}

/** The stack file of an environment, as `parseSettings` takes it. */
export const stackFile = (environment: string): Record<string, unknown> =>
  sectionsOf(
    parse(readFileSync(path.join(root, `infra/environments/Pulumi.${environment}.yaml`), "utf8")).config,
  );
