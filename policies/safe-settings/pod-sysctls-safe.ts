import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

const safe = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
];

/** Other kernel settings than these act on the whole node, or switch its protections off. */
export const podSysctlsSafe: ResourceRule = {
  name: "safe-settings-pod-sysctls-safe",
  description: "A pod sets no kernel setting beyond those that touch only itself.",
  severity: "high",
  framework: fiveSafes("safe-settings", { control: "S-31", also: ["PSS baseline: Sysctls", "KSV-0026"] }),
  remediationSteps: "Remove the setting from securityContext.sysctls.",
  validateResource: ofPods({
    pod: (spec, refuse) =>
      checkEach(asList(field(spec, "securityContext", "sysctls")), (sysctl) => {
        const name = String(field(sysctl, "name") ?? "");
        if (!safe.includes(name)) refuse(`sets "${name}"; remove it from securityContext.sysctls`);
      }),
  }),
};
