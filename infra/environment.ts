import { buildIdentity, type IdentityOutputs } from "./identity";
import { keycloakProvider, minioProvider, readCertificateAuthority, type Secrets } from "./providers";
import type { Settings } from "./settings";
import { buildStorage, type StorageOutputs } from "./storage";

/** What an environment hands out (`pulumi stack output`); a part that the settings leave out is missing. */
export interface Environment {
  identity?: IdentityOutputs;
  storage?: StorageOutputs;
}

/**
 * Builds the environment that the settings describe, part by part.
 * @param secrets gives a secret of the stack by its key, for example `spe:minioSecretKey`
 * @throws pulumi.RunError when `site.caFile` cannot be read
 */
export function buildEnvironment(settings: Settings, secrets: Secrets): Environment {
  const { project, site, identity, storage } = settings;
  if (identity === undefined) return {};
  const certificateAuthority = readCertificateAuthority(site);

  const keycloak = keycloakProvider(project, identity, certificateAuthority, secrets);
  const { realm, outputs } = buildIdentity(settings, identity, secrets, keycloak);
  if (storage === undefined) return { identity: outputs };

  const minio = minioProvider(project, site, storage, secrets);
  const store = buildStorage({
    settings,
    identity,
    storage,
    realm,
    certificateAuthority,
    secrets,
    providers: [keycloak, minio],
  });
  return { identity: outputs, storage: store };
}
