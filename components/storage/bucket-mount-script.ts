import type { MachineFile } from "../cloud/machine-document";
import { bucketMountDocument, mountHelper } from "./bucket-mount-document";
import { readAgainSeconds, remoteName } from "./bucket-mount-files";
import { type BucketMountSpec, mountPathOf, placesOf } from "./bucket-mount-spec";

/** How long the script waits for a store that is away. */
const brief = "--contimeout 5s --timeout 20s --low-level-retries 1 --retries 1 --log-level ERROR";

/**
 * What makes or changes a mount on a machine that has run before, for bash; the secret comes by standard input. Says what
 * it changed; new keys alone are taken up without a new mount. Ends when the owner can read the directory, and when the
 * former keys may be withdrawn.
 */
export function mountScript(spec: BucketMountSpec): string {
  const { files = [], commands = [], units = [] } = bucketMountDocument(spec);
  const { owner, access = "keys" } = spec;
  const where = mountPathOf(spec);
  const { unit, folder, credentials } = placesOf(where);
  return `set -euo pipefail
umask 077

fail() { echo "$*" >&2; exit 1; }

put() { # path mode sign, content on standard input; makes the file "sign" where the content is new
  mkdir -p -m 0755 "$(dirname "$1")"
  cat >"$1.new"
  chmod "$2" "$1.new"
  if cmp -s "$1.new" "$1"; then rm "$1.new"; return; fi
  mv "$1.new" "$1"
  echo "wrote $1"
  touch "$3"
}

programs() {
  if [[ ! -x ${mountHelper.program} ]] || ! command -v fusermount3 >/dev/null; then
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends rclone fuse3 >/dev/null
    echo "installed rclone and fuse3"
  fi
  local version
  version=$(rclone version | sed -n '1s/^rclone v\\([0-9.]*\\).*/\\1/p')
  dpkg --compare-versions "$version" ge 1.57 || fail "rclone is $version; systemd mounts by it from 1.57 on"
}

account() {
  local found
  found=$(id -u -- ${owner.user} 2>/dev/null) || fail "there is no account ${owner.user} to own the mount"
  [[ $found == ${owner.uid} ]] || fail "the account ${owner.user} has the uid $found, not ${owner.uid}"
}

${access === "keys" ? keysCheck(spec) : ownerLogsInLater}

main() {
  account
  mkdir -p ${folder}
  put ${credentials} 0600 ${folder}/other-keys
  exec </dev/null
  programs
  # the sign stays until the mount is a new one: it may be in use now
${[...files, ...units.map(unitFile)].map((file) => putLines(file, folder)).join("\n")}
  systemctl daemon-reload
${commands.map((command) => `  ${command.map(quoted).join(" ")}`).join("\n")}
  keys_reach_it
  local stays=no
  if mountpoint --quiet ${where}; then stays=yes; fi
  if [[ -e ${folder}/changed && $stays == yes ]]; then
    systemctl stop '${unit}.mount' || fail "${where} is in use; it stays as it was until nobody works there"
    stays=no
  fi
  rm -f ${folder}/changed
  systemctl enable --quiet --now '${unit}.automount'
  systemctl start '${unit}.mount'
  owner_reads_it
  if [[ -e ${folder}/other-keys && $stays == yes ]]; then former_keys_expire; fi
  rm -f ${folder}/other-keys
}

main`;
}

function keysCheck(spec: BucketMountSpec): string {
  const { owner, endpoint, certificateAuthority, bucket, prefix = "" } = spec;
  const where = mountPathOf(spec);
  const { config, authority } = placesOf(where);
  const trust = certificateAuthority === undefined ? "" : ` --ca-cert ${authority}`;
  return `keys_reach_it() {
  timeout 120 rclone --config ${config}${trust} ${brief} lsf ${remoteName}:${bucket}/${prefix} >/dev/null ||
    fail "the keys do not reach ${bucket}/${prefix} at ${endpoint}"
}

owner_reads_it() {
  # a mount that was there before goes on with its former keys for a while
  for _ in {1..8}; do
    if timeout 30 runuser -u ${owner.user} -- ls ${where} >/dev/null 2>&1; then return; fi
    sleep 5
  done
  fail "${owner.user} cannot read ${where}"
}

former_keys_expire() { # they are withdrawn as soon as this script ends
  sleep ${readAgainSeconds + 1}
}`;
}

/** Before that, there are no keys to try. */
const ownerLogsInLater = ["keys_reach_it", "owner_reads_it", "former_keys_expire"]
  .map((step) => `${step}() { :; }`)
  .join("\n");

/**
 * What takes a mount away, as one command: it holds no secret. Refuses while files still wait for their way into the
 * bucket; who works in the directory loses it.
 */
export function unmountScript(spec: BucketMountSpec): string {
  const where = mountPathOf(spec);
  const { unit, folder, cache } = placesOf(where);
  return `set -eu
if grep -rqs '"Dirty": true' ${cache}/vfsMeta; then
  echo "files of ${where} are not in the bucket yet; try again when the store answers" >&2
  exit 1
fi
systemctl disable --quiet --now '${unit}.automount' '${unit}.mount' 2>/dev/null || true
if mountpoint --quiet ${where}; then umount --no-canonicalize --lazy ${where}; fi
rm -rf '/etc/systemd/system/${unit}.automount' '/etc/systemd/system/${unit}.mount' ${folder} ${cache}
systemctl daemon-reload
runuser -u ${spec.owner.user} -- rmdir --ignore-fail-on-non-empty ${where} 2>/dev/null || true`;
}

/** Puts a file in its place; in plain, so that people and policies can read what a command does. */
const putLines = ({ path, content, mode = "0644" }: MachineFile, folder: string): string =>
  `  put '${path}' ${mode} ${folder}/changed <<'${end}'\n${content.replace(/\n$/, "")}\n${end}`;

/** A line that is in no file of a mount. */
const end = "END-OF-FILE";

const unitFile = ({ name, content }: { name: string; content: string }): MachineFile => ({
  path: `/etc/systemd/system/${name}`,
  content,
});

const quoted = (word: string): string => (/^[\w./-]+$/.test(word) ? word : `'${word}'`);
