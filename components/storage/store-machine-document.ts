import type { MachineDocument } from "../cloud/machine-document";
import { hardening } from "../cloud/server-machine";
import type { ObjectStoreMachineArgs } from "./store-machine-args";
import { storePlaces, storePorts, storeUser } from "./store-machine-places";
import { startScript } from "./store-machine-script";

const unit = `[Unit]
Description=MinIO
Wants=network-online.target
After=network-online.target
RequiresMountsFor=${storePlaces.volume}

[Service]
Type=notify
User=${storeUser.name}
Environment=MINIO_UPDATE=off
Environment=MINIO_API_ROOT_ACCESS=off
EnvironmentFile=${storePlaces.environment}
# there while the provisioner is made
EnvironmentFile=-/run/minio-root-access
ExecStart=/usr/local/bin/minio server --address :${storePorts.api} --console-address :${storePorts.console} --certs-dir /etc/minio/tls ${storePlaces.data}
Restart=always
RestartSec=5
TimeoutStartSec=180
TimeoutStopSec=60
LimitNOFILE=1048576
TasksMax=infinity
ReadWritePaths=${storePlaces.data} ${storePlaces.auditQueue}
MemoryDenyWriteExecute=yes
${hardening}

[Install]
WantedBy=multi-user.target
`;

/** What makes a machine an object store. The server is not started by it: its secrets come afterwards. */
export function storeMachineDocument({
  server,
  client,
  url,
  provisioner,
  authorities = [],
  audit,
}: Pick<
  ObjectStoreMachineArgs,
  "server" | "client" | "url" | "provisioner" | "authorities" | "audit"
>): MachineDocument {
  const { name, uid } = storeUser;
  const folder = (path: string): string[] => ["install", "-d", "-o", name, "-g", name, "-m", "0700", path];
  const sinkAuthority = audit?.certificateAuthority;
  return {
    files: [{ path: storePlaces.start, content: startScript(url, provisioner.accessKey), mode: "0700" }],
    artefacts: [
      { ...server, path: "/usr/local/bin/minio" },
      { ...client, path: "/usr/local/bin/mc" },
    ],
    users: [{ name, uid, publicKeys: [], shell: "/usr/sbin/nologin" }],
    // MinIO would make the last, where it may not write
    commands: [storePlaces.data, storePlaces.auditQueue, "/etc/minio/tls/CAs"].map(folder),
    units: [{ name: "minio.service", content: unit, start: false }],
    authorities: [...new Set([...authorities, ...(sinkAuthority === undefined ? [] : [sinkAuthority])])],
  };
}
