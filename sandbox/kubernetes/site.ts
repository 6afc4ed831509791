import type { SandboxFolder } from "../folder";
import { cloudAddresses } from "../openstack/addresses";
import { readNumber } from "../openstack/number";
import { type KubernetesAddresses, kubernetesAddresses } from "./addresses";
import type { CloudSite } from "./cloud-controller";
import { type KubernetesFolder, kubernetesFolder } from "./folder";

/** Where the sandbox's Kubernetes is; undefined while the sandbox has no cloud. */
export function placeOf(
  sandbox: SandboxFolder,
): { folder: KubernetesFolder; addresses: KubernetesAddresses } | undefined {
  const number = readNumber(sandbox.cloud);
  if (number === undefined) return undefined;
  return { folder: kubernetesFolder(sandbox.kubernetes), addresses: kubernetesAddresses(number) };
}

/** The sandbox's cloud, as its clients reach it. @throws Error while the sandbox has none */
export function cloudSite(sandbox: SandboxFolder): CloudSite {
  const number = readNumber(sandbox.cloud);
  if (number === undefined) throw new Error("this sandbox has no cloud");
  return { authUrl: `https://${cloudAddresses(number).front}:5000/v3`, caFile: sandbox.tls.caCertificate };
}
