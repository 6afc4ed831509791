import { type MachineFile, type MachineUnit, machineFolder } from "./machine-document";

/** The volume that a machine keeps its data on. */
export interface DataVolume {
  /** Id in Cinder. */
  id: string;
  /** Absolute path where it is mounted. */
  mountPath: string;
}

/** Length to which the serial number of a virtio disk is cut, by which the machine finds it. */
const serialLength = 20;

/** The unit that finds it. */
export const dataVolumeUnit = "spe-data-volume.service";

/** Where the script links the disk, whatever the hypervisor calls it; systemd waits for no device there. */
const link = "/run/spe/data-volume";

/** Makes a file system on a blank disk; a disk that holds anything is never formatted. */
const script = (volume: DataVolume): string => `#!/bin/bash
# Finds the data volume, gives it a file system where it is blank, and links it for ${mountUnitName(volume.mountPath)}.
set -euo pipefail
for _ in $(seq 120); do
  device=$(compgen -G '/dev/disk/by-id/*${volume.id.slice(0, serialLength)}*' | grep -v -e '-part[0-9]*$' | head -n 1 || true)
  [[ -b $device ]] && break
  sleep 1
done
[[ -b $device ]] || { echo "the data volume ${volume.id} is not attached"; exit 1; }
dd if="$device" of=/dev/null bs=4096 count=1 status=none
found=$(blkid --probe --output export "$device") || code=$?
if [[ \${code:-0} -eq 2 ]]; then
  mkfs.ext4 -q -L spe-data "$device"
elif ! grep -qx TYPE=ext4 <<<"$found"; then
  echo "the data volume ${volume.id} holds something other than ext4 and stays as it is: $found"
  exit 1
fi
mkdir -p /run/spe
ln -sfn "$device" ${link}
`;

/** How systemd names the unit of a mount (systemd.unit(5), string escaping). */
export const mountUnitName = (mountPath: string): string =>
  `${mountPath
    .slice(1)
    .replace(/[^A-Za-z0-9:_./]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`)
    .replaceAll("/", "-")}.mount`;

/** What a machine has for its data volume. The boot waits for none of it. */
export function dataVolumeParts(volume: DataVolume): { files: MachineFile[]; units: MachineUnit[] } {
  const path = `${machineFolder}/data-volume`;
  return {
    files: [{ path, content: script(volume), mode: "0755" }],
    units: [
      {
        name: dataVolumeUnit,
        start: false,
        content: `[Unit]
Description=Find the data volume

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${path}
TimeoutStartSec=180
`,
      },
      {
        name: mountUnitName(volume.mountPath),
        content: `[Unit]
Description=The data volume
# not among the file systems that the boot begins with, which come before the unit that finds it
DefaultDependencies=no
Conflicts=umount.target
Before=umount.target
Requires=${dataVolumeUnit}
After=${dataVolumeUnit}

[Mount]
What=${link}
Where=${volume.mountPath}
Type=ext4
Options=nodev,nosuid

[Install]
WantedBy=multi-user.target
`,
      },
    ],
  };
}
