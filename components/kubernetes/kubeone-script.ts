import { quote } from "../cloud/shell-word";
import { credentialsFile, hostsFile, manifestFile, workersFolder } from "./kubeone-files";

/** What is done with a cluster. */
export type KubeOneVerb = "create" | "change" | "remove";

/** The tool that does it. */
export interface KubeOneTool {
  /** Name or path of KubeOne's program. */
  program: string;
  /** Version that it must have. */
  version: string;
}

/** Lines that a failure shows. */
const shownLines = 20;

/** File of the bundle with what must not be shown. */
export const secretsFile = "secrets";

/** Workers wait until the machine controller is there to take them. */
const steps: Record<KubeOneVerb, string> = {
  create: `mv ${workersFolder} workers-later
tool apply --auto-approve
mv workers-later ${workersFolder}
tool apply --auto-approve
print_kubeconfig`,
  change: `tool apply --auto-approve
print_kubeconfig`,
  remove: "tool reset --auto-approve --destroy-workers=true",
};

/**
 * What runs on the machine that has KubeOne: it unpacks the bundle on its standard input into a private folder, works there,
 * and leaves nothing of it. It prints the kubeconfig, and of a failure the last lines without secrets. Needs a POSIX shell
 * and its usual programs; holds nothing secret itself.
 */
export const kubeOneScript = (verb: KubeOneVerb, { program, version }: KubeOneTool): string => `set -eu
umask 077
program=${quote(program)}
folder=$(mktemp -d "\${TMPDIR:-/tmp}/spe-kubeone.XXXXXXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 143' HUP INT PIPE TERM
cd "$folder"
while read -r path content; do
  mkdir -p "$(dirname "$path")"
  printf %s "$content" | base64 -d >"$path"
done

without_secrets() {
  awk 'NR == FNR { if ($0 != "") secrets[++count] = $0; next }
    {
      for (i = 1; i <= count; i++)
        while (at = index($0, secrets[i]))
          $0 = substr($0, 1, at - 1) "[secret]" substr($0, at + length(secrets[i]))
      print
    }' ${secretsFile} -
}

fail() {
  echo "$1" >&2
  if [ -s output ]; then tail -n ${shownLines} output | without_secrets >&2; fi
  exit 1
}

run() {
  "$program" "$@" -m ${manifestFile} -t ${hostsFile} -c ${credentialsFile} </dev/null
}

tool() {
  run "$@" >output 2>&1 || fail "kubeone $1 failed; its last lines:"
}

print_kubeconfig() {
  run kubeconfig >kubeconfig 2>output || fail "kubeone kubeconfig failed; its last lines:"
  cat kubeconfig
}

found=$("$program" version 2>output </dev/null | sed -n 's/.*"gitVersion": *"v\\{0,1\\}\\([^"]*\\)".*/\\1/p' | head -n 1)
[ -n "$found" ] || fail "there is no KubeOne at $program; install its version ${version} where the cluster is made from"
[ "$found" = ${quote(version)} ] || fail "$program is KubeOne $found, but the cluster is for ${version}; install that, or change kubeOneVersion"

${steps[verb]}
`;

/** Files as the script takes them on its standard input: a line each, path and content in base64. */
export const bundleText = (files: Record<string, string>): string =>
  Object.entries(files)
    .map(([path, content]) => `${path} ${Buffer.from(content).toString("base64")}\n`)
    .join("");
