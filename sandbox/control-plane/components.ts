import { join } from "node:path";
import type { KubernetesApi } from "../kubernetes/api";
import type { ClusterFolder } from "../kubernetes/cluster-folder";
import {
  type Component,
  type ControlPlaneName,
  controlPlaneComponents,
  given,
} from "../kubernetes/control-plane";
import type { Ports } from "../ports";
import type { Server } from "../server";

export type PartName = ControlPlaneName | "kwok";

/** The ports that it has. */
export type ControlPlanePorts = Pick<Ports, "kubernetes" | "etcd" | "etcdPeers">;

/** Folders of the programs that it is made of. */
export interface ControlPlanePrograms {
  kubernetes: string;
  kwok: string;
}

/** Nothing of it is reached from another machine. */
export const address = "127.0.0.1";

/** kwok's configuration in the control plane's folder. */
export const stagesFile = ({ configuration }: ClusterFolder): string => join(configuration, "stages.yaml");

/** Everything that runs, as processes of whoever starts it. */
export function components(
  folder: ClusterFolder,
  { kubernetes, etcd, etcdPeers }: ControlPlanePorts,
  programs: ControlPlanePrograms,
): Record<PartName, Component> {
  const {
    "kube-apiserver": api,
    "kube-controller-manager": controllers,
    "kube-scheduler": scheduler,
    ...database
  } = controlPlaneComponents({
    programs: programs.kubernetes,
    configuration: folder.configuration,
    address,
    ports: { api: kubernetes, etcd, etcdPeers },
    etcdData: folder.data("etcd"),
    auditLog: join(folder.data("audit"), "audit.log"),
  });
  return {
    ...database,
    "kube-apiserver": {
      ...api,
      // no pod asks for the service "kubernetes", whose endpoint may not be on loopback
      options: { ...api.options, "endpoint-reconciler-type": "none" },
    },
    "kube-controller-manager": {
      ...controllers,
      options: {
        ...controllers.options,
        "secure-port": "0",
        "flex-volume-plugin-dir": join(folder.root, "volume-plugins"), // its own default only root may make
      },
    },
    "kube-scheduler": { ...scheduler, options: { ...scheduler.options, "secure-port": "0" } },
    kwok: {
      title: "kwok",
      program: join(programs.kwok, "kwok"),
      options: {
        kubeconfig: join(folder.configuration, "kwok.kubeconfig"),
        config: stagesFile(folder),
        "manage-all-nodes": "true",
        cidr: "172.25.0.0/16", // addresses that pods are said to have; nothing is there
        // no server of its own: with a port of nodes it would listen on every address
        "node-port": "0",
        "server-address": "",
      },
    },
  };
}

/** How one of them is run. */
export function partServer(
  name: PartName,
  { title, program, options }: Component,
  folder: ClusterFolder,
  { kubernetes, etcd, etcdPeers }: ControlPlanePorts,
  api: KubernetesApi,
): Server {
  const ports: Partial<Record<PartName, number[]>> = {
    etcd: [etcd, etcdPeers],
    "kube-apiserver": [kubernetes],
  };
  return {
    title,
    usualSeconds: 2,
    ports: ports[name] ?? [],
    command: {
      directory: folder.server(name),
      program,
      args: given(options),
      // kwok also reads what the home folder has of it
      env: { PATH: "/usr/bin:/bin", HOME: folder.root },
    },
    // the others are asked nothing: whether they work is seen by what the cluster does
    isReady: async () => name !== "kube-apiserver" || api.isReady(),
  };
}
