import { auditPolicyText } from "./kubeone-audit-policy";
import { credentialsText } from "./kubeone-credentials";
import { hostsDocument, privateKeyFile } from "./kubeone-hosts";
import { addonsFolder, auditPolicyFile, manifestText } from "./kubeone-manifest";
import type { KubeOnePlace, KubeOnePlan } from "./kubeone-plan";
import { storageClassText } from "./kubeone-storage-class";
import { workersText } from "./kubeone-workers";

/** Where KubeOne finds its documents. */
export const manifestFile = "kubeone.yaml";
export const hostsFile = "tf.json";
export const credentialsFile = "credentials.yaml";

/** Folder of the workers' machine deployments: an addon, which KubeOne brings up to date whenever it is applied. */
export const workersFolder = `${addonsFolder}/workers`;

/** Everything that KubeOne reads, by its path. */
export const kubeOneFiles = (plan: KubeOnePlan, place: KubeOnePlace): Record<string, string> => ({
  [manifestFile]: manifestText(plan, place),
  [hostsFile]: `${JSON.stringify(hostsDocument(plan, place), undefined, 2)}\n`,
  [credentialsFile]: credentialsText(place),
  [privateKeyFile]: `${place.ssh.privateKey.trimEnd()}\n`,
  [auditPolicyFile]: auditPolicyText(),
  [`${addonsFolder}/default-storage-class/storage-class.yaml`]: storageClassText(plan.volumeType),
  [`${workersFolder}/machine-deployments.yaml`]: workersText(plan, place),
});

/** What must not be shown of what KubeOne prints, as it may stand in a line. */
export const kubeOneSecrets = ({ cloud, ssh }: KubeOnePlace): string[] => {
  const secret = cloud.applicationCredentialSecret;
  const keyLines = ssh.privateKey.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
  return [secret, Buffer.from(secret).toString("base64"), ...keyLines];
};
