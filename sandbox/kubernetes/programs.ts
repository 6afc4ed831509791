import { chmod, copyFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { ensurePackages, unpackPackages } from "../debian-packages";
import { type Artefact, goProgram, projectRoot } from "../engine";

/** Version of Kubernetes, as its API server says it. */
export const kubernetesVersion = "v1.36.0";

/** Programs of the module by their import paths; each is called as the last word of its path. */
const packages = [
  ...["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl"].map(
    (name) => `k8s.io/kubernetes/cmd/${name}`,
  ),
  "k8s.io/cloud-provider-openstack/cmd/openstack-cloud-controller-manager",
  ...["etcd", "coredns", "networkpolicies", "pause", "toolbox"].map((name) => `./${name}`),
];

/** Kubernetes, etcd, CoreDNS, OpenStack's cloud controller manager and our own, from one Go module. */
export function kubernetesPrograms(): Artefact {
  const version = "k8s.io/component-base/version";
  const [major = "", minor = ""] = kubernetesVersion.slice(1).split(".");
  return goProgram({
    name: "kubernetes",
    title: `Kubernetes ${kubernetesVersion}, from its Go modules`,
    usualSeconds: 340,
    module: join(projectRoot, "sandbox", "kubernetes", "go"),
    package: packages,
    output: "./",
    stamps: {
      [`${version}.gitVersion`]: kubernetesVersion,
      [`${version}.gitMajor`]: major,
      [`${version}.gitMinor`]: minor,
      [`${version}.gitTreeState`]: "clean",
    },
  });
}

const runtimePackages = ["containerd", "runc", "containernetworking-plugins", "busybox-static"];

const runtimePrograms = [
  ...["containerd", "containerd-shim-runc-v2", "ctr"].map((name) => `usr/bin/${name}`),
  "usr/sbin/runc",
  ...["ptp", "host-local", "loopback"].map((name) => `usr/lib/cni/${name}`),
  "bin/busybox",
];

/** Debian's container runtime, without its daemon; busybox is for images. */
export function containerRuntime(): Artefact {
  return {
    name: "container-runtime",
    title: "containerd and runc, from Debian's packages",
    usualSeconds: 15,
    inputs: { values: { packages: runtimePackages.join(), programs: runtimePrograms.join() } },
    async build(into, context) {
      await ensurePackages(["libseccomp2", "nftables"]); // runc is linked with the first, kube-proxy runs the second
      await unpackPackages(runtimePackages, into, context, async (unpacked) => {
        for (const path of runtimePrograms) {
          await copyFile(join(unpacked, path), join(into, basename(path)));
          await chmod(join(into, basename(path)), 0o755);
        }
      });
    },
  };
}
