import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofKinds, subjectOf } from "../kit/kubernetes";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** A disk of a node is every pod's there, and NFS believes whatever user a client says it is. */
export const persistentVolumeAuthenticated: ResourceRule = {
  name: "safe-data-persistent-volume-authenticated",
  description: "A persistent volume is of a store that knows who asks, neither a node's disk nor plain NFS.",
  severity: "high",
  framework: fiveSafes("safe-data", { control: "D-23", satre: ["2.8.01"], also: ["K8TRE storage"] }),
  remediationSteps: "Use a CSI volume of an encrypted class; mount NFS with sec=krb5p.",
  validateResource: ofKinds(["PersistentVolume"], (args, report) => {
    const refuse = (problem: string): void => report(`${subjectOf(args)} ${problem}`);
    const spec = field(args.props, "spec");
    checkAll(
      () =>
        checkEach(["hostPath", "local"], (type) => {
          if (field(spec, type) !== undefined) refuse(`is a disk of a node; replace ${type} by a CSI volume`);
        }),
      () => {
        const isNfs = field(spec, "nfs") !== undefined || field(spec, "csi", "driver") === "nfs.csi.k8s.io";
        if (isNfs && !usesKerberos(spec)) refuse("is NFS without Kerberos; mount it with sec=krb5p");
      },
    );
  }),
};

const usesKerberos = (spec: unknown): boolean =>
  asList(field(spec, "mountOptions"))
    .flatMap((options) => String(options).split(","))
    .some((option) => /^sec=krb5[ip]?$/.test(option.trim()));
