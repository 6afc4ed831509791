import { copyFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
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
    async build(into, { run }) {
      const packages = join(into, "packages");
      const unpacked = join(packages, "unpacked");
      await run("mkdir", ["-p", unpacked]);
      // as root: apt's own user may not write there
      await run("apt-get", ["-o", "APT::Sandbox::User=root", "download", ...unpackedPackages], {
        cwd: packages,
      });
      for (const name of await readdir(packages)) {
        if (name.endsWith(".deb")) await run("dpkg-deb", ["-x", join(packages, name), unpacked]);
      }
      for (const [name, path] of Object.entries(files))
        await copyFile(join(unpacked, path), join(into, name));
      await rm(packages, { recursive: true });
    },
  };
}
