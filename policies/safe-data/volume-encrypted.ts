import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

interface Config {
  encryptedVolumeTypes?: string[];
  localDisksEncrypted?: boolean;
}

const defaultTypes = ["LUKS"];

/** A disk is taken out, sold on or read from another machine, and the type of a volume is all that says whether it is encrypted. */
export const volumeEncrypted: ResourceRule = {
  name: "safe-data-volume-encrypted",
  description: "Volumes and boot disks are of a volume type that encrypts.",
  severity: "high",
  framework: fiveSafes("safe-data", {
    control: "D-20",
    satre: ["2.8.01"],
    also: ["cnspec volume-encrypted", "OpenStack Check-Block-09"],
  }),
  remediationSteps:
    'Set volumeType to one of the site\'s encrypted types, for example "LUKS", also in blockDevices of an instance, which boots from a volume.',
  configSchema: {
    properties: {
      encryptedVolumeTypes: {
        type: "array",
        items: { type: "string" },
        minItems: 1,
        description: "Names of the site's volume types that encrypt.",
        default: defaultTypes,
      },
      localDisksEncrypted: {
        type: "boolean",
        description: "The site encrypts the local disks of its hypervisors, so instances may boot from them.",
        default: false,
      },
    },
  },
  validateResource: ofTypes(
    {
      "openstack:blockstorage/volume:Volume": "volume",
      "openstack:compute/instance:Instance": "instance",
    },
    (kind, args, report) => {
      const { encryptedVolumeTypes = defaultTypes, localDisksEncrypted = false } = args.getConfig<Config>();
      const refuse = (problem: string): void => report(`${kind} "${nameOf(args, "name")}" ${problem}`);
      const checkType = (type: unknown): void => {
        if (!encryptedVolumeTypes.includes(type as string))
          refuse(
            `has ${type ? `the volume type "${type}"` : "no volume type"}; set volumeType to ${encryptedVolumeTypes.join(" or ")}`,
          );
      };
      if (kind === "volume") {
        checkType(args.props.volumeType);
        return;
      }
      const devices = asList(args.props.blockDevices);
      checkAll(
        () => {
          if (!localDisksEncrypted && usesLocalDisk(devices))
            refuse("has a local disk; boot from a volume by blockDevices");
        },
        () =>
          checkEach(devices, (device) => {
            // a volume that exists already is judged where it is made
            if (isVolume(device) && field(device, "sourceType") !== "volume")
              checkType(field(device, "volumeType"));
          }),
      );
    },
  ),
};

const isVolume = (device: unknown): boolean =>
  field(device, "destinationType") === "volume" ||
  ["volume", "snapshot"].includes(field(device, "sourceType") as string);

/** Whether any disk is local; the root disk is, where no volume has the boot index 0, which is the default. */
const usesLocalDisk = (devices: readonly unknown[]): boolean =>
  !devices.every(isVolume) || !devices.some((device) => Number(field(device, "bootIndex") ?? 0) === 0);
