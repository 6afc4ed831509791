/** `spe:identity` as components: the realm, and what must be registered at the upstream login for it. */
import type * as keycloak from "@pulumi/keycloak";
import type * as pulumi from "@pulumi/pulumi";
import {
  brokerRedirectUri,
  type RegistrationSheet,
  ResearchRealm,
  registrationSheet,
  registrationSheetMarkdown,
} from "../components";
import type { Secrets } from "./providers";
import type { IdentitySettings, Settings } from "./settings";

/** What the identity part of an environment hands out. */
export interface IdentityOutputs {
  /** OIDC issuer of the realm. */
  issuer: pulumi.Output<string>;
  /** Discovery document of the realm. */
  discoveryUrl: pulumi.Output<string>;
  /** What the upstream login must know as redirect URI, exactly. */
  brokerRedirectUri: pulumi.Output<string>;
  /** Everything to type into the registry of the upstream login. */
  registrationSheet: RegistrationSheet;
  /** The same as Markdown: `pulumi stack output identity | jq -r .registrationSheetMarkdown`. */
  registrationSheetMarkdown: string;
}

/** Makes the realm of a project. */
export function buildIdentity(
  settings: Settings,
  identity: IdentitySettings,
  certificateAuthority: string | undefined,
  secrets: Secrets,
  provider: keycloak.Provider,
): { realm: ResearchRealm; outputs: IdentityOutputs } {
  const { project } = settings;
  const realm = new ResearchRealm(
    project.id,
    {
      ...identity,
      project,
      title: project.title,
      keycloakUrl: identity.keycloak.url,
      administration: {
        adminRealm: identity.keycloak.adminRealm,
        clientId: identity.keycloak.clientId,
        clientSecret: secrets("spe:keycloakClientSecret"),
        ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
      },
      realmName: identity.realm,
      upstreamClientSecret: secrets("spe:lsaaiClientSecret"),
    },
    { providers: [provider] },
  );
  const sheet = registration(settings, identity);
  return {
    realm,
    outputs: {
      issuer: realm.issuer,
      discoveryUrl: realm.discoveryUrl,
      brokerRedirectUri: realm.brokerRedirectUri,
      registrationSheet: sheet,
      registrationSheetMarkdown: registrationSheetMarkdown(sheet),
    },
  };
}

function registration(
  { project, site }: Settings,
  { keycloak: server, realm, upstream, groups }: IdentitySettings,
): RegistrationSheet {
  const redirectUri = brokerRedirectUri(server.url, realm, upstream.alias);
  return registrationSheet({
    serviceName: `${project.title} (${site.name})`,
    description: `Secure processing environment of the project "${project.id}", data permit ${project.permit}.`,
    environment: "production",
    redirectUris: [redirectUri],
    // where Keycloak comes back to after it has ended the upstream's session
    postLogoutRedirectUris: upstream.logoutUrl === undefined ? [] : [`${redirectUri}/logout_response`],
    scopes: upstream.scopes,
    entitlements: groups.map(({ entitlement }) => entitlement),
    contacts: [site.contact, project.dataController],
    privacyPolicy: site.privacyPolicy,
  });
}
