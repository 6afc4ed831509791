import { stringify } from "yaml";
import { rejectArgs } from "../validation";
import { mountHelper } from "./bucket-mount-document";
import {
  automountUnit,
  keysProfile,
  mountOptions,
  mountUnit,
  rcloneConfig,
  soon,
} from "./bucket-mount-files";
import { mountProblems } from "./bucket-mount-problems";
import { type BucketMountSpec, mountPlaces } from "./bucket-mount-spec";

/** What is fixed in a play; the rest are its variables. */
export type BucketMountPlayArgs = Pick<
  BucketMountSpec,
  "region" | "certificateAuthority" | "bucket" | "prefix" | "readOnly" | "cache"
> & {
  /** Account that the mount is for, where the variable `mount_user` names no other. @default "ubuntu" */
  user?: string;
};

/**
 * The mount as an Ansible play, which a catalogue item of SURF Research Cloud takes as a component: YAML with the
 * variables `access_key_id` and `access_key_secret` (from the collaboration's secrets), `s3_api_url`, `mount_dir`
 * ("minio") and `mount_user`. It needs
 * nothing but ansible-core, and holds no secret.
 * @throws pulumi.InputPropertiesError
 */
export function bucketMountPlay({ user = "ubuntu", ...args }: BucketMountPlayArgs): string {
  const { bucket, prefix = "" } = args;
  rejectArgs(
    `play for "${bucket}"`,
    mountProblems({ ...args, endpoint: "https://known.later", owner: { user, uid: 1000 } }),
  );
  const play = {
    name: `Mount the bucket ${bucket}/${prefix}`,
    hosts: "all",
    become: true,
    vars: { mount_dir: "minio", mount_user: user, mount_path: "/home/{{ mount_user }}/data/{{ mount_dir }}" },
    tasks: [...checks, ...preparation, ...files(args), ...directory, ...units(args)],
    handlers: [
      {
        name: "Mount anew",
        ...systemd({ name: "{{ unit.stdout }}.mount", state: "restarted", daemon_reload: true }),
        when: "not ansible_check_mode",
      },
    ],
  };
  const about = "# Rendered by spe; change the environment that it comes from, not this file.\n";
  const lines = stringify([play], { version: "1.1", lineWidth: 0 });
  return `${about}${lines}`;
}

const places = mountPlaces("{{ mount_path[1:] | replace('/', '+') }}", "{{ unit.stdout }}");

const systemd = (settings: Record<string, unknown>) => ({ "ansible.builtin.systemd": settings });

const copied = (name: string, dest: string, content: string, mode = "0600") => ({
  name,
  "ansible.builtin.copy": { dest, content, mode, owner: "root", group: "root" },
});

const checks = [
  {
    name: "Check the variables",
    "ansible.builtin.assert": {
      that: [
        "access_key_id is match('^[A-Za-z0-9_-]+$')",
        "access_key_secret | length >= 8",
        "s3_api_url is match('^https://[A-Za-z0-9.:-]+$')",
        "mount_dir is match('^[A-Za-z0-9][A-Za-z0-9._@-]*$')",
        "mount_user is match('^[a-z_][a-z0-9_-]*$')",
        "mount_path is match('^(/[A-Za-z0-9][A-Za-z0-9._@-]*)+$')",
      ],
      fail_msg:
        "access_key_id and access_key_secret are the store's keys; s3_api_url is an https origin without a path; " +
        "mount_dir has letters, digits and . _ @ -; mount_user is an account",
    },
  },
];

const preparation = [
  {
    name: "Look for rclone and fuse3",
    "ansible.builtin.stat": { path: "{{ item }}" },
    loop: [mountHelper.program, "/usr/bin/fusermount3"],
    register: "programs",
  },
  {
    name: "Install rclone and fuse3",
    "ansible.builtin.apt": {
      name: ["rclone", "fuse3"],
      state: "present",
      install_recommends: false,
      update_cache: true,
      cache_valid_time: 3600,
    },
    when: "programs.results | map(attribute='stat.exists') is not all",
  },
  {
    name: "Let mount(8) find rclone",
    "ansible.builtin.file": { src: mountHelper.program, dest: mountHelper.link, state: "link" },
  },
  {
    name: "Look the account up",
    "ansible.builtin.getent": { database: "passwd", key: "{{ mount_user }}" },
  },
  {
    name: "Name the unit",
    "ansible.builtin.command": { argv: ["systemd-escape", "--path", "{{ mount_path }}"] },
    register: "unit",
    changed_when: false,
    check_mode: false,
  },
  {
    name: "Make the folder of the settings",
    "ansible.builtin.file": {
      path: places.folder,
      state: "directory",
      mode: "0700",
      owner: "root",
      group: "root",
    },
  },
];

const files = ({ region, certificateAuthority }: BucketMountPlayArgs) => [
  {
    ...copied(
      "Write the settings of rclone",
      places.config,
      rcloneConfig("{{ s3_api_url }}", region, places),
    ),
    notify: "Mount anew",
  },
  { ...copied("Write the profile", places.profile, keysProfile(places)), notify: "Mount anew" },
  ...(certificateAuthority === undefined
    ? []
    : [
        {
          ...copied("Write the authority", places.authority, certificateAuthority),
          notify: "Mount anew",
        },
      ]),
  {
    ...copied(
      "Write the keys",
      places.credentials,
      `{{ {'Version': 1, 'AccessKeyId': access_key_id, 'SecretAccessKey': access_key_secret, 'Expiration': '${soon}'} | to_json }}\n`,
    ),
    no_log: true,
  },
];

/** By the owner, not by root: in a home, a link to elsewhere could stand in the way. */
const directory = [
  {
    name: "Make the directory",
    "ansible.builtin.command": {
      argv: ["runuser", "-u", "{{ mount_user }}", "--", "mkdir", "-p", "{{ mount_path }}"],
    },
    changed_when: false,
  },
];

function units({
  certificateAuthority,
  bucket,
  prefix = "",
  readOnly = false,
  cache = {},
}: BucketMountPlayArgs) {
  const what = `${bucket}/${prefix}`;
  const passwd = (field: number): string => `{{ ansible_facts.getent_passwd[mount_user][${field}] }}`;
  const options = mountOptions(
    {
      uid: passwd(1),
      gid: passwd(2),
      readOnly,
      hasAuthority: certificateAuthority !== undefined,
      cacheMode: cache.mode ?? (readOnly ? "off" : "writes"),
      cacheGib: cache.gib ?? 10,
      cacheMinutes: cache.minutes ?? 60,
    },
    places,
  );
  const path = `/etc/systemd/system/${places.unit}`;
  return [
    {
      ...copied(
        "Write the mount",
        `${path}.mount`,
        mountUnit(what, "{{ mount_path }}", options, places.credentials),
        "0644",
      ),
      notify: "Mount anew",
    },
    copied("Write the automount", `${path}.automount`, automountUnit(what, "{{ mount_path }}"), "0644"),
    {
      name: "Mount",
      ...systemd({ name: "{{ item }}", state: "started", enabled: true, daemon_reload: true }),
      loop: [`${places.unit}.automount`, `${places.unit}.mount`],
      when: "not ansible_check_mode",
    },
  ];
}
