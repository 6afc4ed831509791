import { type MachineArtefact, type MachineDocument, machineFolder } from "./machine-document";
import { quote } from "./shell-word";

/** Where the script notes that everything has succeeded once. */
const doneFile = "/var/lib/spe/done";

/** Seconds for which all units have to be active, each in the same process. */
const steadySeconds = 3;

/** Seconds that units have to become so. */
const unitSeconds = 120;

/** The unit that runs the script at each boot, and again where it failed. */
export const setupUnit = {
  name: "spe-setup.service",
  content: `[Unit]
Description=Set this machine up as its document says
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=${machineFolder}/setup
Restart=on-failure
RestartSec=20
StandardOutput=journal+console
StandardError=inherit

[Install]
WantedBy=multi-user.target
`,
};

/**
 * The script that sets a machine up. Each line on the console that begins with `spe:` is for the engine, which reads the
 * console over the cloud's API: the host's keys, then `ready` and the digest, or `failed` and where.
 * @param mountUnit unit of the data volume
 * @param digest tells this document from others
 */
export function setupScript(
  document: MachineDocument,
  mountUnit: string | undefined,
  digest: string,
): string {
  const { files = [], artefacts = [], commands = [], units = [], authorities = [] } = document;
  const started = units.filter(({ start = true }) => start).map(({ name }) => name);
  const steady = [metadataFence.name, ...(mountUnit === undefined ? [] : [mountUnit]), ...started];
  return `#!/bin/bash
# Sets this machine up as its document says, until it has succeeded once; at each boot, says whether it is ready.
set -Eeuo pipefail
doing=starting
say() { echo "spe: $*" >/dev/console; logger -t spe -- "$*"; }
fail() { trap - ERR; sleep 1; say "failed $*"; exit 1; }
trap 'fail "$doing"' ERR

download=${machineFolder}/download

artefact() { # url sha256
  doing="artefact $1"
  curl --fail --silent --show-error --location --proto =https --retry 8 --retry-connrefused --retry-max-time 60 \\
    --connect-timeout 10 --output "$download" "$1"
  local found
  found=$(sha256sum "$download" | cut -d ' ' -f 1)
  [[ $found == "$2" ]] || { rm "$download"; fail "artefact $1: its sha256 is $found, not $2"; }
}

start() { # unit
  doing="unit $1"
  systemctl reset-failed "$1" 2>/dev/null || true
  systemctl enable --quiet "$1"
  systemctl start "$1" || unit_failed "$1"
}

unit_failed() { # unit
  journalctl --unit "$1" --lines 8 --no-pager --output cat || true
  fail "unit $1"
}

# Ready is what has been active for ${steadySeconds} seconds in the same processes: what crashes again and again is not.
steady() { # units
  local before="" now="" still=0 unit
  for _ in $(seq ${unitSeconds}); do
    for unit; do
      doing="unit $unit"
      if systemctl is-failed --quiet "$unit"; then unit_failed "$unit"; fi
    done
    now=$(systemctl show --property ActiveState,MainPID,NRestarts "$@")
    if [[ $now == "$before" && $(grep -cx ActiveState=active <<<"$now" || true) -eq $# ]]; then still=$((still + 1)); else still=0; fi
    if [[ $still -ge ${steadySeconds} ]]; then return; fi
    before=$now
    sleep 1
  done
  for unit; do systemctl is-active --quiet "$unit" || unit_failed "$unit"; done
  fail "units restart again and again: $*"
}

setup() {
  doing=cloud-init
  local code=0
  timeout 600 cloud-init status --wait >/dev/null || code=$?
  # 2 says that it is done and that something could be better, for example an old name of a setting
  if [[ $code -ne 0 && $code -ne 2 ]]; then cloud-init status --long; fail cloud-init; fi
${indent([
  "doing=ssh",
  // where it started before its settings were there
  "systemctl try-reload-or-restart ssh.service",
  `start ${metadataFence.name}`,
  ...files
    .filter(({ owner }) => owner !== undefined)
    .flatMap(({ path, owner = "" }) => [
      `doing=${quote(`file ${path}`)}`,
      `chown -- ${quote(owner)} ${quote(path)}`,
    ]),
  ...(authorities.length === 0 ? [] : ["doing=authorities", "update-ca-certificates"]),
  ...artefacts.flatMap(artefactLines),
  "systemctl daemon-reload",
  ...(mountUnit === undefined ? [] : [`start ${quote(mountUnit)}`]),
  ...commands.flatMap((command) => {
    const line = command.map(quote).join(" ");
    return [`doing=${quote(`command ${command.join(" ")}`)}`, line];
  }),
  ...started.map((unit) => `start ${quote(unit)}`),
])}
}

if [[ ! -e ${doneFile} ]]; then setup; fi
steady ${steady.map(quote).join(" ")}
doing=host-keys
mkdir -p ${doneFile.slice(0, doneFile.lastIndexOf("/"))}
touch ${doneFile}
for key in /etc/ssh/ssh_host_*_key.pub; do say "host-key $(cut -d ' ' -f 1,2 "$key")"; done
say "ready ${digest}"
`;
}

function artefactLines({ url, sha256, path, mode = "0755", unpack = false }: MachineArtefact): string[] {
  const place = unpack
    ? [
        `mkdir -p ${quote(path)}`,
        `tar --extract --no-same-owner --file "$download" --directory ${quote(path)}`,
        'rm "$download"',
      ]
    : [
        `mkdir -p "$(dirname ${quote(path)})"`,
        `chmod ${mode} "$download"`,
        // in its place as a whole: a program that runs keeps its old file
        `mv --force "$download" ${quote(path)}`,
      ];
  return [`artefact ${quote(url)} ${sha256}`, ...place];
}

const indent = (lines: string[]): string => lines.map((line) => `  ${line}`).join("\n");

/** What keeps everybody but root from the cloud's metadata service, and with it from this machine's user data. */
export const metadataFence = {
  name: "spe-metadata-fence.service",
  content: `[Unit]
Description=Keep everybody but root from the cloud's metadata
DefaultDependencies=no
After=systemd-sysusers.service
Before=network-pre.target shutdown.target
Wants=network-pre.target
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft --file ${machineFolder}/metadata-fence.nft

[Install]
WantedBy=multi-user.target
`,
  rules: `table inet spe_metadata
delete table inet spe_metadata
table inet spe_metadata {
  chain output {
    type filter hook output priority filter; policy accept;
    ip daddr 169.254.169.254 meta skuid != 0 reject
    ip6 daddr fe80::a9fe:a9fe meta skuid != 0 reject
  }
}
`,
};

/** Where the settings of SSH stand; sshd takes the first of several. */
export const sshSettingsFile = "/etc/ssh/sshd_config.d/10-spe.conf";

/** How people and the engine get in: by a key and never as root; no way through to elsewhere. */
export const sshSettings = `PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin no
AuthenticationMethods publickey
X11Forwarding no
AllowAgentForwarding no
AllowStreamLocalForwarding no
AllowTcpForwarding no
PermitTunnel no
LogLevel VERBOSE
`;
