import { brokerRedirectUri } from "../../components";
import { parseSettings } from "../../infra/settings";
import type { Administration } from "../keycloak/administration";
import { trackedSections } from "../stack-sections";
import { type LsAaiSecrets, lsAaiRealm, lsAaiRealmDocument } from "./realm";

/** Makes the Life Science login's stand-in unless it is there, with the client that the environment's sheet asks for. */
export async function ensureLsAai(
  keycloak: Administration,
  keycloakUrl: string,
  secrets: LsAaiSecrets,
): Promise<void> {
  if ((await keycloak.get(`/${lsAaiRealm}`)) !== undefined) return;
  await keycloak.post("", lsAaiRealmDocument([environmentRedirectUri(keycloakUrl)], secrets));
}

/** Redirect URI of the broker in the environment `sandbox`. */
function environmentRedirectUri(keycloakUrl: string): string {
  const { project, identity } = parseSettings(trackedSections());
  if (identity === undefined) throw new Error(`the environment "${project.id}" has no section identity`);
  return brokerRedirectUri(keycloakUrl, identity.realm, identity.upstream.alias);
}
