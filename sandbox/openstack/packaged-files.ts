import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { unpackPackages } from "../debian-packages";
import type { Artefact } from "../engine";
import { openStackVersions, unpackedPackages } from "./packages";
import { services } from "./services";

/** The pipelines of the services' APIs (paste.ini) and the like, which are only in packages that bring daemons. */
export function packagedFiles(): Artefact {
  const files = Object.fromEntries(services.flatMap(({ packaged = {} }) => Object.entries(packaged)));
  return {
    name: "openstack-files",
    title: "OpenStack's API pipelines, from Debian's packages",
    usualSeconds: 10,
    inputs: { values: { ...openStackVersions(), files: JSON.stringify(files) } },
    build: (into, context) =>
      unpackPackages(unpackedPackages, into, context, async (unpacked) => {
        for (const [name, path] of Object.entries(files))
          await copyFile(join(unpacked, path), join(into, name));
      }),
  };
}
