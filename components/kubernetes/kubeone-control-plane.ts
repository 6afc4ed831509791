import type { MachineDocument } from "../cloud/machine-document";
import { apiPort } from "./kubeone-plan";

/** Port at which etcd takes its clients. */
const etcdPort = 2379;

/** Goes before the settings that every machine has, because sshd takes the first of several. */
const sshSettings = `AllowTcpForwarding local
PermitOpen *:${apiPort} *:${etcdPort}
`;

/**
 * What makes a machine one that KubeOne can work on: it asks API server and etcd through the machine's SSH (pkg/ssh/sshtunnel).
 * API servers trust the authorities of their machine where nobody says otherwise (kubeadm mounts /etc/ssl/certs).
 * @param authority PEM of the private CA that signed the certificate of the people's issuer
 */
export const controlPlaneDocument = (authority?: string): MachineDocument => ({
  files: [{ path: "/etc/ssh/sshd_config.d/05-kubeone.conf", content: sshSettings }],
  authorities: authority === undefined ? [] : [authority],
});
