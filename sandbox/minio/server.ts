import { readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { MinioAdmin, MinioError } from "../../components";
import type { SandboxFolder } from "../folder";
import { privateDirectory } from "../private-file";
import type { Server } from "../server";

/** MinIO's ports. */
export interface MinioPorts {
  minio: number;
  minioConsole: number;
}

/**
 * MinIO on loopback with the sandbox's certificate, a KMS key and its console.
 * @param program folder of the artefact
 */
export async function minioServer(
  { minio, secrets, tls }: SandboxFolder,
  ports: MinioPorts,
  program: string,
): Promise<Server> {
  await layCertificates(minio.certificates, tls);
  const url = `https://127.0.0.1:${ports.minio}`;
  const consoleUrl = `https://127.0.0.1:${ports.minioConsole}`;
  const ca = await readFile(tls.caCertificate, "utf8");
  const secret = (file: string) => readFile(file, "utf8");
  return {
    title: "MinIO",
    usualSeconds: 3,
    ports: [ports.minio, ports.minioConsole],
    command: {
      directory: minio.directory,
      program: join(program, "minio"),
      args: [
        "server",
        "--address",
        new URL(url).host,
        "--console-address",
        new URL(consoleUrl).host,
        "--certs-dir",
        minio.certificates,
        minio.data,
      ],
      env: {
        PATH: process.env.PATH ?? "",
        HOME: minio.directory,
        MINIO_ROOT_USER: await secret(secrets.minioRootUser),
        MINIO_ROOT_PASSWORD: await secret(secrets.minioRootPassword),
        MINIO_KMS_SECRET_KEY: await secret(secrets.minioKmsKey),
        MINIO_BROWSER_REDIRECT_URL: consoleUrl,
        MINIO_UPDATE: "off",
      },
    },
    isReady: () => initialised(url, ca),
  };
}

/** Certificate, key and trusted authorities under the names that MinIO looks for. */
async function layCertificates(directory: string, tls: SandboxFolder["tls"]): Promise<void> {
  await privateDirectory(join(directory, "CAs"));
  const links: [from: string, to: string][] = [
    ["public.crt", tls.certificate],
    ["private.key", tls.key],
    [join("CAs", "ca.crt"), tls.caCertificate],
  ];
  for (const [name, file] of links) {
    await rm(join(directory, name), { force: true });
    await symlink(file, join(directory, name));
  }
}

/** Whether it knows its users: its health endpoints answer before that. A stranger is refused by name once it does. */
async function initialised(url: string, ca: string): Promise<boolean> {
  const stranger = new MinioAdmin({ url, ca, accessKey: "nobody", secretKey: "nobody-at-all" });
  try {
    await stranger.info();
    return true;
  } catch (error) {
    return error instanceof MinioError && error.code === "InvalidAccessKeyId";
  } finally {
    await stranger.close();
  }
}
