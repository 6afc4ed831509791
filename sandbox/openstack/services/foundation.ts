import { join } from "node:path";
import type { Ini, IniValue } from "../ini";
import type { CloudContext, ServiceName } from "../service";

export const region = "Sandbox";

/** The user by which services call each other. */
export const serviceUser = "services";

/** Keystone for the services themselves, without TLS. */
export const keystoneUrl = ({ addresses }: CloudContext): string => `http://${addresses.back}:5000/v3`;

/** How a service reaches a database. MariaDB lets in by the socket whoever is root, and has no passwords. */
export const databaseUrl = ({ folder }: CloudContext, database: string): string =>
  `mysql+pymysql://root@localhost/${database}?charset=utf8&unix_socket=${folder.sockets.database}`;

/** What every service has in common. */
export function foundation(cloud: CloudContext, name: ServiceName): Ini {
  return {
    DEFAULT: {
      transport_url: "fake:///", // each project's services are one process
      state_path: cloud.folder.data(name),
      default_log_levels: [
        "sqlalchemy",
        "oslo.messaging",
        "eventlet.wsgi.server",
        "urllib3",
        "keystonemiddleware",
        "stevedore",
        "taskflow",
      ]
        .map((logger) => `${logger}=WARN`)
        .join(),
    },
    database: { connection: databaseUrl(cloud, name), max_retries: -1 },
    oslo_concurrency: { lock_path: join(cloud.folder.data(name), "locks") },
    oslo_messaging_notifications: { driver: "noop" },
    oslo_middleware: { enable_proxy_headers_parsing: true },
    oslo_policy: { enforce_scope: false, enforce_new_defaults: false },
  };
}

/** The credentials by which one service calls another. */
export function credentials(cloud: CloudContext): Record<string, IniValue> {
  return {
    auth_url: keystoneUrl(cloud),
    auth_type: "password",
    username: serviceUser,
    password: cloud.secrets.service,
    project_name: "service",
    user_domain_id: "default",
    project_domain_id: "default",
    region_name: region,
  };
}

/** How a service checks the tokens of its callers. */
export function tokenCheck(cloud: CloudContext, type: string): Ini {
  return {
    keystone_authtoken: {
      ...credentials(cloud),
      service_type: type,
      interface: "internal",
      www_authenticate_uri: `https://${cloud.addresses.front}:5000/v3`,
      service_token_roles_required: true,
    },
  };
}

/** Where the keys of encrypted volumes are. */
export function keysOfVolumes(cloud: CloudContext): Ini {
  return {
    key_manager: { backend: "barbican" },
    barbican: {
      auth_endpoint: keystoneUrl(cloud),
      barbican_endpoint_type: "internal",
      barbican_region_name: region,
    },
  };
}
