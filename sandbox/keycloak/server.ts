import { copyFile, mkdir, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { Agent, request } from "undici";
import { javaProgram } from "../engine";
import type { SandboxFolder } from "../folder";
import type { Server } from "../server";

/** Client of realm `master` by which the sandbox itself administers Keycloak. */
export const adminClientId = "spe-sandbox";

/** What of the distribution is shared by every sandbox of this machine. */
const shared = ["conf", "lib", "providers", "themes"];

/**
 * Keycloak in production mode, on loopback, with the sandbox's certificate.
 * @param distribution folder of the artefact
 */
export async function keycloakServer(
  { keycloak, secrets, tls }: SandboxFolder,
  port: number,
  distribution: string,
): Promise<Server> {
  await linkDistribution(keycloak.home, distribution);
  const url = `https://127.0.0.1:${port}`;
  const ca = await readFile(tls.caCertificate, "utf8");
  return {
    title: "Keycloak",
    usualSeconds: 20,
    ports: [port],
    command: {
      directory: keycloak.directory,
      program: join(keycloak.home, "bin", "kc.sh"),
      args: [
        "start",
        "--optimized",
        "--cache=local", // one server: nothing to find others by
        "--http-host=127.0.0.1",
        `--https-port=${port}`,
        `--hostname=${url}`,
        `--https-certificate-file=${tls.certificate}`,
        `--https-certificate-key-file=${tls.key}`,
        `--truststore-paths=${tls.caCertificate}`, // its broker speaks with the stand-in, which it is itself
      ],
      env: {
        PATH: process.env.PATH ?? "",
        JAVA: javaProgram(),
        // the quick compiler alone: a sandbox lives too shortly for the thorough one to pay
        JAVA_OPTS_APPEND: "-XX:TieredStopAtLevel=1",
        // looked at when there is no administrator yet, so at the first start only
        KC_BOOTSTRAP_ADMIN_CLIENT_ID: adminClientId,
        KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: await readFile(secrets.keycloakAdmin, "utf8"),
      },
    },
    isReady: () => answers(`${url}/realms/master`, ca),
  };
}

/** Keycloak finds its folder by its own script, so the script is a file here and the rest are links. */
async function linkDistribution(home: string, distribution: string): Promise<void> {
  await mkdir(join(home, "bin"), { recursive: true });
  await mkdir(join(home, "data"), { recursive: true });
  await copyFile(join(distribution, "bin", "kc.sh"), join(home, "bin", "kc.sh"));
  for (const folder of shared) {
    await rm(join(home, folder), { force: true });
    await symlink(join(distribution, folder), join(home, folder));
  }
}

async function answers(url: string, ca: string): Promise<boolean> {
  const dispatcher = new Agent({ connect: { ca } });
  try {
    const { statusCode, body } = await request(url, { dispatcher });
    await body.dump();
    return statusCode === 200;
  } finally {
    await dispatcher.close();
  }
}
