import type { CloudAddresses } from "./addresses";
import type { CloudApi } from "./api";
import type { CloudSecretName } from "./folder";
import type { CloudContext } from "./service";
import { services } from "./services";
import { region, serviceUser } from "./services/foundation";

/** A project with the one person who may work in it. */
export interface Tenant {
  project: string;
  user: string;
  secret: CloudSecretName;
}

/** The project of the environment. */
export const ownTenant: Tenant = { project: "heart-cloud", user: "spe-operator", secret: "operator" };

/** Another one, for the tests of what separates them. */
export const otherTenant: Tenant = {
  project: "other-cloud",
  user: "other-operator",
  secret: "other-operator",
};

export const tenants = [ownTenant, otherTenant];

/** Roles that a member has as well: load balancers and secrets are every member's, as on de.NBI's clouds. */
const impliedByMember = ["load-balancer_member", "creator"];

/** Fills Keystone: roles, projects, users and the catalogue. */
export async function ensureIdentityContent(
  api: CloudApi,
  { addresses, secrets }: CloudContext,
): Promise<void> {
  const roles = await ensureRoles(api);
  await ensureUser(api, "service", serviceUser, secrets.service, [roles.admin, roles.service]);
  for (const { project, user, secret } of tenants) {
    await ensureUser(api, project, user, secrets[secret], [roles.member]);
  }
  await ensureCatalogue(api, addresses);
}

async function ensureRoles(api: CloudApi): Promise<Record<"admin" | "member" | "service", string>> {
  const role = async (name: string) => (await api.ensure("keystone", "/v3/roles", "role", { name })).id;
  const member = await role("member");
  for (const name of impliedByMember) {
    await api.join("keystone", `/v3/roles/${member}/implies/${await role(name)}`);
  }
  return { admin: await role("admin"), member, service: await role("service") };
}

async function ensureUser(
  api: CloudApi,
  project: string,
  name: string,
  password: string,
  roles: string[],
): Promise<void> {
  const domain = { domain_id: "default" };
  const { id: projectId } = await api.ensure("keystone", "/v3/projects", "project", {
    name: project,
    ...domain,
  });
  const { id } = await api.ensure("keystone", "/v3/users", "user", { name, password, ...domain });
  for (const role of roles) {
    await api.join("keystone", `/v3/projects/${projectId}/users/${id}/roles/${role}`);
  }
}

/** Each service with its front, for everybody, and what is behind it, for the other services. */
async function ensureCatalogue(api: CloudApi, { front, back }: CloudAddresses): Promise<void> {
  const endpoints = ((await api.send("GET", "keystone", "/v3/endpoints")).endpoints ?? []) as {
    service_id: string;
    interface: string;
  }[];
  for (const { name, port, catalogue } of services) {
    const service = await api.ensure("keystone", "/v3/services", "service", { name, type: catalogue.type });
    const urls = { public: `https://${front}:${port}`, internal: `http://${back}:${port}` };
    for (const [kind, url] of Object.entries(urls)) {
      if (endpoints.some((known) => known.service_id === service.id && known.interface === kind)) continue;
      const endpoint = {
        interface: kind,
        url: url + catalogue.path,
        service_id: service.id,
        region_id: region,
      };
      await api.send("POST", "keystone", "/v3/endpoints", { endpoint });
    }
  }
}
