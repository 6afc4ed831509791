import type * as keycloak from "@pulumi/keycloak";
import type { ResearchRealm } from "../components";
import { buildCloud, type CloudOutputs } from "./cloud";
import { buildIdentity, type IdentityOutputs } from "./identity";
import { buildKubernetes, type KubernetesOutputs } from "./kubernetes";
import {
  cloudProvider,
  keycloakProvider,
  minioProvider,
  readCertificateAuthority,
  type Secrets,
} from "./providers";
import type { ServersOutputs } from "./servers";
import type { Settings } from "./settings";
import { buildStorage, type StorageOutputs } from "./storage";

/** What an environment hands out (`pulumi stack output`); a part that the settings leave out is missing. */
export interface Environment {
  identity?: IdentityOutputs;
  storage?: StorageOutputs;
  cloud?: CloudOutputs;
  servers?: ServersOutputs;
  kubernetes?: KubernetesOutputs;
}

/**
 * Builds the environment that the settings describe, part by part.
 * @param secrets gives a secret of the stack by its key, for example `spe:minioSecretKey`
 * @throws pulumi.RunError when `site.caFile` cannot be read
 */
export function buildEnvironment(settings: Settings, secrets: Secrets): Environment {
  const { project, site, cloud, kubernetes } = settings;
  const certificateAuthority = readCertificateAuthority(site);
  const { outputs, people } = buildPeoplesPart(settings, certificateAuthority, secrets);
  const common = { settings, store: outputs.storage, certificateAuthority, secrets };
  // the machines' own accounts and mounts are reached by SSH, which takes no provider of the environment
  const clouds = cloud === undefined ? [] : [cloudProvider(project, site, cloud, secrets)];
  const ground = cloud && buildCloud({ ...common, cloud, providers: clouds });
  const parts = { ...outputs, ...ground?.outputs };
  if (kubernetes === undefined || people === undefined) return parts;
  const { realm, keycloak } = people;
  const cluster = buildKubernetes({
    ...common,
    kubernetes,
    standing: ground?.standing,
    realm,
    providers: [keycloak, ...clouds],
  });
  return { ...parts, kubernetes: cluster };
}

/** What people come in by, for what else they reach. */
interface People {
  realm: ResearchRealm;
  keycloak: keycloak.Provider;
}

/** Realm and buckets. */
function buildPeoplesPart(
  settings: Settings,
  certificateAuthority: string | undefined,
  secrets: Secrets,
): { outputs: Environment; people?: People } {
  const { project, site, identity, storage } = settings;
  if (identity === undefined) return { outputs: {} };
  const keycloak = keycloakProvider(project, identity, certificateAuthority, secrets);
  const { realm, outputs } = buildIdentity(settings, identity, certificateAuthority, secrets, keycloak);
  const people = { realm, keycloak };
  if (storage === undefined) return { outputs: { identity: outputs }, people };
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
  return { outputs: { identity: outputs, storage: store }, people };
}
