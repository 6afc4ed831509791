import * as pulumi from "@pulumi/pulumi";
import type { ServerStart } from "../cloud/server-machine";
import { environmentText } from "../environment-text";
import type { ObjectStoreMachineArgs } from "./store-machine-args";
import { storePlaces, storePorts, storeUser } from "./store-machine-places";

/** What is brought to a store's machine when it stands. */
export function storeSecrets({
  tls,
  root,
  provisioner,
  kmsKey,
  url,
  consoleUrl,
  audit,
}: ObjectStoreMachineArgs): ServerStart["secrets"] {
  const owner = storeUser.name;
  return {
    certificate: { path: storePlaces.certificate, content: tls.certificate, owner },
    "certificate-key": { path: storePlaces.privateKey, content: tls.privateKey, owner },
    environment: {
      path: storePlaces.environment,
      content: pulumi.all([root, kmsKey]).apply(([{ accessKey, secretKey }, kms]) =>
        environmentText({
          MINIO_ROOT_USER: accessKey,
          MINIO_ROOT_PASSWORD: secretKey,
          MINIO_KMS_SECRET_KEY: kms,
          MINIO_BROWSER_REDIRECT_URL: consoleUrl,
          ...(audit === undefined ? {} : auditSettings(audit.url)),
        }),
      ),
    },
    client: {
      path: storePlaces.client,
      content: pulumi
        .all([root, provisioner])
        .apply((keys) => clientConfiguration(new URL(url).hostname, { root: keys[0], provisioner: keys[1] })),
    },
  };
}

const auditSettings = (url: string): Record<string, string> => ({
  MINIO_AUDIT_WEBHOOK_ENABLE_SPE: "on",
  MINIO_AUDIT_WEBHOOK_ENDPOINT_SPE: url,
  MINIO_AUDIT_WEBHOOK_QUEUE_DIR_SPE: storePlaces.auditQueue,
});

/** Configuration of `mc`. */
const clientConfiguration = (
  host: string,
  keys: Record<string, { accessKey: string; secretKey: string }>,
): string => {
  const server = { url: `https://${host}:${storePorts.api}`, api: "S3v4", path: "auto" };
  const aliases = Object.entries(keys).map(([alias, pair]) => [alias, { ...server, ...pair }]);
  return JSON.stringify({ version: "10", aliases: Object.fromEntries(aliases) });
};
