import { join } from "node:path";
import type { CloudAddresses } from "./addresses";
import type { CloudFolder } from "./folder";
import { hypervisors } from "./services/nova";

/** Debian's own: the services' libraries are there and nowhere else. */
export const python = "/usr/bin/python3";

/** Folder of the package `spe_cloud`. */
export const pythonFolder = join(__dirname, "python");

/** The whole environment of everything in the cloud that is written in Python. */
export function processEnvironment(folder: CloudFolder, { prefix }: CloudAddresses): Record<string, string> {
  return {
    PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
    HOME: folder.root,
    LC_ALL: "C.UTF-8",
    PYTHONPATH: pythonFolder,
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONWARNINGS: "ignore",
    SPE_CLOUD_CONFIGURATION: folder.configuration,
    SPE_CLOUD_FOLDER: folder.data("machines"),
    SPE_CLOUD_PREFIX: prefix,
    SPE_CLOUD_FABRIC_SOCKET: folder.sockets.fabric,
    SPE_CLOUD_HYPERVISORS: hypervisors.join(" "),
  };
}
