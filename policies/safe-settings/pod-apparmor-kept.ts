import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";

/** How a profile was set before Kubernetes 1.30; still obeyed. */
const annotation = "container.apparmor.security.beta.kubernetes.io/";

/** Without its AppArmor profile, nothing but the kernel's ordinary rights confines what has broken out. */
export const podApparmorKept: ResourceRule = {
  name: "safe-settings-pod-apparmor-kept",
  description: "Pods and containers keep the AppArmor profile of the runtime, or take one of the node.",
  severity: "high",
  framework: fiveSafes("safe-settings", { control: "S-27", also: ["PSS baseline: AppArmor", "KSV-0002"] }),
  remediationSteps:
    "Remove appArmorProfile, or set its type to RuntimeDefault or Localhost; the same goes for annotations.",
  validateResource: ofPods({
    pod: (spec, refuse, pod) =>
      checkAll(
        () => check(spec, refuse),
        () => checkAnnotations(field(pod, "metadata", "annotations"), refuse),
      ),
    container: check,
  }),
};

function check(spec: unknown, refuse: (problem: string) => void): void {
  const profile = field(spec, "securityContext", "appArmorProfile");
  const type = field(profile, "type");
  if (profile !== undefined && type !== "RuntimeDefault" && type !== "Localhost")
    refuse(`has the AppArmor profile "${type ?? ""}"; set the type RuntimeDefault or Localhost`);
}

function checkAnnotations(annotations: unknown, refuse: (problem: string) => void): void {
  const keys = Object.keys(annotations ?? {}).filter((key) => key.startsWith(annotation));
  checkEach(keys, (key) => {
    const profile = String(field(annotations, key) ?? "");
    if (!/^(?:|runtime\/default|localhost\/.*)$/s.test(profile))
      refuse(`has the AppArmor profile "${profile}"; remove the annotation ${key}`);
  });
}
