import { createHash } from "node:crypto";
import { stringify } from "yaml";
import { type DataVolume, dataVolumeParts, mountUnitName } from "./data-volume";
import {
  type MachineDocument,
  type MachineFile,
  type MachineUnit,
  type MachineUser,
  machineFolder,
  operatorUser,
} from "./machine-document";
import { metadataFence, setupScript, setupUnit, sshSettings, sshSettingsFile } from "./machine-setup";

/** What a machine is rendered from beside its document. */
export interface CloudConfigArgs {
  document: MachineDocument;
  /** The operator's public key; it lets in as `operatorUser`. */
  publicKey: string;
  /** @default none */
  dataVolume?: DataVolume;
}

/** User data, and what tells it from others. */
export interface CloudConfig {
  /** `#cloud-config` and YAML. */
  userData: string;
  /** What the machine says on its console when it is ready. */
  digest: string;
}

/** Most that Nova takes as user data, in base64 (nova/api/openstack/compute/schemas/user_data.py). */
const mostBytes = 65_535;

/** Below the system's own numbers, which are given from 999 down, and out of the way of people's. */
const operatorUid = 900;

/** User data that sets a machine up as its document says. */
export function cloudConfig({ document, publicKey, dataVolume }: CloudConfigArgs): CloudConfig {
  const { files, units } = machineParts(document, dataVolume);
  const render = (digest: string): string =>
    `#cloud-config\n${stringify(
      {
        users: [operator(publicKey), ...(document.users ?? []).map(account)],
        disable_root: true,
        ssh_pwauth: false,
        ssh_genkeytypes: ["ed25519"],
        write_files: [...files, ...units.map(unitFile), setupFile(document, dataVolume, digest)].map(
          writtenFile,
        ),
        runcmd: [["systemctl", "enable", "--now", "--no-block", setupUnit.name]],
      },
      // cloud-init reads YAML 1.1, where more words than in 1.2 need quotes to be text
      { version: "1.1", lineWidth: 0 },
    )}`;
  const digest = createHash("sha256").update(render("")).digest("hex").slice(0, 16);
  return { userData: render(digest), digest };
}

/** What is too large in user data, or undefined. */
export function sizeProblem(args: CloudConfigArgs): string | undefined {
  const bytes = Buffer.from(cloudConfig(args).userData).toString("base64").length;
  if (bytes <= mostBytes) return undefined;
  const { files = [], units = [], users = [], authorities = [] } = args.document;
  const parts = [
    ...files.map(({ path, content }) => ({ what: `file ${path}`, size: content.length })),
    ...units.map(({ name, content }) => ({ what: `unit ${name}`, size: content.length })),
    ...users.map(({ name, publicKeys }) => ({ what: `keys of ${name}`, size: publicKeys.join("").length })),
    ...authorities.map((pem, i) => ({ what: `authorities[${i}]`, size: pem.length })),
  ];
  const largest = parts.sort((one, other) => other.size - one.size).slice(0, 3);
  const list = largest.map(({ what, size }) => `${what} (${size})`).join(", ");
  return `must be at most ${mostBytes} bytes in base64, is ${bytes}; the largest are ${list}; let an artefact bring what is large`;
}

/** The files and units of a document with those that every machine has. */
function machineParts(
  { files = [], units = [], authorities = [] }: MachineDocument,
  dataVolume?: DataVolume,
) {
  const data = dataVolume && dataVolumeParts(dataVolume);
  return {
    files: [
      { path: sshSettingsFile, content: sshSettings },
      { path: `${machineFolder}/metadata-fence.nft`, content: metadataFence.rules },
      ...authorities.map((pem, i) => ({
        path: `/usr/local/share/ca-certificates/spe-${i + 1}.crt`,
        content: pem.endsWith("\n") ? pem : `${pem}\n`,
      })),
      ...(data?.files ?? []),
      ...files,
    ] satisfies MachineFile[],
    units: [setupUnit, metadataFence, ...(data?.units ?? []), ...units] satisfies MachineUnit[],
  };
}

const setupFile = (
  document: MachineDocument,
  dataVolume: DataVolume | undefined,
  digest: string,
): MachineFile => ({
  path: `${machineFolder}/setup`,
  content: setupScript(document, dataVolume && mountUnitName(dataVolume.mountPath), digest),
  mode: "0755",
});

const unitFile = ({ name, content }: MachineUnit): MachineFile => ({
  path: `/etc/systemd/system/${name}`,
  content,
});

/** Owners are set later, by the machine's own script: cloud-init writes files before it makes users. */
const writtenFile = ({ path, content, mode = "0644" }: MachineFile) => ({ path, permissions: mode, content });

const operator = (publicKey: string) => ({
  ...account({ name: operatorUser, publicKeys: [publicKey], sudo: true }),
  uid: operatorUid,
  // a group of its own would get the first number of people's
  no_user_group: true,
});

/** An account as cloud-init takes it. Nobody has a password. */
const account = ({ name, uid, groups = [], sudo = false, publicKeys, shell = "/bin/bash" }: MachineUser) => ({
  name,
  ...(uid === undefined ? {} : { uid }),
  ...(groups.length === 0 ? {} : { groups }),
  ...(sudo ? { sudo: ["ALL=(ALL) NOPASSWD:ALL"] } : {}),
  shell,
  lock_passwd: true,
  ssh_authorized_keys: publicKeys.map((key) => key.trim()),
});
