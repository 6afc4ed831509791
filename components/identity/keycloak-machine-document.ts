import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MachineDocument, MachineFile, MachineUnit } from "../cloud/machine-document";
import type { KeycloakMachineArgs } from "./keycloak-machine-args";
import { keycloakPlaces, keycloakPorts, keycloakUser } from "./keycloak-machine-places";
import { backupScript, databaseScript, setUpScript, startScript } from "./keycloak-machine-scripts";
import {
  backupTimer,
  backupUnit,
  databaseAccessRules,
  databaseUnit,
  keycloakUnit,
} from "./keycloak-machine-units";

/** Program that starts Keycloak when its secrets are there. */
export const keycloakStart = `${keycloakPlaces.programs}/start`;

type DocumentArgs = Pick<
  KeycloakMachineArgs,
  "distribution" | "url" | "tls" | "backup" | "authorities" | "heapMib"
>;

/** What makes a machine a Keycloak. The server is not started by it: its secrets come afterwards. */
export function keycloakMachineDocument(args: DocumentArgs): MachineDocument {
  const { distribution, url, tls, backup, authorities = [], heapMib = 768 } = args;
  const isProxied = "trustedProxies" in tls;
  const program = (name: string, content: string, mode = "0700"): MachineFile => ({
    path: `${keycloakPlaces.programs}/${name}`,
    content,
    mode,
  });
  return {
    files: [
      { path: keycloakPlaces.configuration, content: configuration(url, tls) },
      { path: keycloakPlaces.databaseAccess, content: databaseAccessRules },
      // what postgres runs
      program("database", databaseScript, "0755"),
      program("set-up", setUpScript),
      program("start", startScript(url, isProxied, heapMib)),
      program("provisioner.py", provisionerProgram(url, isProxied)),
      ...(backup === undefined ? [] : [program("backup", backupScript(backup.bucket), "0755")]),
    ],
    artefacts: [{ ...distribution, path: keycloakPlaces.unpacked, unpack: true }],
    users: [{ name: keycloakUser, publicKeys: [], shell: "/usr/sbin/nologin" }],
    commands: [[`${keycloakPlaces.programs}/set-up`]],
    units: [
      { name: "keycloak-database.service", content: databaseUnit },
      { name: "keycloak.service", content: keycloakUnit(heapMib), start: false },
      ...(backup === undefined ? [] : backupUnits),
    ],
    authorities,
  };
}

const backupUnits: MachineUnit[] = [
  { name: "keycloak-backup.service", content: backupUnit, start: false },
  { name: "keycloak-backup.timer", content: backupTimer },
];

/** Keycloak's own file of settings; what is decided when it is built stands there too. */
export const configuration = (url: string, tls: KeycloakMachineArgs["tls"]): string =>
  [
    "db=postgres",
    "db-url=jdbc:postgresql://127.0.0.1:5432/keycloak",
    "db-username=keycloak",
    "cache=local", // one server: nothing to find others by
    `hostname=${url}`,
    "health-enabled=true",
    "http-management-scheme=http",
    "http-management-host=127.0.0.1",
    "truststore-paths=/etc/ssl/certs/ca-certificates.crt",
    ...("trustedProxies" in tls
      ? [
          "http-enabled=true",
          `http-port=${keycloakPorts.http}`,
          "proxy-headers=xforwarded", // what the edge's balancers send
          `proxy-trusted-addresses=${tls.trustedProxies.join(",")}`,
        ]
      : [
          "http-enabled=false",
          `https-port=${keycloakPorts.https}`,
          `https-certificate-file=${keycloakPlaces.certificate}`,
          `https-certificate-key-file=${keycloakPlaces.privateKey}`,
        ]),
    "",
  ].join("\n");

/** The program that makes the provisioner, with where Keycloak is. */
function provisionerProgram(url: string, isProxied: boolean): string {
  const program = readFileSync(join(__dirname, "keycloak-provisioner.py"), "utf8");
  const place = {
    host: url.replace("https://", "").replace(/:\d+$/, ""),
    port: isProxied ? keycloakPorts.http : keycloakPorts.https,
    tls: !isProxied,
    provisioner: keycloakPlaces.provisioner,
  };
  // a text of JSON in JSON is a text in Python too
  return `${program}\n\nsettle(json.loads(${JSON.stringify(JSON.stringify(place))}), sys.argv[1:])\n`;
}
