import { existsSync } from "node:fs";
import type { Server } from "../server";
import { processEnvironment, python } from "./process-environment";
import type { CloudContext } from "./service";
import { keystoneUrl, serviceUser } from "./services/foundation";

/** The process that carries the packets of Neutron's networks and balances for Octavia (spe_cloud.fabric). */
export function fabricServer(cloud: CloudContext): Server {
  const { folder, addresses } = cloud;
  return {
    title: "network fabric",
    usualSeconds: 1,
    ports: [],
    command: {
      directory: folder.server("fabric"),
      program: python,
      args: ["-m", "spe_cloud.fabric"],
      env: {
        ...processEnvironment(folder, addresses),
        SPE_CLOUD_AUTH_URL: keystoneUrl(cloud),
        SPE_CLOUD_USER: serviceUser,
        SPE_CLOUD_PROJECT: "service",
        SPE_CLOUD_PASSWORD_FILE: folder.secret("service"),
        SPE_CLOUD_DATABASE_SOCKET: folder.sockets.database,
      },
    },
    isReady: async () => existsSync(folder.sockets.fabric),
  };
}
