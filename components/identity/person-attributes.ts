/** What a realm keeps of a person beside the name: attributes that only the broker and administrators write. */
import type * as keycloak from "@pulumi/keycloak";

/** Names of the imported attributes. */
export const attributes = {
  /** The person's id at the upstream; the claim `upn` of access tokens. */
  subject: "lsaai_sub",
  /** Entitlements as they were at the last login. */
  entitlement: "lsaai_entitlement",
  /** How the person was authenticated at the last login. */
  assurance: "lsaai_assurance",
} as const;

const ownView = { views: ["admin", "user"], edits: ["admin"] };
const adminView = { views: ["admin"], edits: ["admin"] };
// Keycloak refuses several values of an attribute without this validator; 200 is more than any person's groups
const severalValues = [{ name: "multivalued", config: { min: "0", max: "200" } }];

/** The user profile: undeclared attributes would be dropped at the login, undemanded ones never ask a person anything. */
export const profileAttributes: NonNullable<
  Extract<keycloak.RealmUserProfileArgs["attributes"], readonly unknown[]>
> = [
  { name: "username", permissions: ownView },
  { name: "email", permissions: ownView },
  { name: "firstName", permissions: ownView },
  { name: "lastName", permissions: ownView },
  { name: attributes.subject, permissions: adminView },
  { name: attributes.entitlement, permissions: adminView, validators: severalValues },
  { name: attributes.assurance, permissions: adminView, validators: severalValues },
];
