import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { formatIni } from "../openstack/ini";
import { region } from "../openstack/services/foundation";
import { privateDirectory, writePrivateFile } from "../private-file";
import { startServer } from "../server";
import { stopProcess } from "../server-process";
import type { KubernetesFolder } from "./folder";
import type { ProjectCredential } from "./project-api";
import type { TenantNetwork } from "./tenant-network";

/** How a cloud's API is reached. */
export interface CloudSite {
  authUrl: string;
  /** File (PEM) of the authority that signed its certificate. */
  caFile: string;
}

/** The cluster's name in the names of its balancers: `kube_service_sandbox_<namespace>_<service>`. */
export const clusterName = "sandbox";

/**
 * OpenStack's cloud controller manager, beside the control plane as KKP runs it: a service of type LoadBalancer gets a
 * balancer of Octavia's with a floating address.
 * @param programs folder of the artefact
 */
export async function startCloudController(
  folder: KubernetesFolder,
  programs: string,
  site: CloudSite,
  network: TenantNetwork,
): Promise<void> {
  const { configuration, kubeconfig } = folder.cloudController;
  await privateDirectory(dirname(configuration));
  await writePrivateFile(configuration, cloudConfiguration(site, network));
  await startServer({
    title: "cloud controller manager",
    usualSeconds: 2,
    ports: [],
    command: {
      directory: folder.server("cloud-controller"),
      program: join(programs, "openstack-cloud-controller-manager"),
      args: [
        "--cloud-provider=openstack",
        `--cloud-config=${configuration}`,
        `--cluster-name=${clusterName}`,
        `--kubeconfig=${kubeconfig}`,
        "--controllers=service-lb-controller", // the node is no machine of Nova's
        "--leader-elect=false",
        "--secure-port=0",
        "--webhook-secure-port=0",
      ],
      env: { PATH: "/usr/bin:/bin" },
    },
    isReady: async () => true, // a service gets its balancer once it works
  });
}

/** Ends it, and forgets the project's credential. */
export async function endCloudController(folder: KubernetesFolder): Promise<void> {
  await stopProcess(folder.server("cloud-controller"));
  await rm(folder.cloudController.configuration, { force: true });
}

/** What it reads; the credential is the project's, so it may do what a member may. */
export function cloudConfiguration(
  { authUrl, caFile }: CloudSite,
  { subnetId, floatingNetworkId, credential }: TenantNetwork,
): string {
  return formatIni({
    Global: {
      "auth-url": authUrl,
      "ca-file": caFile,
      region,
      ...identityOf(credential),
    },
    LoadBalancer: { "subnet-id": subnetId, "floating-network-id": floatingNetworkId },
  });
}

const identityOf = (credential: ProjectCredential): Record<string, string> =>
  "id" in credential
    ? { "application-credential-id": credential.id, "application-credential-secret": credential.secret }
    : {
        username: credential.userName,
        password: credential.password,
        "tenant-name": credential.project,
        "domain-id": "default",
      };
