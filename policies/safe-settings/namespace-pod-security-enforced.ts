import { labelKeys } from "../../components/five-safes";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofKinds, subjectOf } from "../kit/kubernetes";
import type { ResourceRule } from "../kit/rule";
import { tierOf, tierSchema } from "../kit/tier";
import { checkAll, checkEach } from "../kit/unknown";

const levels = ["privileged", "baseline", "restricted"];

/** The first minor version of Kubernetes whose standard has the control of probes and lifecycle handlers. */
const oldestMinor = 34;

/** Pods that are made later, by a controller or by hand, no policy pack sees: only the cluster itself can refuse them. */
export const namespacePodSecurityEnforced: ResourceRule = {
  name: "safe-settings-namespace-pod-security-enforced",
  description:
    "A namespace enforces, audits and warns by the Pod Security Standard of its tier, in a pinned version.",
  severity: "critical",
  framework: fiveSafes("safe-settings", {
    control: "S-20",
    also: ["Pod Security Standards", "CIS 5.2.1", "K8TRE"],
  }),
  remediationSteps: `Label the namespace pod-security.kubernetes.io/enforce, audit and warn: restricted (baseline below tier 2), each with its -version: v1.${oldestMinor} or later.`,
  configSchema: { properties: { tier: tierSchema } },
  validateResource: ofKinds(["Namespace"], (args, report) => {
    const { tier } = args.getConfig<{ tier?: number }>();
    const label = (key: string): string => String(field(args.props, "metadata", "labels", key) ?? "");
    const leastLevel = (): string =>
      tierOf(tier, { [labelKeys.tier]: label(labelKeys.tier) }) >= 2 ? "restricted" : "baseline";
    const refuse = (key: string, right: string): void =>
      report(`${subjectOf(args)} has "${label(key)}" as ${key}; label it ${right}`);
    checkEach(["enforce", "audit", "warn"], (mode) => {
      const key = `pod-security.kubernetes.io/${mode}`;
      checkAll(
        () => {
          const least = leastLevel();
          if (levels.indexOf(label(key)) < levels.indexOf(least)) refuse(key, least);
        },
        () => {
          const minor = /^v1\.(\d+)$/.exec(label(`${key}-version`))?.[1];
          if (minor === undefined || Number(minor) < oldestMinor)
            refuse(`${key}-version`, `v1.${oldestMinor} or later`);
        },
      );
    });
  }),
};
