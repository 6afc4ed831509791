import type { Static } from "@sinclair/typebox";
import type { BucketRole } from "../../components/five-safes";
import type { SettingsInput } from "./schema";
import type { projectSection } from "./sections/project";
import type { siteSection } from "./sections/site";

/** A group of settings after the defaults: everything is there except `Open`, which may mean "none". */
type Filled<T, Open extends keyof T = never> = Required<Omit<T, Open>> & Pick<T, Open>;

type Identity = NonNullable<SettingsInput["identity"]>;
type Storage = NonNullable<SettingsInput["storage"]>;
type InFull<T, Key extends PropertyKey> = Extract<T, Record<Key, unknown>>;
type UpstreamInFull = InFull<Identity["upstream"], "issuer">;

/** An upstream login service with every address. */
export type UpstreamSettings = Omit<Filled<UpstreamInFull, "logoutUrl">, "clientId"> & { clientId: string };

/** A bucket: `retentionDays` is there exactly for the roles that are locked. */
export type BucketSettings = { role: BucketRole } & Omit<InFull<Storage["buckets"][number], "role">, "role">;

/** `identity`, after the defaults. */
export type IdentitySettings = Filled<Omit<Identity, "keycloak" | "upstream" | "groups" | "sessions">> & {
  keycloak: Filled<NonNullable<Identity["keycloak"]>>;
  upstream: UpstreamSettings;
  groups: Filled<Identity["groups"][number]>[];
  sessions: Filled<NonNullable<Identity["sessions"]>>;
};

/** `storage`, after the defaults. */
export type StorageSettings = Filled<Omit<Storage, "server" | "buckets">> & {
  /** `edgeRange`: what the store sees of everybody, where it stands behind an edge. */
  server: Filled<NonNullable<Storage["server"]>> & { edgeRange?: string };
  buckets: BucketSettings[];
};

type Cloud = NonNullable<SettingsInput["cloud"]>;
type CloudMachine = NonNullable<Cloud["machines"]>[number];

/** A person's account on a machine, after the defaults. */
export type MachinePersonSettings = Filled<NonNullable<CloudMachine["people"]>[number]>;

/** A machine, after the defaults. */
export type MachineSettings = Filled<Omit<CloudMachine, "people">, "dataGib"> & {
  people: MachinePersonSettings[];
};

/** `cloud`, after the defaults. */
export type CloudSettings = Filled<Omit<Cloud, "machines">, "bastion" | "image" | "router"> & {
  machines: MachineSettings[];
};

type Servers = NonNullable<SettingsInput["servers"]>;

/** `servers`, after the defaults. */
export type ServersSettings = Omit<Servers, "store" | "keycloak"> & {
  store: Filled<Servers["store"], "auditUrl">;
  keycloak: Filled<Servers["keycloak"], "backup">;
};

type Kubernetes = NonNullable<SettingsInput["kubernetes"]>;

type Given<Key extends "kkp" | "kubeone" | "existing"> = NonNullable<Kubernetes[Key]>;
type Pools = Filled<Given<"kkp">["pools"][number]>[];

/** A cluster that KKP makes, after the defaults. */
export type KkpSettings = Omit<Given<"kkp">, "pools"> & { pools: Pools };

/** A cluster that KubeOne makes, after the defaults. */
export type KubeOneSettings = Omit<Given<"kubeone">, "pools" | "controlPlane"> & {
  pools: Pools;
  controlPlane: Filled<NonNullable<Given<"kubeone">["controlPlane"]>>;
};

/** `kubernetes`, after the defaults: exactly one of the clusters is there. */
export type KubernetesSettings = {
  kkp?: KkpSettings;
  kubeone?: KubeOneSettings;
  existing?: Filled<Given<"existing">, "subnet">;
  quota: Filled<NonNullable<Kubernetes["quota"]>>;
  tasks?: Kubernetes["tasks"];
};

/** One environment: checked, with every default and preset filled in. */
export interface Settings {
  project: Filled<Static<typeof projectSection>>;
  site: Filled<Static<typeof siteSection>, "caFile" | "serversStack">;
  identity?: IdentitySettings;
  storage?: StorageSettings;
  people: NonNullable<SettingsInput["people"]>;
  cloud?: CloudSettings;
  servers?: ServersSettings;
  kubernetes?: KubernetesSettings;
}

/** A value of which any part may be missing, because it was wrong or not given. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? (Draft<Item> | undefined)[]
  : T extends object
    ? { [Key in keyof T]?: Draft<T[Key]> }
    : T;
