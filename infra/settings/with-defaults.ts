import { type PresetName, presets } from "./presets";
import type { SettingsInput } from "./schema";
import type { BucketSettings, Draft, Settings, UpstreamSettings } from "./settings-type";
import { forTier, isLocked, retention } from "./tiers";

type Input<Section extends keyof SettingsInput> = NonNullable<Draft<SettingsInput>[Section]>;
type Output<Section extends keyof Settings> = NonNullable<Draft<Settings>[Section]>;
type Project = Output<"project">;

/**
 * Fills in the defaults that depend on other settings, and resolves short forms. What is missing stays missing; a
 * section that is wrong as a whole stays as a key without value, so that no rule takes it for left out.
 */
export function withDefaults(input: Draft<SettingsInput>): Draft<Settings> {
  const { project, site, identity, storage, people, cloud, kubernetes } = input;
  const known: Project = { ...project, manager: project?.manager ?? project?.dataController };
  return {
    project: known,
    site,
    ...("identity" in input ? { identity: identity && filledIdentity(identity, known) } : {}),
    ...("storage" in input ? { storage: storage && filledStorage(storage, known, site) } : {}),
    people,
    ...("cloud" in input ? { cloud } : {}),
    ...("servers" in input ? { servers: input.servers } : {}),
    ...("kubernetes" in input ? { kubernetes } : {}),
  };
}

function filledIdentity(identity: Input<"identity">, project: Project): Output<"identity"> {
  const { upstream, secondFactor } = identity;
  return {
    ...identity,
    realm: identity.realm ?? project.id,
    upstream: upstream && filledUpstream(upstream, secondFactor),
  };
}

function filledUpstream(
  upstream: NonNullable<Input<"identity">["upstream"]>,
  secondFactor: Input<"identity">["secondFactor"],
): Draft<UpstreamSettings> {
  const clientId = upstream.clientId === undefined ? undefined : String(upstream.clientId);
  if (!("preset" in upstream)) return { ...upstream, clientId };
  const { alias, displayName, issuer, authorizationUrl, tokenUrl, userInfoUrl, jwksUrl, logoutUrl, scopes } =
    presets[(upstream.preset ?? "ls-aai") as PresetName];
  return {
    alias: upstream.alias ?? alias,
    displayName: upstream.displayName ?? displayName,
    issuer,
    authorizationUrl,
    tokenUrl,
    userInfoUrl,
    jwksUrl,
    logoutUrl,
    clientId,
    scopes: [...scopes, ...claimScopes(secondFactor)],
  };
}

/** At LS AAI a scope carries the claim of its name, so the claim of the second factor is asked for only when it is read. */
function claimScopes(secondFactor: Input<"identity">["secondFactor"]): string[] {
  if (secondFactor?.by !== "upstream" || !("claim" in secondFactor)) return [];
  return secondFactor.claim === "eduperson_assurance" ? [secondFactor.claim] : [];
}

function filledStorage(
  storage: Input<"storage">,
  { id, tier }: Project,
  site: Output<"site"> | undefined,
): Output<"storage"> {
  const { server, buckets } = storage;
  return {
    ...storage,
    // where another stack has made the server, that one says all of it
    server:
      server && site && "serversStack" in site
        ? server
        : server && {
            ...server,
            machinesUrl: server.machinesUrl ?? server.url,
            kmsKey: server.kmsKey ?? (id && `spe-${id}`),
          },
    buckets: buckets?.map((bucket) => bucket && filledBucket(bucket, tier)),
  };
}

function filledBucket(
  bucket: NonNullable<NonNullable<Input<"storage">["buckets"]>[number]>,
  tier: Project["tier"],
): Draft<BucketSettings> {
  const inFull: Draft<BucketSettings> = typeof bucket === "string" ? { role: bucket } : bucket;
  const { role, retentionDays } = inFull;
  if (!role || !isLocked(role) || tier === undefined || retentionDays !== undefined) return inFull;
  return { ...inFull, retentionDays: forTier(retention[role].days, tier) };
}
