import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { privateDirectory, writePrivateFile } from "../private-file";
import { formatIni } from "./ini";
import type { CloudContext } from "./service";
import { services } from "./services";

/** Writes every service's configuration file; they hold passwords, so they are their owner's alone. */
export async function writeConfiguration(cloud: CloudContext): Promise<void> {
  const { folder } = cloud;
  await privateDirectory(folder.configuration);
  for (const { name, configuration } of services) {
    await writePrivateFile(join(folder.configuration, `${name}.conf`), formatIni(configuration(cloud)));
    await privateDirectory(join(folder.data(name), "locks"));
  }
}

/** The keys by which Keystone signs tokens and encrypts credentials, as its own tool makes them: 0 is the next, 1 the present one. */
export async function ensureKeystoneKeys({ folder }: CloudContext): Promise<void> {
  for (const repository of ["fernet", "credential"]) {
    const directory = await privateDirectory(folder.data(`keystone/${repository}`));
    for (const key of ["0", "1"]) {
      const file = join(directory, key);
      if (!existsSync(file)) await writePrivateFile(file, fernetKey());
    }
  }
}

/** 32 bytes in URL-safe base64 with its padding. */
const fernetKey = (): string => `${randomBytes(32).toString("base64url")}=`;
