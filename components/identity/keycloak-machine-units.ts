import { hardening } from "../cloud/server-machine";
import { keycloakPlaces, keycloakUser } from "./keycloak-machine-places";

const { volume, database, socket, home, configuration, databaseAccess, databaseEnvironment, programs } =
  keycloakPlaces;

/** PostgreSQL with its data on the volume; by the network it answers this machine alone. */
export const databaseUnit = `[Unit]
Description=Keycloak's database
RequiresMountsFor=${volume}

[Service]
Type=notify
User=postgres
RuntimeDirectory=${socket.replace("/run/", "")}
ExecStart=${programs}/database -D ${database} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${socket} -c hba_file=${databaseAccess}
# ends sessions and writes what is in memory
KillSignal=SIGINT
KillMode=mixed
TimeoutStartSec=300
TimeoutStopSec=120
Restart=always
RestartSec=5
ReadWritePaths=${database}
${hardening}

[Install]
WantedBy=multi-user.target
`;

/** What lets in whom at the database: its owner by the socket as the account postgres, Keycloak by its password. */
export const databaseAccessRules = `local all postgres peer
# Java's driver knows no sockets of Unix
host keycloak keycloak 127.0.0.1/32 scram-sha-256
`;

/** The option by which Java is told how much memory it may take. */
export const heapOption = (heapMib: number): string => `-Xms${Math.min(heapMib, 256)}m -Xmx${heapMib}m`;

/** Keycloak itself. */
export const keycloakUnit = (heapMib: number): string => `[Unit]
Description=Keycloak
Wants=network-online.target
After=network-online.target keycloak-database.service
Requires=keycloak-database.service

[Service]
User=${keycloakUser}
Environment="JAVA_OPTS_KC_HEAP=${heapOption(heapMib)}"
EnvironmentFile=${databaseEnvironment}
ExecStart=${home}/bin/kc.sh --config-file=${configuration} start --optimized
# Java's way to say that it was asked to end
SuccessExitStatus=143
Restart=always
RestartSec=5
TimeoutStopSec=60
LimitNOFILE=65536
StateDirectory=keycloak
StateDirectoryMode=0700
${hardening}

[Install]
WantedBy=multi-user.target
`;

/** Copies the database into the bucket. */
export const backupUnit = `[Unit]
Description=Copy Keycloak's database into a bucket
Wants=network-online.target
After=network-online.target keycloak-database.service

[Service]
Type=oneshot
User=postgres
EnvironmentFile=${keycloakPlaces.backupEnvironment}
ExecStart=${programs}/backup
StateDirectory=keycloak-backup
StateDirectoryMode=0700
TimeoutStartSec=1h
${hardening}
`;

/** Every night, and after a night that the machine slept through. */
export const backupTimer = `[Unit]
Description=Copy Keycloak's database into a bucket every night

[Timer]
OnCalendar=*-*-* 02:30:00
RandomizedDelaySec=15min
Persistent=true

[Install]
WantedBy=timers.target
`;
