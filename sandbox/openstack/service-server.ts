import { join } from "node:path";
import type { Server } from "../server";
import { processEnvironment, python } from "./process-environment";
import type { CloudContext, Service } from "./service";

/** How a service of the cloud is run. */
export function serviceServer(service: Service, { folder, addresses }: CloudContext): Server {
  const { name, title, port, runs, healthPath = "/" } = service;
  const address = `${addresses.back}:${port}`;
  return {
    title,
    usualSeconds: 12,
    ports: [], // nobody else has this cloud's addresses
    command: {
      directory: folder.server(name),
      program: python,
      args:
        "wsgi" in runs
          ? gunicorn(address, runs.wsgi)
          : ["-m", "spe_cloud.run", runs.main, "--config-file", join(folder.configuration, `${name}.conf`)],
      env: processEnvironment(folder, addresses),
    },
    isReady: () => answers(`http://${address}${healthPath}`),
  };
}

const gunicorn = (address: string, factory: string): string[] => [
  "-m",
  "gunicorn",
  "--workers=1",
  "--worker-class=gthread",
  "--threads=8",
  "--timeout=120",
  "--worker-tmp-dir=/dev/shm",
  `--bind=${address}`,
  `spe_cloud.wsgi:${factory}()`,
];

/** An API asks for a token, or lists its versions, once it works. */
async function answers(url: string): Promise<boolean> {
  const { status } = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  return [200, 300, 401].includes(status);
}
