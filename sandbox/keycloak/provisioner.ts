import type { Administration } from "./administration";

/** Client of realm `master` with which programs make realms: as docs say for a real site, and nothing more. */
export const provisionerClientId = "spe-provisioner";

/** Makes the provisioner unless it is there: a service account that may create realms and manage those it created. */
export async function ensureProvisioner(keycloak: Administration, secret: string): Promise<void> {
  const found = await keycloak.get<{ id: string }[]>(`/master/clients?clientId=${provisionerClientId}`);
  const id =
    found?.[0]?.id ??
    (await keycloak.post("/master/clients", {
      clientId: provisionerClientId,
      description: "makes the realms of environments",
      publicClient: false,
      secret,
      serviceAccountsEnabled: true,
      standardFlowEnabled: false,
      directAccessGrantsEnabled: false,
      // its rights are looked up with each request: in an ordinary token those in a realm made since would be missing
      attributes: { "client.use.lightweight.access.token.enabled": "true" },
    }));
  const account = await keycloak.get<{ id: string }>(`/master/clients/${id}/service-account-user`);
  const role = await keycloak.get("/master/roles/create-realm");
  // giving a role that is given already changes nothing
  await keycloak.post(`/master/users/${account?.id}/role-mappings/realm`, [role]);
}
