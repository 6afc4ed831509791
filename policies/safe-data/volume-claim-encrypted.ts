import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { kindOf, ofKinds, subjectOf } from "../kit/kubernetes";
import { podKinds, podOf, volumeName } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { storageClassesOf, storageClassSchemas } from "../kit/storage-class";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";
import { asList } from "../kit/value";

/** A claim without a class takes whatever the cluster gives, which is seldom encrypted. */
export const volumeClaimEncrypted: ResourceRule = {
  name: "safe-data-volume-claim-encrypted",
  description: "A claim names a storage class of the list, whose volumes are encrypted.",
  severity: "high",
  framework: fiveSafes("safe-data", { control: "D-23", satre: ["2.8.01"], also: ["K8TRE storage"] }),
  remediationSteps: "Set storageClassName to a class of the list.",
  configSchema: { properties: storageClassSchemas },
  validateResource: ofKinds(["PersistentVolumeClaim", ...podKinds], (args, report) => {
    const { dataClasses, scratchClasses } = storageClassesOf(args.getConfig());
    const classes = [...dataClasses, ...scratchClasses];
    const check = (claim: unknown, subject: string): void => {
      const name = String(classOf(claim) ?? "");
      if (!classes.includes(name))
        report(
          `${subject} names ${name === "" ? "no storage class" : `the storage class "${name}"`}; set storageClassName to ${classes.join(" or ")}`,
        );
    };
    const subject = subjectOf(args);
    if (kindOf(args.type) === "PersistentVolumeClaim") return check(args.props, subject);
    checkAll(
      () =>
        checkEach(asList(field(args.props, "spec", "volumeClaimTemplates")), (claim) => {
          const name = ifKnown(() => field(claim, "metadata", "name"));
          check(claim, `claim "${name ?? ""}" of ${subject}`);
        }),
      () =>
        checkEach(asList(field(podOf(args), "spec", "volumes")), (volume) => {
          const claim = field(volume, "ephemeral", "volumeClaimTemplate");
          if (claim !== undefined) check(claim, `claim of volume "${volumeName(volume)}" of ${subject}`);
        }),
    );
  }),
};

/** The class of a claim; the annotation of old comes before the field. */
const classOf = (claim: unknown): unknown =>
  field(claim, "metadata", "annotations", "volume.beta.kubernetes.io/storage-class") ??
  field(claim, "spec", "storageClassName");
