import { join } from "node:path";
import { mergeIni } from "../ini";
import type { Service } from "../service";
import { credentials, foundation, region, tokenCheck } from "./foundation";

export const octavia: Service = {
  name: "octavia",
  title: "Octavia",
  port: 9876,
  catalogue: { type: "load-balancer", path: "" },
  databases: ["octavia"],
  tables: [{ main: "octavia.db.migration.cli:main", args: ["upgrade", "head"] }],
  runs: { wsgi: "octavia" },
  configuration: (cloud) => {
    const { addresses, folder, secrets } = cloud;
    const { balancerAuthority, balancerAuthorityKey } = folder.tls;
    const socket = (name: string) => join(folder.sockets.directory, `octavia-${name}.socket`);
    const internal = { region_name: region, endpoint_type: "internalURL" };
    return mergeIni(foundation(cloud, "octavia"), tokenCheck(cloud, "load-balancer"), {
      api_settings: {
        api_base_uri: `https://${addresses.front}:${octavia.port}`,
        auth_strategy: "keystone",
        enabled_provider_drivers: "amphora:the fabric's balancers,octavia:the same under its old name",
        default_provider_driver: "amphora",
        allow_tls_terminated_listeners: true,
      },
      // the records of a balancer are Octavia's own; what balances is the fabric, not a machine
      controller_worker: {
        workers: 1,
        amphora_driver: "amphora_noop_driver",
        compute_driver: "spe", // spe_cloud.octavia_compute
        network_driver: "allowed_address_pairs_driver",
        loadbalancer_topology: "SINGLE",
        client_ca: balancerAuthority,
        amphora_delete_retries: 5,
        amphora_delete_retry_interval: 1,
      },
      networking: { retry_interval: 1, port_detach_timeout: 30 },
      certificates: {
        cert_manager: "barbican_cert_manager",
        cert_generator: "local_cert_generator",
        ca_certificate: balancerAuthority,
        ca_private_key: balancerAuthorityKey,
        server_certs_key_passphrase: secrets.balancers,
        ...internal,
      },
      haproxy_amphora: { server_ca: balancerAuthority, client_cert: balancerAuthority },
      health_manager: { heartbeat_key: secrets.balancers },
      oslo_messaging: { topic: "octavia" },
      task_flow: { engine: "parallel", max_workers: 5 },
      driver_agent: {
        status_socket_path: socket("status"),
        stats_socket_path: socket("stats"),
        get_socket_path: socket("get"),
      },
      service_auth: credentials(cloud),
      neutron: { ...internal, endpoint: `http://${addresses.back}:9696` },
      nova: internal,
      glance: internal,
      cinder: internal,
    });
  },
};
