import type * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../five-safes";

/** Funnel 0.12 with its Kubernetes back end. */
export interface FunnelServer {
  by: "funnel";
  /** `quay.io/ohsu-comp-bio/funnel:0.12.2@sha256:…` */
  image: string;
  /** By which the gateway and the workers of tasks log in to it: 32 characters or more, nobody else needs it. */
  password: pulumi.Input<string>;
  /**
   * Tasks that run at a time, 1 to 500; others wait, and are taken up within a minute. Each is two pods: one copies its files and
   * waits for the other, so that the namespace's quota must have room for twice as many and the service's own.
   * @default 8
   */
  tasksAtATime?: number;
}

/** TES-K; its pods set no security context, so that tier 2 and 3 refuse it. */
export interface TeskServer {
  by: "tesk";
  /** `docker.io/elixircloud/tesk-api:1.1.0@sha256:…` */
  api: string;
  /** Built from tesk-core a50995a or later, where Kubernetes is 1.31 or later. */
  taskmaster: string;
  /** `docker.io/elixircloud/tesk-core-filer:v0.10.2@sha256:…`: later ones do not find a store that is not Amazon's. */
  filer: string;
}

/** People log in at the project's realm. */
export interface RealmTaskLogin {
  by: "realm";
  issuer: pulumi.Input<string>;
  /** Id of the client that tokens are for. */
  audience: pulumi.Input<string>;
  /** Where pods reach the realm's user info. @default the issuer's own address */
  userInfoUrl?: pulumi.Input<string>;
  /** PEM of the private CA that signed its certificate. @default the authorities that the image knows */
  certificateAuthority?: string;
}

/** People log in at LS AAI; it does not say whom a token is for, so that any service's token lets its person in. */
export interface LsAaiTaskLogin {
  by: "ls-aai";
  /** Who is let in: `urn:geant:lifescience-ri.eu:group:heart:researchers#aai.lifescience-ri.eu`. */
  entitlement: string;
}

/** Whoever reaches it runs programs: only for tier 0, and never in a federation. */
export interface NoTaskLogin {
  by: "none";
  /** The only addresses that reach it. At least one. */
  sourceRanges: string[];
}

/** A bucket that tasks reach by keys of their own, of a `ServiceAccount` with the same access. */
export interface TaskBucket {
  /** Physical name, `heart-scratch`. */
  bucket: string;
  /** `write` only for buckets of scratch and of requests for egress; it includes `read`. */
  access: "read" | "write";
  accessKey: pulumi.Input<string>;
  secretKey: pulumi.Input<string>;
}

/** Where tasks read and write. */
export interface TaskStore {
  /** Address of the store as pods reach it, `https://store.example.org`. */
  url: pulumi.Input<string>;
  /** @default "us-east-1" */
  region?: string;
  /** PEM of the private CA that signed its certificate. @default the authorities that the images know */
  certificateAuthority?: string;
  /** At least one; TES-K knows one pair of keys and takes one bucket. */
  buckets: TaskBucket[];
}

/** Who runs the service, as its service-info says. */
export interface TaskServiceOperator {
  /** Name of the organisation. */
  name: string;
  /** Its web site. */
  url: string;
  /** Whom to ask, a web address or `mailto:`. @default the project's manager */
  contactUrl?: string;
}

/** What a service of tasks is made from. */
export interface TaskServiceArgs {
  project: ProjectFacts;
  /** Name of the project's namespace. */
  namespace: pulumi.Input<string>;
  /** Version of the cluster, `1.36.0`. */
  kubernetesVersion: string;
  /** Name that people reach it by, `tes.heart.example`. */
  host: string;
  operator: TaskServiceOperator;
  server: FunnelServer | TeskServer;
  /**
   * Certificate of the host with its chain, and its key, both PEM: the gateway speaks TLS itself.
   * @default none: it speaks HTTP with what ends TLS before it, such as an ingress controller
   */
  tls?: { certificate: pulumi.Input<string>; privateKey: pulumi.Input<string> };
  /** Image with Node 24 that runs the gateway, by digest. */
  gatewayImage: string;
  /** Images that tasks may run, by digest. At least one. */
  images: string[];
  login: RealmTaskLogin | LsAaiTaskLogin | NoTaskLogin;
  store: TaskStore;
  /**
   * Storage classes: where the list of tasks is kept, and where tasks work.
   * @default { state: "encrypted", scratch: "encrypted-scratch" }
   */
  storageClasses?: { state: string; scratch: string };
  /** Room that a task with files gets, in GiB; TES-K gives what the task asks for. @default 50 */
  scratchGib?: number;
}
