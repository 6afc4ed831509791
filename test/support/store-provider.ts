import { readFileSync } from "node:fs";
import * as minio from "@pulumi/minio";
import * as pulumi from "@pulumi/pulumi";
import type { Sandbox } from "../../sandbox/sandbox";

/** The sandbox's MinIO as a provider of a program, in the name of its provisioner. */
export const storeProvider = ({ minio: { url, provisioner }, caFile }: Sandbox): minio.Provider =>
  new minio.Provider("minio", {
    minioServer: new URL(url).host,
    minioSsl: true,
    minioCacertFile: caFile,
    minioUser: provisioner.accessKey,
    minioPassword: pulumi.secret(readFileSync(provisioner.secretKeyFile, "utf8")),
  });
