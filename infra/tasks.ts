/** `kubernetes.tasks` as components: the service that runs tasks, and the balancer that people reach it by. */
import * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import {
  bucketName,
  type DnsEntry,
  type ProjectNamespace,
  PublicLoadBalancer,
  RealmClient,
  type TaskBucket,
  TaskService,
} from "../components";
import type { Cluster } from "./clusters";
import type { KubernetesPart } from "./kubernetes";
import { certificatesIn, readPem } from "./providers";
import type { KubernetesSettings } from "./settings";
import { bucketOf } from "./storage";

/** What the service that runs tasks hands out. */
export interface TasksOutputs {
  /** What TES's paths come after, `https://tes.heart.example/ga4gh/tes/v1`. */
  tesBaseUrl: pulumi.Output<string>;
  /** Address of its balancer. */
  address: pulumi.Output<string>;
  /** The record that its name needs. */
  dnsEntry: pulumi.Output<DnsEntry>;
  /** Client whose tokens it takes. */
  client: { clientId: pulumi.Output<string>; clientSecret: pulumi.Output<string>; redirectUris: string[] };
}

/** What it is made from. */
export interface TasksPart extends KubernetesPart {
  tasks: NonNullable<KubernetesSettings["tasks"]>;
  namespace: ProjectNamespace;
  cluster: Cluster;
}

/** Makes the service, and publishes it. */
export function buildTasks(part: TasksPart): TasksOutputs {
  const { settings, tasks, namespace, realm, certificateAuthority, providers } = part;
  const { project, site } = settings;
  const redirectUris = [`https://${tasks.host}/callback`];
  const client = new RealmClient(
    `${project.id}-tasks-client`,
    { realm, clientId: `${project.id}-tasks`, redirectUris },
    { providers },
  );
  const authority =
    certificateAuthority === undefined
      ? {}
      : { certificateAuthority: certificatesIn(certificateAuthority).join("\n") };
  const service = new TaskService(
    `${project.id}-tasks`,
    {
      project,
      namespace: namespace.namespaceName,
      kubernetesVersion: part.cluster.version,
      host: tasks.host,
      operator: {
        name: site.name,
        url: new URL(site.privacyPolicy).origin,
        contactUrl: `mailto:${site.contact}`,
      },
      server: serverOf(part),
      tls: {
        certificate: certificatesIn(readPem("kubernetes.tasks.certificateFile", tasks.certificateFile)).join(
          "\n",
        ),
        privateKey: part.secrets("spe:tasksKey"),
      },
      gatewayImage: tasks.gateway,
      images: tasks.images,
      login: {
        by: "realm",
        issuer: realm.issuer,
        audience: client.clientId,
        ...(tasks.userInfoUrl === undefined ? {} : { userInfoUrl: tasks.userInfoUrl }),
        ...authority,
      },
      store: { ...storeOf(part), ...authority },
    },
    { providers, dependsOn: namespace },
  );
  const { address, dnsEntry } = publish(part, service);
  return {
    tesBaseUrl: service.tesBaseUrl,
    address,
    dnsEntry,
    client: { clientId: client.clientId, clientSecret: client.clientSecret, redirectUris },
  };
}

function serverOf({ tasks: { server }, secrets }: TasksPart) {
  return server.by === "funnel" ? { ...server, password: secrets("spe:taskServerPassword") } : server;
}

/** The store, with the keys of the accounts whose buckets tasks work on. */
function storeOf({ settings, store, tasks }: TasksPart) {
  const { project, storage } = settings;
  if (storage === undefined || store === undefined)
    throw new Error("the settings let tasks pass that have no storage");
  const buckets = storage.serviceAccounts
    .filter(({ name }) => tasks.accounts.includes(name))
    .map(({ name, bucket, access }): TaskBucket => {
      const { role, name: part } = bucketOf(bucket);
      const keys = store.serviceAccounts[name];
      if (keys === undefined) throw new Error(`the store has no account "${name}"`);
      return { bucket: bucketName(project.id, role, part), access, ...keys };
    });
  return {
    url: storage.server.machinesUrl,
    ...(storage.server.region === "" ? {} : { region: storage.server.region }),
    buckets,
  };
}

/** A balancer that lets TLS through to the service, which asks everybody for a token. */
function publish(
  { settings, standing, tasks, namespace, cluster: { subnetId }, providers }: TasksPart,
  service: TaskService,
): PublicLoadBalancer {
  if (standing === undefined || subnetId === undefined)
    throw new Error("the settings let tasks pass that have no place for their balancer");
  const { project } = settings;
  const floatingPool = standing.base.site.externalNetwork;
  const provider = providers.find((it) => it instanceof openstack.Provider);
  return new PublicLoadBalancer(
    `${project.id}-tasks-public`,
    {
      project,
      namespace: namespace.namespaceName,
      pods: service.endpoint.pods,
      podPort: service.endpoint.port,
      hostName: tasks.host,
      sourceRanges: tasks.ranges,
      floatingPool,
      floatingNetworkId: openstack.networking.getNetworkOutput({ name: floatingPool }, { provider }).id,
      subnetId,
      ...(tasks.address === undefined ? {} : { address: tasks.address }),
    },
    { providers, dependsOn: service },
  );
}
