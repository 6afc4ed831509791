import { createReadStream } from "node:fs";
import { basename, dirname } from "node:path";
import type { CloudApi, CloudObject } from "./api";

/** Name of the machines' image. */
export const imageName = "Debian-12";

/**
 * Uploads the machines' image unless the cloud has it, and takes away an older one, so that the name means one image.
 * @param file in the directory of its artefact, whose name says what the image is made of
 */
export async function ensureImage(api: CloudApi, file: string): Promise<void> {
  const origin = basename(dirname(file));
  const { images } = await api.send("GET", "glance", `/v2/images?name=${imageName}`);
  const present = images as (CloudObject & { origin?: string; status: string })[];
  if (present.some((image) => image.origin === origin && image.status === "active")) return;
  for (const { id } of present) await api.send("DELETE", "glance", `/v2/images/${id}`);
  const { id } = await api.send("POST", "glance", "/v2/images", {
    name: imageName,
    disk_format: "raw",
    container_format: "bare",
    visibility: "public",
    os_distro: "debian",
    os_version: "12",
    origin,
  });
  await api.upload("glance", `/v2/images/${id}/file`, createReadStream(file));
}
