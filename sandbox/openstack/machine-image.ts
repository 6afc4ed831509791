import { join } from "node:path";
import type { Artefact } from "../engine";

/** Name of the image's file in its artefact. */
export const machineImageFile = "debian-12.tar.zst";

/** What a machine has; nothing else is installed when it runs, since it reaches no package registry. */
const packages = [
  // a Debian that boots, that one can log in to and that sets itself up
  ["systemd", "systemd-sysv", "libpam-systemd", "dbus", "openssh-server", "cloud-init", "sudo", "locales"],
  ["python3", "python3-apt", "curl", "ca-certificates", "openssl", "rsync", "less", "procps"],
  ["iproute2", "iputils-ping", "netbase", "nftables"],
  ["acl", "e2fsprogs", "fdisk", "mount", "fuse3", "unzip", "xz-utils", "zstd"],
  // what the components run: mounted buckets, Keycloak with its database, front ends
  ["rclone", "postgresql", "openjdk-17-jre-headless", "nginx-light", "haproxy"],
].flat();

/** The root file system of the sandbox's machines: Debian 12, made by mmdebstrap of root. */
export function machineImage(): Artefact {
  const image = (name: string) => join(__dirname, "image", name);
  return {
    name: "machine-image",
    title: "Debian 12 for machines",
    usualSeconds: 100,
    inputs: { files: [image("build.sh"), image("customize.sh")], values: { packages: packages.join(" ") } },
    build: (into, { run }) => run(image("build.sh"), [join(into, machineImageFile), ...packages]),
  };
}
