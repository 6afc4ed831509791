import { rangeProblem } from "../cloud/address-range";
import { originProblem } from "../cloud/server-machine";
import { wholeNumberProblem } from "../whole-number-problem";
import type { KeycloakMachineArgs } from "./keycloak-machine-args";

/** What is wrong with the arguments of a machine with Keycloak, apart from those of every machine. */
export function keycloakProblems({
  url,
  tls,
  provisioner,
  backup,
  heapMib = 768,
}: KeycloakMachineArgs): Record<string, string | undefined> {
  const trusted = "trustedProxies" in tls ? tls.trustedProxies : undefined;
  return {
    url: originProblem(url),
    "tls.trustedProxies": trusted?.length === 0 ? "must name at least one range" : undefined,
    ...Object.fromEntries(
      (trusted ?? []).map((range, at) => [`tls.trustedProxies[${at}]`, rangeProblem(range)]),
    ),
    "provisioner.clientId": /^[\w.-]{1,36}$/.test(provisioner.clientId)
      ? undefined
      : `must be up to 36 letters, digits, "-", "_" and ".", got "${provisioner.clientId}"`,
    "backup.endpoint": backup && originProblem(backup.endpoint),
    "backup.bucket":
      backup === undefined || /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(backup.bucket)
        ? undefined
        : `must be the name of a bucket, such as "backups", got "${backup.bucket}"`,
    heapMib: wholeNumberProblem(heapMib, 256, 65_536),
  };
}
