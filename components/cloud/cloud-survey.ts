import { CloudChannel, type CloudRequest, type CloudScope } from "./cloud-channel";
import { CloudError } from "./cloud-error";

/** The cloud to look at, by an application credential; in plain, for what runs outside of resources. */
export interface SurveyedCloud {
  /** Address of Keystone, `https://cloud.example.org:5000/v3`. */
  authUrl: string;
  region: string;
  applicationCredentialId: string;
  applicationCredentialSecret: string;
  /** PEM of the private CA that signed the API's certificate. @default the authorities that Node knows */
  certificateAuthority?: string | undefined;
}

/** Something with a name. */
export interface Named {
  id: string;
  name: string;
}

/** An image in Glance. */
export interface FoundImage extends Named {
  /** `active` when it can be booted; `queued`, `saving`, `deactivated`, … */
  status: string;
}

/** A flavor in Nova. */
export interface FoundFlavor extends Named {
  vcpus: number;
  /** MiB. */
  ram: number;
}

/** A subnet in Neutron. */
export interface FoundSubnet extends Named {
  cidr: string;
  tags: string[];
  /** OpenStack project that it belongs to. */
  project_id: string;
}

/** What a project may have of something, and has; a limit below 0 is none. */
export interface Allowance {
  limit: number;
  used: number;
}

/** What is limited for a project. */
export type Limited = "instances" | "cores" | "ram" | "volumes" | "gigabytes" | "addresses";

/** Seconds that a service may take to begin its answer. */
const answerSeconds = 10;

/** What a cloud has, and what a project of it may have, as its member is told. Changes nothing. */
export class CloudSurvey {
  private readonly channel: CloudChannel;

  constructor({ certificateAuthority = "", ...cloud }: SurveyedCloud) {
    const noPassword = { projectName: "", userName: "", domainName: "", password: "" };
    this.channel = new CloudChannel({ ...cloud, ...noPassword, certificateAuthority }, answerSeconds);
  }

  /**
   * The project of the credential; the lightest call that proves address, certificate and credential.
   * @throws CloudError
   */
  scope(): Promise<CloudScope> {
    return this.channel.scope();
  }

  /** Networks that lead outside. */
  externalNetworks(): Promise<Named[]> {
    const path = "/v2.0/networks?router:external=true&fields=id&fields=name";
    return this.list("list the external networks", "network", path, "networks");
  }

  /** Routers that the project may use. */
  routers(): Promise<Named[]> {
    return this.list("list the routers", "network", "/v2.0/routers?fields=id&fields=name", "routers");
  }

  /** Subnets that the project sees: its own, and shared ones. */
  subnets(): Promise<FoundSubnet[]> {
    const fields = ["id", "name", "cidr", "tags", "project_id"].map((it) => `fields=${it}`).join("&");
    return this.list("list the subnets", "network", `/v2.0/subnets?${fields}`, "subnets");
  }

  /** Ids of the subnets that a router joins. */
  async joinedSubnets(routerId: string): Promise<string[]> {
    const path = `/v2.0/ports?device_id=${routerId}&fields=fixed_ips`;
    const ports = await this.list<RouterPort>("list the router's ports", "network", path, "ports");
    return ports.flatMap(({ fixed_ips }) => fixed_ips.map(({ subnet_id }) => subnet_id));
  }

  /** Which of the names a machine's port has, where a machine has it. */
  async machinePorts(names: readonly string[]): Promise<string[]> {
    const wanted = names.map((name) => `name=${encodeURIComponent(name)}`).join("&");
    const path = `/v2.0/ports?${wanted}&fields=name&fields=device_id`;
    const ports = await this.list<MachinePort>("look for the machines' ports", "network", path, "ports");
    return ports.filter(({ device_id }) => device_id !== "").map(({ name }) => name);
  }

  /** Images of a name. */
  images(name: string): Promise<FoundImage[]> {
    const path = `/v2/images?name=${encodeURIComponent(name)}`;
    return this.list(`look for the image "${name}"`, "image", path, "images");
  }

  /** Images that can be booted, the newest hundred. */
  activeImages(): Promise<FoundImage[]> {
    return this.list("list the images", "image", "/v2/images?status=active&limit=100", "images");
  }

  flavors(): Promise<FoundFlavor[]> {
    return this.list("list the flavors", "compute", "/flavors/detail", "flavors");
  }

