import type { CloudAddresses } from "./addresses";
import type { CloudFolder, CloudSecretName } from "./folder";
import type { Ini } from "./ini";

/** What a service's configuration depends on. */
export interface CloudContext {
  folder: CloudFolder;
  addresses: CloudAddresses;
  secrets: Record<CloudSecretName, string>;
}

export type ServiceName =
  | "keystone"
  | "placement"
  | "glance"
  | "neutron"
  | "nova"
  | "cinder"
  | "octavia"
  | "barbican";

/** A service of the cloud, as data. */
export interface Service {
  name: ServiceName;
  /** What people call it: `Keystone`. */
  title: string;
  /** Its usual port, on the front and behind it. */
  port: number;
  /** What it is in Keystone's catalogue. */
  catalogue: { type: string; path: string };
  /** Names of its databases. */
  databases: string[];
  /** Makes the tables of its databases: calls of its own tools, one after the other. */
  tables: { main: string; args: string[] }[];
  /** How it runs: a factory of spe_cloud.wsgi in gunicorn, or a function that serves by itself. */
  runs: { wsgi: string } | { main: string };
  /** Its configuration file. */
  configuration(cloud: CloudContext): Ini;
  /** Files of its package that it needs beside that, by the name that they get: `nova-paste.ini`. @default none */
  packaged?: Record<string, string>;
  /** Answers 200 once it works. @default "/" */
  healthPath?: string;
}
