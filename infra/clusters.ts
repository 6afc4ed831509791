/** `kubernetes.kkp`, `kubernetes.kubeone` or `kubernetes.existing` as a component: a cluster, whoever makes it. */
import type * as pulumi from "@pulumi/pulumi";
import { ExistingCluster, KkpCluster, KubeOneCluster, type RealmClient } from "../components";
import type { CloudStanding } from "./cloud";
import type { KubernetesPart } from "./kubernetes";
import { certificatesIn } from "./providers";
import type { KkpSettings, KubeOneSettings } from "./settings";

/** A cluster that an environment stands on. */
export interface Cluster {
  /** Of an administrator; secret. */
  kubeconfig: pulumi.Output<string>;
  /** Address of the API server. */
  apiEndpoint: pulumi.Output<string>;
  /** Version of Kubernetes. */
  version: string;
  /** Subnet of the workers, in which balancers have their members; missing where nobody said it. */
  subnetId: pulumi.Output<string> | string | undefined;
}

/**
 * Makes the cluster, or tries the one that is there.
 * @param client whose tokens its API server takes
 */
export function buildCluster(part: KubernetesPart, client: RealmClient): Cluster {
  const { standing, kubernetes } = part;
  const { kkp, kubeone, existing } = kubernetes;
  if (existing !== undefined) {
    const { kubeconfig, apiEndpoint } = tryCluster(part, existing);
    return { kubeconfig, apiEndpoint, version: existing.version, subnetId: existing.subnet };
  }
  if (standing === undefined) throw new Error("the settings let a cluster pass that has no cloud");
  if (kkp !== undefined) return buildKkp(part, client, standing, kkp);
  if (kubeone !== undefined) return buildKubeOne(part, client, standing, kubeone);
  throw new Error("the settings let kubernetes pass that has no cluster");
}

function tryCluster(
  { settings: { project }, secrets }: KubernetesPart,
  { version, networkPoliciesEnforced }: NonNullable<KubernetesPart["kubernetes"]["existing"]>,
): ExistingCluster {
  return new ExistingCluster(`${project.id}-cluster`, {
    project,
    kubeconfig: secrets("spe:kubeconfig"),
    kubernetesVersion: version,
    networkPoliciesEnforced,
  });
}

function buildKkp(
  { settings: { project }, realm, certificateAuthority, secrets, providers }: KubernetesPart,
  client: RealmClient,
  { base: { site, cloud } }: CloudStanding,
  { url, project: projectId, datacenter, version, pools, apiRanges }: KkpSettings,
): Cluster {
  const { applicationCredentialId, applicationCredentialSecret } = cloud;
  const { kubeconfig, apiEndpoint, subnetId } = new KkpCluster(
    `${project.id}-cluster`,
    {
      project,
      apiUrl: url,
      token: secrets("spe:kkpToken"),
      ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
      projectId,
      dc: datacenter,
      credential: { applicationCredentialId, applicationCredentialSecret },
      floatingIpPool: site.externalNetwork,
      version,
      pools: pools.map(({ name, size, workers }) => ({
        name,
        replicas: workers,
        flavor: site.flavors[size],
        image: site.image,
      })),
      apiServerAllowedRanges: apiRanges,
      login: { issuer: realm.issuer, clientId: client.clientId },
    },
    { providers },
  );
  return { kubeconfig, apiEndpoint, version, subnetId };
}

function buildKubeOne(
  { settings: { project }, realm, certificateAuthority, secrets, providers }: KubernetesPart,
  client: RealmClient,
  { base, proxy }: CloudStanding,
  { version, credential, apiRanges, controlPlane, pools }: KubeOneSettings,
): Cluster {
  if (proxy === undefined) throw new Error("the settings let kubernetes.kubeone pass that has no bastion");
  const { flavors } = base.site;
  const { kubeconfig, apiEndpoint, subnetId } = new KubeOneCluster(
    `${project.id}-cluster`,
    {
      ...base,
      credential: {
        applicationCredentialId: credential,
        applicationCredentialSecret: secrets("spe:clusterCredentialSecret"),
      },
      version,
      pools: pools.map(({ name, size, workers }) => ({ name, replicas: workers, flavor: flavors[size] })),
      controlPlaneMachines: controlPlane.machines,
      controlPlaneFlavor: flavors[controlPlane.size],
      adminCidrs: apiRanges,
      login: {
        issuer: realm.issuer,
        clientId: client.clientId,
        ...(certificateAuthority === undefined
          ? {}
          : { certificateAuthority: certificatesIn(certificateAuthority).join("\n") }),
      },
      privateKey: secrets("spe:operatorPrivateKey"),
      proxy,
    },
    { providers },
  );
  return { kubeconfig, apiEndpoint, version, subnetId };
}
