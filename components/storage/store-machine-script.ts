import { storePlaces, storePorts } from "./store-machine-places";

/**
 * The program that starts the server with the secrets that have been brought. It makes the provisioner where the server does
 * not let it in, which is the only time that root is let in.
 */
export function startScript(url: string, provisioner: string): string {
  const { api } = storePorts;
  const { client } = storePlaces;
  const host = url.replace("https://", "").replace(/:\d+$/, "");
  return `#!/bin/bash
# Starts MinIO with the secrets that have been brought to this machine, and makes its provisioner where it does not know it.
set -Eeuo pipefail
root_access=/run/minio-root-access
# a server that lets root in does not stay behind
trap 'if [[ -e $root_access ]]; then rm $root_access; systemctl stop minio.service; fi' EXIT

failed() { # what
  { echo "$1"; echo "the last lines of MinIO's log:"; journalctl --unit minio.service --lines 12 --no-pager --output cat; } >&2
  exit 1
}

# to this machine, whoever has the name; the certificate is checked all the same
client() { mc --quiet --json --config-dir ${client.slice(0, client.lastIndexOf("/"))} --resolve ${host}:${api}=127.0.0.1 "$@"; }
health() { curl --fail --silent --show-error --max-time 5 --connect-to ::127.0.0.1:${api} ${url}/minio/health/cluster; }

start() {
  systemctl reset-failed minio.service
  systemctl restart minio.service || failed "MinIO does not start"
  local answer
  for _ in $(seq 60); do
    if answer=$(health 2>&1); then return; fi
    sleep 1
  done
  failed "MinIO is not healthy: $answer"
}

# The server's health says nothing about whether it has read its users.
is_known() {
  local answer
  for _ in $(seq 60); do
    if answer=$(client admin config get provisioner site 2>&1); then return 0; fi
    if grep -Eq 'InvalidAccessKeyId|SignatureDoesNotMatch|AccessDenied' <<<"$answer"; then return 1; fi
    sleep 1
  done
  failed "MinIO does not say whether it knows the provisioner: $(tail -n 1 <<<"$answer")"
}

make_provisioner() {
  local answer
  python3 -c '
import json
keys = json.load(open("${client}"))["aliases"]["provisioner"]
print(keys["accessKey"], keys["secretKey"], sep="\\n")' | client admin user add root >/dev/null || failed "the provisioner cannot be made"
  answer=$(client admin policy attach root consoleAdmin --user ${provisioner} 2>&1) ||
    grep -q 'already in effect' <<<"$answer" || failed "the provisioner cannot be made an administrator"
}

systemctl enable --quiet minio.service
start
if ! is_known; then
  echo MINIO_API_ROOT_ACCESS=on >$root_access
  start
  make_provisioner
  rm $root_access
  start
  is_known || failed "MinIO does not let the provisioner in"
fi
`;
}
