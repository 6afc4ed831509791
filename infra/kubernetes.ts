/** `spe:kubernetes` as components: the cluster, the environment's namespace on it, and the service that runs tasks there. */
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { ProjectNamespace, RealmClient, type ResearchRealm, taskFlows } from "../components";
import { kubeloginRedirectUri } from "../components/naming";
import type { CloudStanding } from "./cloud";
import { buildCluster } from "./clusters";
import type { Secrets } from "./providers";
import type { KubernetesSettings, Settings } from "./settings";
import type { StorageOutputs } from "./storage";
import { buildTasks, type TasksOutputs } from "./tasks";

/** What the Kubernetes part of an environment hands out. */
export interface KubernetesOutputs {
  /** Address of the API server. */
  apiEndpoint: pulumi.Output<string>;
  /** The environment's namespace. */
  namespace: pulumi.Output<string>;
  /** Client whose tokens the API server takes. */
  client: { clientId: pulumi.Output<string>; clientSecret: pulumi.Output<string> };
  /** The service that runs tasks; missing where there is none. */
  tasks?: TasksOutputs;
}

/** What the Kubernetes part is made from. */
export interface KubernetesPart {
  settings: Settings;
  kubernetes: KubernetesSettings;
  /** The ground and the way in to it; missing where there is none. */
  standing: CloudStanding | undefined;
  realm: ResearchRealm;
  /** The buckets that tasks work on, where there are any. */
  store: StorageOutputs | undefined;
  /** PEM of the private authority that signed the servers' certificates. */
  certificateAuthority: string | undefined;
  secrets: Secrets;
  /** Of the realm, and of the cloud where there is one. */
  providers: pulumi.ProviderResource[];
}

/** Makes the cluster and what stands on it. */
export function buildKubernetes(part: KubernetesPart): KubernetesOutputs {
  const { settings, kubernetes: section, realm, providers } = part;
  const { project } = settings;
  const client = new RealmClient(
    `${project.id}-cluster-client`,
    { realm, clientId: `${project.id}-cluster`, redirectUris: [kubeloginRedirectUri] },
    { providers },
  );
  const cluster = buildCluster(part, client);
  const provider = new kubernetes.Provider(`${project.id}-kubernetes`, {
    kubeconfig: cluster.kubeconfig,
    enableServerSideApply: true,
  });
  const { quota, tasks } = section;
  const namespace = new ProjectNamespace(
    `${project.id}-namespace`,
    {
      project,
      kubernetesVersion: cluster.version,
      quota,
      flows:
        tasks === undefined
          ? []
          : taskFlows({
              by: tasks.server.by,
              publisher: { cidr: tasks.ways.balancer },
              login: { cidr: tasks.ways.login.to, port: tasks.ways.login.port },
              store: { cidr: tasks.ways.store.to, port: tasks.ways.store.port },
              api: { cidr: tasks.ways.api.to, port: tasks.ways.api.port },
            }),
    },
    { providers: [provider] },
  );
  return {
    apiEndpoint: cluster.apiEndpoint,
    namespace: namespace.namespaceName,
    client: { clientId: client.clientId, clientSecret: client.clientSecret },
    ...(tasks === undefined
      ? {}
      : {
          tasks: buildTasks({
            ...part,
            tasks,
            namespace,
            cluster,
            providers: [...providers, provider],
          }),
        }),
  };
}
