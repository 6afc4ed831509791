import { type MachineDocument, operatorUser } from "./machine-document";

/** What a bastion's document is made from. */
export interface BastionDocumentArgs {
  /** Names of accounts → OpenSSH public keys that let in. */
  adminKeys: Record<string, string[]>;
  /** Range of the machines that are reached through it. */
  cidr: string;
  /** Where its log goes. @default nowhere but its own journal */
  audit?: AuditSink;
}

/** A server that keeps a log: it takes posts of JSON, one record a line, and answers 2xx when it has them. */
export interface AuditSink {
  /** Address, https. The ground's egress must let the role `bastion` reach it. */
  url: string;
  /** PEM of the private CA that signed its certificate. @default the authorities that the machine knows */
  certificateAuthority?: string;
}

const folder = "/etc/spe-bastion";

/** Goes before the settings that every machine has, because sshd takes the first of several. */
const sshSettings = (names: string[]): string => `LogLevel VERBOSE
AllowUsers ${names.join(" ")}
AllowTcpForwarding local
PermitOpen *:22
GatewayPorts no
MaxAuthTries 3
LoginGraceTime 20
ClientAliveInterval 60
ClientAliveCountMax 3
`;

/** sshd opens a connection as the person who asked for it, so the owner tells whose it is. */
const fence = (names: string[], cidr: string): string => `table inet spe_bastion
delete table inet spe_bastion
table inet spe_bastion {
  chain output {
    type filter hook output priority filter; policy accept;
    meta skuid != { ${names.join(", ")} } accept
    ct state established,related accept
    meta l4proto { tcp, udp } th dport 53 accept
    ip daddr ${cidr} tcp dport 22 log prefix "spe-bastion opens: " flags skuid accept
    reject
  }
}
`;

const fenceUnit = `[Unit]
Description=Let people go on to the machines' SSH and nowhere else
Before=ssh.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft --file ${folder}/fence.nft

[Install]
WantedBy=multi-user.target
`;

/** Posts what is new every few seconds; a record that the sink has not taken is sent again. */
const forwardScript = (url: string): string => `#!/bin/bash
# Posts new records of the journal about logins to the audit sink.
set -uo pipefail
cd "$STATE_DIRECTORY"
while sleep 5; do
  if [[ -e taken ]]; then cp -f taken next; else rm -f next; fi
  journalctl --quiet --output json --cursor-file next --no-pager \\
    SYSLOG_IDENTIFIER=sshd SYSLOG_IDENTIFIER=sshd-session SYSLOG_IDENTIFIER=sudo SYSLOG_IDENTIFIER=systemd-logind \\
    + _TRANSPORT=kernel >batch || continue
  [[ -s batch ]] || continue
  curl --fail --silent --show-error --proto =https --max-time 30 --output /dev/null \\
    --header 'Content-Type: application/x-ndjson' --data-binary @batch '${url}' || continue
  mv -f next taken
done
`;

const forwardUnit = `[Unit]
Description=Send the log of logins to the audit sink
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=${folder}/forward-log
StateDirectory=spe-bastion
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
`;

/**
 * What makes a machine a bastion. People have accounts without a shell: they go through it and cannot do anything on
 * it, so who came, when, from where, by which key and which machine they went on to is all there is to log. The last of
 * these is the kernel's to log, which a machine that shares its kernel with others does not get to see.
 */
export function bastionDocument({ adminKeys, cidr, audit }: BastionDocumentArgs): MachineDocument {
  const names = [operatorUser, ...Object.keys(adminKeys)];
  const files = [
    { path: "/etc/ssh/sshd_config.d/05-bastion.conf", content: sshSettings(names) },
    { path: `${folder}/fence.nft`, content: fence(names, cidr) },
  ];
  const users = Object.entries(adminKeys).map(([name, publicKeys]) => ({
    name,
    publicKeys,
    shell: "/usr/sbin/nologin",
  }));
  const units = [{ name: "bastion-fence.service", content: fenceUnit }];
  if (audit === undefined) return { files, users, units };
  const { url, certificateAuthority } = audit;
  return {
    files: [...files, { path: `${folder}/forward-log`, content: forwardScript(url), mode: "0755" }],
    users,
    units: [...units, { name: "bastion-log.service", content: forwardUnit }],
    ...(certificateAuthority === undefined ? {} : { authorities: [certificateAuthority] }),
  };
}
