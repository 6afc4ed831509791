import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { processEnvironment, python } from "./process-environment";
import type { CloudContext } from "./service";
import { region } from "./services/foundation";

/** Makes Keystone's administrator and the catalogue's entry of Keystone itself; the password is in the program's environment. */
export async function bootstrapKeystone({ folder, addresses, secrets }: CloudContext): Promise<void> {
  const { front, back } = addresses;
  const run = ["-m", "spe_cloud.run", "keystone.cmd.manage:main"];
  const file = ["--config-file", join(folder.configuration, "keystone.conf")];
  const options = [
    ["--bootstrap-region-id", region],
    ["--bootstrap-public-url", `https://${front}:5000/v3`],
    ["--bootstrap-internal-url", `http://${back}:5000/v3`],
  ].flat();
  await promisify(execFile)(python, [...run, ...file, "bootstrap", ...options], {
    env: { ...processEnvironment(folder, addresses), OS_BOOTSTRAP_PASSWORD: secrets.admin },
  });
}
