import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofKinds, subjectOf } from "../kit/kubernetes";
import type { ResourceRule } from "../kit/rule";
import { storageClassesOf, storageClassSchemas } from "../kit/storage-class";
import { checkAll, checkEach } from "../kit/unknown";
import { isOn } from "../kit/value";

const defaultTypes = ["LUKS"];
const cinder = ["cinder.csi.openstack.org", "kubernetes.io/cinder"];

const defaultMarks = ["storageclass", "storageclass.beta"].map(
  (it) => `${it}.kubernetes.io/is-default-class`,
);

interface Config {
  encryptedVolumeTypes?: string[];
  encryptingProvisioners?: string[];
}

/** A list of encrypted classes says the truth only while each makes encrypted volumes; tasks take the default one. */
export const storageClassEncrypted: ResourceRule = {
  name: "safe-data-storage-class-encrypted",
  description:
    "A storage class of the list makes volumes of an encrypted type of OpenStack; the default is of the list.",
  severity: "high",
  framework: fiveSafes("safe-data", { control: "D-23", satre: ["2.8.01"], also: ["K8TRE storage"] }),
  remediationSteps:
    "Let Cinder make the volumes, with parameters.type one of the site's encrypted volume types, or list a provisioner that encrypts; make no other class the default.",
  configSchema: {
    properties: {
      ...storageClassSchemas,
      encryptedVolumeTypes: {
        type: "array",
        items: { type: "string" },
        description: "Names of the site's volume types that encrypt.",
        default: defaultTypes,
      },
      encryptingProvisioners: {
        type: "array",
        items: { type: "string" },
        description: "Provisioners beside Cinder's that encrypt every volume.",
        default: [],
      },
    },
  },
  validateResource: ofKinds(["StorageClass"], (args, report) => {
    const { encryptedVolumeTypes = defaultTypes, encryptingProvisioners = [] } = args.getConfig<Config>();
    const { dataClasses, scratchClasses } = storageClassesOf(args.getConfig());
    const isListed = (): boolean =>
      [...dataClasses, ...scratchClasses].includes(String(field(args.props, "metadata", "name")));
    checkAll(
      () =>
        checkEach(defaultMarks, (mark) => {
          if (isOn(field(args.props, "metadata", "annotations", mark)) && !isListed())
            report(
              `${subjectOf(args)} is the default without being of the list; make one of the list the default`,
            );
        }),
      () => {
        const provisioner = String(field(args.props, "provisioner") ?? "");
        if (!isListed() || encryptingProvisioners.includes(provisioner)) return;
        const type = String(field(args.props, "parameters", "type") ?? "");
        if (!cinder.includes(provisioner))
          report(
            `${subjectOf(args)} has the provisioner "${provisioner}", which is not known to encrypt; use ${cinder[0]}`,
          );
        else if (!encryptedVolumeTypes.includes(type))
          report(
            `${subjectOf(args)} makes volumes of ${type === "" ? "no type" : `the type "${type}"`}; set parameters.type to ${encryptedVolumeTypes.join(" or ")}`,
          );
      },
    );
  }),
};
