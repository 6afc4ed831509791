import { join } from "node:path";
import { mergeIni } from "../ini";
import type { Service } from "../service";
import { credentials, foundation, tokenCheck } from "./foundation";

export const neutron: Service = {
  name: "neutron",
  title: "Neutron",
  port: 9696,
  catalogue: { type: "network", path: "" },
  databases: ["neutron"],
  tables: [{ main: "neutron.db.migration.cli:main", args: ["upgrade", "heads"] }],
  runs: { main: "neutron.cmd.eventlet.server:main" },
  packaged: { "neutron-paste.ini": "usr/share/neutron-common/api-paste.ini" },
  configuration: (cloud) => {
    const { addresses, folder } = cloud;
    return mergeIni(foundation(cloud, "neutron"), tokenCheck(cloud, "network"), {
      DEFAULT: {
        bind_host: addresses.back,
        bind_port: neutron.port,
        api_workers: 0,
        rpc_workers: 0,
        rpc_state_report_workers: 0,
        api_paste_config: join(folder.configuration, "neutron-paste.ini"),
        auth_strategy: "keystone",
        core_plugin: "ml2",
        service_plugins: "router",
        dhcp_agent_notification: false,
        notify_nova_on_port_status_changes: true,
        notify_nova_on_port_data_changes: true,
        send_events_interval: 1,
        dns_domain: "cloud.test.",
      },
      nova: { ...credentials(cloud), endpoint_type: "internal" },
      placement: { ...credentials(cloud), endpoint_type: "internal" },
      quotas: {
        quota_network: 10,
        quota_subnet: 20,
        quota_port: 200,
        quota_router: 10,
        quota_floatingip: 20,
        quota_security_group: 50,
        quota_security_group_rule: 500,
      },
      ml2: {
        type_drivers: "flat,vxlan",
        tenant_network_types: "vxlan",
        mechanism_drivers: "spe", // spe_cloud.mechanism
        extension_drivers: "port_security,dns",
      },
      ml2_type_flat: { flat_networks: "*" },
      ml2_type_vxlan: { vni_ranges: "1:10000" },
    });
  },
};
