import { keycloakPlaces, keycloakPorts, keycloakUser } from "./keycloak-machine-places";
import { heapOption } from "./keycloak-machine-units";

/** The quick compiler alone: programs that run once end before the thorough one pays. */
const quick = 'JAVA_OPTS_APPEND="-XX:TieredStopAtLevel=1"';

const { database, socket, home, unpacked, configuration, databaseEnvironment, programs } = keycloakPlaces;

/** The program of PostgreSQL that goes with the data, which no other version reads. */
export const databaseScript = `#!/bin/bash
exec "/usr/lib/postgresql/$(<${database}/PG_VERSION)/bin/postgres" "$@"
`;

/** Makes what is missing of database and server. The database's password never leaves the machine. */
export const setUpScript = `#!/bin/bash
# Makes Keycloak's database where the volume has none, and builds the server for it.
set -euo pipefail
# Debian's own, where the image starts it
systemctl disable --quiet --now postgresql.service
install -d -m 0700 ${database}
# the image of another day may give the account another number
chown -R postgres:postgres ${database}
if [[ ! -e ${database}/PG_VERSION ]]; then
  newest=$(printf '%s\\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  runuser -u postgres -- "$newest/initdb" --pgdata ${database} --auth=peer --encoding=UTF8 --locale=C.UTF-8 --data-checksums >/dev/null
fi
systemctl restart keycloak-database.service
if [[ ! -s ${databaseEnvironment} ]]; then
  (umask 077; echo "KC_DB_PASSWORD=$(openssl rand -hex 32)" >${databaseEnvironment})
fi
runuser -u postgres -- psql --host ${socket} --quiet --no-psqlrc --set ON_ERROR_STOP=1 <<SQL
SELECT 'CREATE ROLE keycloak LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keycloak') \\gexec
ALTER ROLE keycloak PASSWORD '$(cut -d = -f 2 ${databaseEnvironment})';
SELECT 'CREATE DATABASE keycloak OWNER keycloak' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'keycloak') \\gexec
SQL

# the archive may have a folder at its top, and may come from one that others may not read
chmod -R a+rX ${unpacked}
ln -sfn "$(dirname "$(dirname "$(ls ${unpacked}{,/*}/bin/kc.sh 2>/dev/null)")")" ${home}
install -d -o ${keycloakUser} -g ${keycloakUser} -m 0700 /var/lib/keycloak
ln -sfn /var/lib/keycloak ${home}/data
${quick} ${home}/bin/kc.sh --config-file=${configuration} build
`;

/** Starts the server with the secrets that have been brought, and makes its provisioner where it is not let in. */
export const startScript = (url: string, isProxied: boolean, heapMib: number): string => `#!/bin/bash
# Starts Keycloak with the secrets that have been brought to this machine, and makes its provisioner where it does not let it in.
set -Eeuo pipefail

failed() { # what
  { echo "$1"; echo "the last lines of Keycloak's log:"; journalctl --unit keycloak.service --lines 12 --no-pager --output cat; } >&2
  exit 1
}

ask() { curl --fail --silent --show-error --max-time 5 --output /dev/null "$@"; }

start() {
  systemctl reset-failed keycloak.service
  systemctl restart keycloak.service
  local answer
  for _ in $(seq 600); do
    if answer=$(ask http://127.0.0.1:${keycloakPorts.management}/health/ready 2>&1); then break; fi
    if [[ $(systemctl show --property NRestarts --value keycloak.service) -gt 2 ]]; then failed "Keycloak does not start"; fi
    sleep 1
  done
  [[ -z $answer ]] || failed "Keycloak is not ready: $answer"
${
  isProxied
    ? ""
    : `  # to this machine, whoever has the name; the certificate is checked all the same
  answer=$(ask --connect-to ::127.0.0.1:${keycloakPorts.https} ${url}/realms/master 2>&1) || failed "Keycloak's certificate is not right: $answer"
`
}}

# A service account with all rights, which goes as soon as the provisioner is made.
bootstrap() {
  set -a
  . ${databaseEnvironment}
  ${quick}
  JAVA_OPTS_KC_HEAP="${heapOption(heapMib)}"
  SPE_BOOTSTRAP_ID=spe-bootstrap-$(openssl rand -hex 4)
  SPE_BOOTSTRAP_WORD=$(openssl rand -hex 32)
  set +a
  # where Keycloak finds the word
  local answer from=env=SPE_BOOTSTRAP_WORD
  answer=$(cd /; runuser -u ${keycloakUser} -- ${home}/bin/kc.sh --config-file=${configuration} bootstrap-admin service --optimized \\
    --no-prompt --client-id="$SPE_BOOTSTRAP_ID" "--client-secret:$from" 2>&1) || failed "no temporary administrator: $answer"
}

provisioner() { python3 ${programs}/provisioner.py "$@"; }

systemctl enable --quiet keycloak.service
if provisioner check 2>/dev/null; then
  start
else
  systemctl stop keycloak.service
  bootstrap
  start
  provisioner make || failed "the provisioner cannot be made"
fi
`;

/** Sends a copy that is whole, under a name of its own. */
export const backupScript = (bucket: string): string => `#!/bin/bash
set -euo pipefail
cd "$STATE_DIRECTORY"
trap 'rm -f dump' EXIT
pg_dump --host ${socket} --format custom --file dump keycloak
rclone --config /dev/null --quiet copyto dump ":s3:${bucket}/keycloak-$(date -u +%Y%m%dT%H%M%SZ).dump"
`;
