import { buildCloud, type CloudOutputs } from "./cloud";
import { buildIdentity, type IdentityOutputs } from "./identity";
import {
  cloudProvider,
  keycloakProvider,
  minioProvider,
  readCertificateAuthority,
  type Secrets,
} from "./providers";
import type { Settings } from "./settings";
import { buildStorage, type StorageOutputs } from "./storage";

/** What an environment hands out (`pulumi stack output`); a part that the settings leave out is missing. */
export interface Environment {
  identity?: IdentityOutputs;
  storage?: StorageOutputs;
  cloud?: CloudOutputs;
}

/**
 * Builds the environment that the settings describe, part by part.
 * @param secrets gives a secret of the stack by its key, for example `spe:minioSecretKey`
 * @throws pulumi.RunError when `site.caFile` cannot be read
 */
export function buildEnvironment(settings: Settings, secrets: Secrets): Environment {
  const { project, site, cloud } = settings;
  const certificateAuthority = readCertificateAuthority(site);
  const people = buildPeoplesPart(settings, certificateAuthority, secrets);
  if (cloud === undefined) return people;
  const machines = buildCloud({
    settings,
    cloud,
    store: people.storage,
    certificateAuthority,
    secrets,
    // the machines' own accounts and mounts are reached by SSH, which takes no provider of the environment
    providers: [cloudProvider(project, site, cloud, secrets)],
  });
  return { ...people, cloud: machines };
}

/** Realm and buckets. */
function buildPeoplesPart(
  settings: Settings,
  certificateAuthority: string | undefined,
  secrets: Secrets,
): Environment {
  const { project, site, identity, storage } = settings;
  if (identity === undefined) return {};
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
