import type { CloudClient } from "./cloud-client";

/** Ids of all that a project and its user have at a cloud, by the API that tells. */
export async function cloudInventory(client: CloudClient): Promise<Record<string, string[]>> {
  const user = `/users/${client.userId}`;
  const owned = `project_id=${client.projectId}`;
  const lists: Parameters<CloudClient["list"]>[] = [
    ["network", `/v2.0/networks?${owned}`],
    ["network", `/v2.0/subnets?${owned}`],
    ["network", `/v2.0/routers?${owned}`],
    ["network", `/v2.0/ports?${owned}`],
    ["network", `/v2.0/floatingips?${owned}`],
    ["network", `/v2.0/security-groups?${owned}`],
    ["compute", "/os-server-groups"],
    ["compute", "/servers"],
    ["load-balancer", "/v2/lbaas/loadbalancers"],
    ["key-manager", "/v1/secrets"],
    ["key-manager", "/v1/containers"],
    ["identity", `${user}/application_credentials`],
    ["identity", `${user}/access_rules`],
  ];
  const found = await Promise.all(
    lists.map(async ([service, path]) => {
      const things = await client.list(service, path);
      const ids = things.map((it) => String(it.id ?? it.secret_ref ?? it.container_ref)).sort();
      return [`${service} ${path.replace(/\?.*/, "").replace(/.*\//, "")}`, ids];
    }),
  );
  return Object.fromEntries(found);
}
