import { MinioAdmin } from "../../components";
import type { StorageSettings } from "../settings";

/**
 * What stands in the way of the buckets.
 * @param keys of an administrator
 * @param ca PEM of the private authority that signed the server's certificate
 * @throws MinioError
 */
export async function minioProblems(
  { server }: StorageSettings,
  keys: { accessKey: string; secretKey: string },
  ca: string | undefined,
): Promise<string[]> {
  const { url, region, kmsKey } = server;
  const admin = new MinioAdmin({ url, region, ca, ...keys });
  try {
    const { region: found } = await admin.info();
    return [
      ...(found === region
        ? []
        : [`storage.server.region: ${url} has the region "${found}", not "${region}"`]),
      ...((await admin.hasKmsKey(kmsKey))
        ? []
        : [
            `storage.server.kmsKey: the KMS of ${url} has no key "${kmsKey}"; make it there, or name another`,
          ]),
    ];
  } finally {
    await admin.close();
  }
}