  volumeTypes(): Promise<Named[]> {
    return this.list("list the volume types", "volumev3", "/types", "volume_types");
  }

  /** Whether volumes of a type are encrypted; undefined where the cloud tells administrators alone, which is its default. */
  async encrypts(volumeTypeId: string): Promise<boolean | undefined> {
    const path = `/types/${volumeTypeId}/encryption`;
    const answer = await this.told("look at a volume type's encryption", "volumev3", path);
    return answer === undefined ? undefined : typeof Object(answer).provider === "string";
  }

  /** Names of the project's machines. */
  async machineNames(): Promise<string[]> {
    const machines = await this.list<Named>("list the machines", "compute", "/servers", "servers");
    return machines.map(({ name }) => name);
  }

  /** Names of the project's volumes. */
  async volumeNames(): Promise<string[]> {
    const volumes = await this.list<Named>("list the volumes", "volumev3", "/volumes", "volumes");
    return volumes.map(({ name }) => name);
  }

  /** Tags of the project's floating addresses. */
  async addressTags(): Promise<string[][]> {
    const path = "/v2.0/floatingips?fields=tags";
    const found = await this.list<Tagged>("list the floating addresses", "network", path, "floatingips");
    return found.map(({ tags }) => tags);
  }

  /** What the project may have; what the cloud does not tell its members is missing. */
  async allowances(projectId: string): Promise<Partial<Record<Limited, Allowance>>> {
    const [compute, volumes, network] = await Promise.all([
      this.told("tell the limits of machines", "compute", "/limits"),
      this.told("tell the limits of volumes", "volumev3", "/limits"),
      this.told("tell the limits of networks", "network", `/v2.0/quotas/${projectId}/details.json`),
    ]);
    const ofCompute = absolute(compute);
    const ofVolumes = absolute(volumes);
    const { quota } = (network ?? {}) as { quota?: { floatingip?: Allowance } };
    return withoutUnknown({
      instances: { limit: ofCompute.maxTotalInstances, used: ofCompute.totalInstancesUsed },
      cores: { limit: ofCompute.maxTotalCores, used: ofCompute.totalCoresUsed },
      ram: { limit: ofCompute.maxTotalRAMSize, used: ofCompute.totalRAMUsed },
      volumes: { limit: ofVolumes.maxTotalVolumes, used: ofVolumes.totalVolumesUsed },
      gigabytes: { limit: ofVolumes.maxTotalVolumeGigabytes, used: ofVolumes.totalGigabytesUsed },
      addresses: { limit: quota?.floatingip?.limit, used: quota?.floatingip?.used },
    });
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.channel.close();
  }

  private async list<Item>(
    does: string,
    service: CloudRequest["service"],
    path: string,
    key: string,
  ): Promise<Item[]> {
    const answer = await this.channel.send({ does, service, method: "GET", path });
    const found = (answer as Record<string, unknown> | undefined)?.[key];
    if (Array.isArray(found)) return found;
    throw new CloudError(`the cloud's API was asked to ${does}, and its answer has no "${key}"`, 0);
  }

  /** An answer that a cloud may keep from members, or not know. */
  private async told(does: string, service: CloudRequest["service"], path: string): Promise<unknown> {
    try {
      return await this.channel.send({ does, service, method: "GET", path });
    } catch (error) {
      if (error instanceof CloudError && (error.status === 403 || error.status === 404)) return undefined;
      throw error;
    }
  }
}

interface RouterPort {
  fixed_ips: { subnet_id: string }[];
}

interface MachinePort {
  name: string;
  device_id: string;
}

interface Tagged {
  tags: string[];
}

/** The limits as Nova and Cinder write them, `{ "limits": { "absolute": { "maxTotalCores": 40, … } } }`. */
const absolute = (answer: unknown): Record<string, number | undefined> =>
  (answer as { limits?: { absolute?: Record<string, number> } } | undefined)?.limits?.absolute ?? {};

function withoutUnknown(
  found: Record<Limited, Partial<Record<keyof Allowance, number | undefined>>>,
): Partial<Record<Limited, Allowance>> {
  return Object.fromEntries(
    Object.entries(found).filter(([, { limit, used }]) => limit !== undefined && used !== undefined),
  );
}
