/** A stand-in for the services of a cloud that answers as it is told; the real ones are asked in test/integration. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { cloudProblems } from "../../infra/preflight/cloud";
import { parseSettings } from "../../infra/settings";
import { changed } from "../infra/settings/right-settings";

/** What is answered to a path: a body with status 200, or a status. */
type Answer = object | number;

export const projectId = "p-1";

const absolute = (limits: Record<string, number>) => ({ limits: { absolute: limits } });

/** A cloud that has all that the settings of `right()` need, under de.NBI's names. */
const everything = (): Record<string, Answer> => ({
  "/network/v2.0/networks": { networks: [{ id: "n-1", name: "external" }] },
  "/network/v2.0/routers": { routers: [{ id: "r-1", name: "heart_router" }] },
  "/network/v2.0/ports": { ports: [{ fixed_ips: [{ subnet_id: "s-far" }] }] },
  "/network/v2.0/subnets": { subnets: [] },
  "/network/v2.0/floatingips": { floatingips: [] },
  [`/network/v2.0/quotas/${projectId}/details.json`]: { quota: { floatingip: { limit: 2, used: 1 } } },
  "/image/v2/images": {
    images: [{ id: "i-1", name: "Ubuntu 24.04 LTS (2024-07-03)", status: "active" }],
  },
  "/compute/flavors/detail": {
    flavors: [
      { id: "f-1", name: "de.NBI mini", vcpus: 2, ram: 4096 },
      { id: "f-2", name: "de.NBI default", vcpus: 4, ram: 8192 },
    ],
  },
  "/compute/servers": { servers: [] },
  "/compute/limits": absolute({
    ...{ maxTotalInstances: 10, totalInstancesUsed: 8, maxTotalCores: 20, totalCoresUsed: 16 },
    ...{ maxTotalRAMSize: 16384, totalRAMUsed: 8192 },
  }),
  "/volume/types": { volume_types: [{ id: "t-1", name: "LUKS" }] },
  "/volume/types/t-1/encryption": 403,
  "/volume/volumes": { volumes: [] },
  "/volume/limits": absolute({
    ...{ maxTotalVolumes: 13, totalVolumesUsed: 10, maxTotalVolumeGigabytes: 550, totalGigabytesUsed: 500 },
  }),
});

/** The stand-in. */
export class SurveyedCloud {
  /** Paths that were asked, without what follows a question mark. */
  readonly asked: string[] = [];
  answers = everything();
  /** Keystone's answer to a login, where it refuses. */
  refusal: { status: number; message: string } | undefined;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const path = (request.url ?? "").replace(/\?.*/, "");
      this.asked.push(path);
      const answer = path === "/v3/auth/tokens" ? this.login() : (this.answers[path] ?? 404);
      const [status, body] =
        typeof answer === "number" ? [answer, { error: { message: "it says no" } }] : [200, answer];
      request
        .resume()
        .on("end", () =>
          response
            .writeHead(status, { "Content-Type": "application/json", "X-Subject-Token": "token" })
            .end(JSON.stringify(this.refusal && path === "/v3/auth/tokens" ? { error: this.refusal } : body)),
        );
    });
  }

  async start(): Promise<void> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
  }

  stop(): void {
    this.server.close();
  }

  get authUrl(): string {
    return `${this.url}/v3`;
  }

  private get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private login(): Answer {
    if (this.refusal) return this.refusal.status;
    const services = { compute: "compute", image: "image", network: "network", volumev3: "volume" };
    const catalog = Object.entries(services).map(([type, path]) => ({
      type,
      endpoints: [{ interface: "public", region_id: "Bielefeld", url: `${this.url}/${path}` }],
    }));
    return { token: { catalog, project: { id: projectId, name: "heart-cloud" } } };
  }
}

/** Problems that the right settings, with some changed, have at a cloud. */
export async function problemsAt(
  cloud: SurveyedCloud,
  changes: Record<string, unknown> = {},
  authUrl = cloud.authUrl,
): Promise<string[]> {
  const settings = parseSettings(changed(changes));
  if (settings.cloud === undefined) throw new Error("the right settings have no cloud");
  return cloudProblems({ ...settings, cloud: { ...settings.cloud, authUrl } }, "a-secret", undefined);
}
