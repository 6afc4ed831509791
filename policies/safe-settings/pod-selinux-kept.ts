import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { checkAll } from "../kit/unknown";

const types = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

/** Another SELinux type, user or role takes a container out of the confinement that the node gives it. */
export const podSelinuxKept: ResourceRule = {
  name: "safe-settings-pod-selinux-kept",
  description: "Pods and containers keep a type of SELinux for containers, with no user or role.",
  severity: "high",
  framework: fiveSafes("safe-settings", { control: "S-28", also: ["PSS baseline: SELinux", "KSV-0025"] }),
  remediationSteps:
    "Remove seLinuxOptions, or keep only a type of container_t, container_init_t, container_kvm_t or container_engine_t.",
  validateResource: ofPods({ pod: check, container: check }),
};

function check(spec: unknown, refuse: (problem: string) => void): void {
  const option = (key: string): string => String(field(spec, "securityContext", "seLinuxOptions", key) ?? "");
  checkAll(
    () => {
      if (!types.includes(option("type")))
        refuse(`has the SELinux type "${option("type")}"; remove seLinuxOptions.type`);
    },
    ...["user", "role"].map((key) => () => {
      if (option(key) !== "") refuse(`has the SELinux ${key} "${option(key)}"; remove seLinuxOptions.${key}`);
    }),
  );
}
