/**
 * The Pod Security rules against the fixtures by which Kubernetes tests its own admission, fetched as a Go module:
 * each pod that it refuses, the rule for that control refuses, and each pod that it admits, no rule of that level does.
 * Proves the pod of kind Pod; that other kinds are read the same way is for kit/pod-spec.spec.ts.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { judge } from "../../policies/judge";
import type { ResourceRule } from "../../policies/kit/rule";
import { containerCapabilitiesDefault } from "../../policies/safe-settings/container-capabilities-default";
import { containerCapabilitiesDropped } from "../../policies/safe-settings/container-capabilities-dropped";
import { containerEscalationOff } from "../../policies/safe-settings/container-escalation-off";
import { containerProbeWithinPod } from "../../policies/safe-settings/container-probe-within-pod";
import { containerProcAlwaysMasked } from "../../policies/safe-settings/container-proc-always-masked";
import { containerProcMasked } from "../../policies/safe-settings/container-proc-masked";
import { containerUnprivileged } from "../../policies/safe-settings/container-unprivileged";
import { containerWithoutHostPort } from "../../policies/safe-settings/container-without-host-port";
import { podApparmorKept } from "../../policies/safe-settings/pod-apparmor-kept";
import { podHostProcessOff } from "../../policies/safe-settings/pod-host-process-off";
import { podNamespacesOwn } from "../../policies/safe-settings/pod-namespaces-own";
import { podNonRoot } from "../../policies/safe-settings/pod-non-root";
import { podSeccompKept } from "../../policies/safe-settings/pod-seccomp-kept";
import { podSeccompSet } from "../../policies/safe-settings/pod-seccomp-set";
import { podSelinuxKept } from "../../policies/safe-settings/pod-selinux-kept";
import { podSysctlsSafe } from "../../policies/safe-settings/pod-sysctls-safe";
import { podUserNotZero } from "../../policies/safe-settings/pod-user-not-zero";
import { podVolumeTypesLimited } from "../../policies/safe-settings/pod-volume-types-limited";
import { podWithoutHostPath } from "../../policies/safe-settings/pod-without-host-path";

const standard = "k8s.io/pod-security-admission@v0.36.0";
/** The newest version of the standard that has fixtures. */
const version = "v1.35";

/** The rules of each level, by the name that the fixtures give the control. */
const baseline: Record<string, ResourceRule> = {
  apparmorprofile: podApparmorKept,
  capabilities_baseline: containerCapabilitiesDefault,
  hostnamespaces: podNamespacesOwn,
  hostpathvolumes: podWithoutHostPath,
  hostports: containerWithoutHostPort,
  hostprobesandhostlifecycle: containerProbeWithinPod,
  privileged: containerUnprivileged,
  procmount: containerProcMasked,
  seccompprofile_baseline: podSeccompKept,
  selinuxoptions: podSelinuxKept,
  sysctls: podSysctlsSafe,
  windowshostprocess: podHostProcessOff,
};
const restricted: Record<string, ResourceRule> = {
  ...baseline,
  allowprivilegeescalation: containerEscalationOff,
  capabilities_restricted: containerCapabilitiesDropped,
  procmount_restricted: containerProcAlwaysMasked,
  restrictedvolumes: podVolumeTypesLimited,
  runasnonroot: podNonRoot,
  runasuser: podUserNotZero,
  seccompprofile_restricted: podSeccompSet,
};

describe("the Pod Security rules, by Kubernetes' own fixtures", () => {
  let fixtures: string;

  before(function () {
    if (!hasGo()) {
      console.error("  skipped: no Go to fetch the fixtures with");
      this.skip();
    }
    this.timeout(120_000);
    fixtures = fetchFixtures();
  });

  for (const [level, rules, count] of [
    ["baseline", baseline, { pass: 15, fail: 34 }],
    ["restricted", restricted, { pass: 23, fail: 76 }],
  ] as const) {
    it(`admit what the level ${level} admits`, async () => {
      const files = readFixtures(join(fixtures, level, version, "pass"));
      for (const { pod, name } of files)
        assert.deepEqual(await refusing(Object.values(rules), pod), [], `${level}/${name}`);
      assert.equal(files.length, count.pass);
    });

    it(`refuse what the level ${level} refuses, each by the rule for its control`, async () => {
      const files = readFixtures(join(fixtures, level, version, "fail"));
      for (const { pod, name, control } of files) {
        const refused = await refusing(Object.values(rules), pod);
        assert.ok(refused.includes(rules[control]?.name ?? ""), `${level}/${name}: refused by ${refused}`);
      }
      assert.deepEqual([...new Set(files.map(({ control }) => control))].sort(), Object.keys(rules).sort());
      assert.equal(files.length, count.fail);
    });
  }
});

function hasGo(): boolean {
  try {
    execFileSync("go", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The folder of fixtures in Go's module cache, into which the module is downloaded where it is missing. */
function fetchFixtures(): string {
  const cwd = mkdtempSync(join(tmpdir(), "spe-pod-security-"));
  try {
    writeFileSync(join(cwd, "go.mod"), "module fixtures\n");
    const answer = execFileSync("go", ["mod", "download", "-json", standard], {
      cwd,
      encoding: "utf8",
      env: { ...process.env, GOFLAGS: "-mod=mod", GOTOOLCHAIN: "local" },
    });
    return join((JSON.parse(answer) as { Dir: string }).Dir, "test/testdata");
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

interface Fixture {
  name: string;
  /** Name of the file without its number. */
  control: string;
  pod: Record<string, unknown>;
}

const readFixtures = (folder: string): Fixture[] =>
  readdirSync(folder).map((name) => ({
    name,
    control: basename(name, ".yaml").replace(/\d+$/, ""),
    pod: parse(readFileSync(join(folder, name), "utf8")) as Record<string, unknown>,
  }));

/** Names of the rules that report a pod. */
async function refusing(rules: readonly ResourceRule[], props: Record<string, unknown>): Promise<string[]> {
  const findings = await judge(rules, [{ type: "kubernetes:core/v1:Pod", name: "fixture", props }]);
  return [...new Set(findings.map(({ rule }) => rule))];
}
