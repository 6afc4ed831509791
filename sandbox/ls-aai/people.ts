/** The people of the Life Science login's stand-in: one for each thing that can happen at the door of an environment. */
import { createHash } from "node:crypto";

/** A person as the Life Science login knows them. */
export interface LsAaiPerson {
  /** Given name in lower case, for example `alice`. */
  name: string;
  /** What the person types in and services see as `preferred_username`. */
  userName: string;
  /** Claim `sub`. */
  subject: string;
  /** Claim `eduperson_entitlement`: AARC-G069 URNs. */
  entitlements: string[];
  /** Claim `eduperson_assurance`: URIs of the REFEDS assurance framework. */
  assurance: string[];
}

/** Entitlement of a group of de.NBI as the Life Science login writes it; `role` is one within the group. */
export const deNbiEntitlement = (group: string, role?: string): string =>
  `urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:${group}${role ? `:role=${role}` : ""}#aai.lifescience-ri.eu`;

/**
 * Claim `sub` of a person: always the same for a name, so that a settings file can carry it.
 * 40 hexadecimal digits and the scope of the Life Science login.
 */
export const lsAaiSubject = (name: string): string =>
  `${createHash("sha256").update(`spe sandbox ${name}`).digest("hex").slice(0, 40)}@lifescience-ri.eu`;

/** What the REFEDS assurance framework says of an account that is one person's, checked at medium level. */
const checkedAccount = [
  "https://refeds.org/assurance",
  "https://refeds.org/assurance/ID/unique",
  "https://refeds.org/assurance/IAP/medium",
];

/** Says that the person logged in with a second factor. */
export const secondFactorAssurance = "https://refeds.org/profile/mfa";

const withSecondFactor = [...checkedAccount, secondFactorAssurance];

/** A person who is named in lower case and has the entitlements. */
export function lsAaiPerson(name: string, entitlements: string[], assurance = withSecondFactor): LsAaiPerson {
  return { name, userName: name, subject: lsAaiSubject(name), entitlements, assurance };
}

/** Those who are there from the first start. */
export const people: LsAaiPerson[] = [
  lsAaiPerson("alice", [deNbiEntitlement("heart")]),
  lsAaiPerson("bob", [deNbiEntitlement("heart")]),
  lsAaiPerson("carol", [deNbiEntitlement("heart", "checker")]),
  lsAaiPerson("dave", [deNbiEntitlement("lungs")]),
  lsAaiPerson("erin", [], checkedAccount),
  lsAaiPerson("frank", [deNbiEntitlement("heart")]),
  lsAaiPerson("mona", [deNbiEntitlement("heart", "manager")]),
];
