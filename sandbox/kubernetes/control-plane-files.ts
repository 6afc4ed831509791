import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { writePrivateFile } from "../private-file";
import type { ClusterFolder } from "./cluster-folder";

/** Writes what the API server reads beside its certificates; the key of encryption is made once. */
export async function writeControlPlaneFiles({ configuration }: ClusterFolder): Promise<void> {
  const encryption = join(configuration, "encryption.json");
  if (!existsSync(encryption)) await writePrivateFile(encryption, json(encryptionDocument()));
  await writePrivateFile(join(configuration, "audit.json"), json(auditPolicy));
}

/** Secrets are written to the database under a key that is not in it. */
function encryptionDocument(): unknown {
  const secretbox = { keys: [{ name: "sandbox", secret: randomBytes(32).toString("base64") }] };
  return {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "EncryptionConfiguration",
    resources: [{ resources: ["secrets"], providers: [{ secretbox }, { identity: {} }] }],
  };
}

/** Who did what to which object, and not what was in it, since that may be a secret. */
const auditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [
    // what the cluster does all the time by itself
    { level: "None", users: ["system:apiserver", "system:kube-scheduler", "system:kube-proxy"] },
    { level: "None", userGroups: ["system:nodes"], verbs: ["get", "list", "watch", "update", "patch"] },
    { level: "None", resources: [{ group: "coordination.k8s.io", resources: ["leases"] }] },
    { level: "None", nonResourceURLs: ["/livez*", "/readyz*", "/healthz*", "/version"] },
    { level: "Metadata" },
  ],
};

export const json = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;
