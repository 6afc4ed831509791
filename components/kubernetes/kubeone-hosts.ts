import type { KubeOnePlace, KubeOnePlan } from "./kubeone-plan";

/** Where the hosts document finds the key that lets in. */
export const privateKeyFile = "id_ssh";

/**
 * `tf.json`: where the cluster is made, as `terraform output -json` would tell it (kubermatic/kubeone,
 * pkg/terraform/v1beta3/config.go). Host keys are there, without which KubeOne would log in to whatever answers.
 */
export const hostsDocument = ({ clusterName }: KubeOnePlan, { hosts, ssh, api }: KubeOnePlace): object => ({
  kubeone_api: {
    value: { endpoint: api.address, apiserver_alternative_names: [api.publicAddress] },
  },
  kubeone_hosts: {
    value: {
      control_plane: {
        cluster_name: clusterName,
        cloud_provider: "openstack",
        private_address: hosts.map(({ address }) => address),
        hostnames: hosts.map(({ name }) => name),
        operating_system: "ubuntu",
        ssh_port: 22,
        ssh_user: ssh.user,
        ssh_private_key_file: privateKeyFile,
        ssh_hosts_keys: hosts.map(({ hostKey }) => keyBlob(hostKey)),
        ...(ssh.bastion === undefined
          ? {}
          : {
              bastion: ssh.bastion.host,
              bastion_port: 22,
              bastion_user: ssh.bastion.user,
              bastion_host_key: keyBlob(ssh.bastion.hostKey),
            }),
      },
    },
  },
});

/** The key itself of `ssh-ed25519 AAAA… comment`, in base64 as JSON carries bytes of Go. */
const keyBlob = (hostKey: string): string => hostKey.trim().split(/\s+/)[1] ?? "";
