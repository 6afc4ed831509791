import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { TenantNetwork } from "../../sandbox/kubernetes";
import type { ProjectCredential } from "../../sandbox/kubernetes/project-api";
import { CloudClient } from "./cloud-client";
import type { TestCloud } from "./test-cloud";

/** A network of the test's project with a way to the external one, as workers of a cluster stand in, and what stands there. */
export class WorkersNetwork {
  private constructor(
    readonly operator: CloudClient,
    /** What the node joins it by. */
    readonly tenant: TenantNetwork,
    private readonly routerId: string,
    /** Ids of what other specs have left in the project. */
    private readonly others: ReadonlySet<unknown>,
  ) {}

  /** @param by what the cloud controller logs in by: an application credential, or a user of the other project */
  static async make(
    { cloud, ca }: TestCloud,
    name: string,
    cidr: string,
    by: "application credential" | "password" = "application credential",
  ): Promise<WorkersNetwork> {
    const { project, userName, passwordFile } = cloud.other;
    const credential: ProjectCredential =
      by === "password"
        ? { userName, password: readFileSync(passwordFile, "utf8"), project }
        : { id: cloud.credential.id, secret: readFileSync(cloud.credential.secretFile, "utf8") };
    const identity =
      "id" in credential ? { credentialId: credential.id, secret: credential.secret } : credential;
    const operator = await CloudClient.login(cloud.authUrl, ca, identity);
    const made = async (path: string, kind: string, object: object): Promise<string> => {
      const { status, body } = await operator.send("POST", "network", `/v2.0/${path}`, { [kind]: object });
      assert.equal(status, 201, JSON.stringify(body));
      return (body[kind] as { id: string }).id;
    };
    const others = new Set<unknown>();
    for (const kind of ["networks", "subnets", "floatingips"])
      for (const { id } of await operator.list("network", `/v2.0/${kind}?project_id=${operator.projectId}`))
        others.add(id);
    const [outside] = await operator.list("network", `/v2.0/networks?name=${cloud.externalNetwork}`);
    const floatingNetworkId = outside?.id as string;
    const networkId = await made("networks", "network", { name });
    const subnet = { name, network_id: networkId, ip_version: 4, cidr };
    const subnetId = await made("subnets", "subnet", subnet);
    const gateway = { external_gateway_info: { network_id: floatingNetworkId } };
    const routerId = await made("routers", "router", { name, ...gateway });
    const leg = { subnet_id: subnetId };
    await operator.send("PUT", "network", `/v2.0/routers/${routerId}/add_router_interface`, leg);
    const tenant = { networkId, subnetId, floatingNetworkId, credential };
    return new WorkersNetwork(operator, tenant, routerId, others);
  }

  /** What the project has of a kind, `floatingips`, beside what other specs left. */
  owned = async (path: string) => {
    const all = await this.operator.list("network", `/v2.0/${path}?project_id=${this.operator.projectId}`);
    return all.filter(({ id }) => !this.others.has(id));
  };

  /** What Octavia has of a kind: `loadbalancers`. */
  balancing = (path: string) => this.operator.list("load-balancer", `/v2/lbaas/${path}`);

  async remove(): Promise<void> {
    const leg = { subnet_id: this.tenant.subnetId };
    await this.operator.send("PUT", "network", `/v2.0/routers/${this.routerId}/remove_router_interface`, leg);
    await this.operator.send("DELETE", "network", `/v2.0/routers/${this.routerId}`);
    await this.operator.send("DELETE", "network", `/v2.0/networks/${this.tenant.networkId}`);
    await this.operator.close();
  }
}

/** What is seen comes to be as it should within a minute. */
export async function eventually<T>(expected: T, look: () => Promise<T>): Promise<void> {
  const is = async () => JSON.stringify(await look()) === JSON.stringify(expected);
  for (let left = 60; left > 0 && !(await is()); left--) await wait(1_000);
  assert.deepEqual(await look(), expected);
}
