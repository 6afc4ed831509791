import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { writePrivateFile } from "../private-file";
import { CloudApi } from "./api";
import { ownTenant } from "./identity-content";
import type { CloudContext } from "./service";

const name = "spe-environment";

/**
 * The application credential by which the environment works in its project, as on a site whose people log in elsewhere and
 * have no passwords. It may make others (`unrestricted`), which the environment gives to its parts.
 */
export async function ensureCredential({ folder, addresses, secrets }: CloudContext): Promise<void> {
  const { id: idFile, secret: secretFile } = folder.credential;
  if (existsSync(idFile) && existsSync(secretFile)) return;
  const { user, project } = ownTenant;
  const api = await CloudApi.login(addresses.back, user, project, secrets.operator);
  const path = `/v3/users/${api.userId}/application_credentials`;
  const former = await api.find("keystone", path, name);
  if (former) await api.send("DELETE", "keystone", `${path}/${former.id}`);
  const secret = randomBytes(32).toString("base64url");
  const { id } = await api.ensure("keystone", path, "application_credential", {
    name,
    secret,
    unrestricted: true,
  });
  await writePrivateFile(secretFile, secret);
  await writePrivateFile(idFile, id);
}
