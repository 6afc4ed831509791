import { unknown } from "../../../policies/judge";
import { volumeEncrypted } from "../../../policies/safe-data/volume-encrypted";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { instance, volume } from "../compliant-cloud";

const has = (what: string) => `instance "heart-login" has ${what}`;
const mend = "set volumeType to LUKS";
const local = has("a local disk; boot from a volume by blockDevices");
const made = { sourceType: "image", destinationType: "volume", bootIndex: 0, volumeType: "LUKS" };
const withDisks = (...blockDevices: unknown[]) => changed(instance, { blockDevices });

describe("safe-data-volume-encrypted", () => {
  it("holds for volumes of an encrypted type, made beside an instance or with it", async () => {
    await holds(volumeEncrypted, [
      volume,
      instance,
      withDisks(made, { ...made, sourceType: "blank", bootIndex: 1 }),
      withDisks({ ...made, bootIndex: undefined }),
      withDisks({ ...made, sourceType: "snapshot", destinationType: undefined }),
    ]);
  });

  it("reports a volume of another type, or of none", async () => {
    for (const [volumeType, shown] of [
      ["fast", 'the volume type "fast"'],
      ["luks", 'the volume type "luks"'],
      [undefined, "no volume type"],
      ["", "no volume type"],
    ] as const) {
      const message = `has ${shown}; ${mend}`;
      await reports(volumeEncrypted, [changed(volume, { volumeType })], [`volume "heart-data" ${message}`]);
      await reports(
        volumeEncrypted,
        [withDisks(made, { ...made, bootIndex: -1, volumeType })],
        [`instance "heart-login" ${message}`],
      );
    }
  });

  it("takes the types that the environment lists", async () => {
    const config = { encryptedVolumeTypes: ["secure-hdd", "secure-ssd"] };
    await holds(volumeEncrypted, [changed(volume, { volumeType: "secure-ssd" })], { config });
    await reports(
      volumeEncrypted,
      [volume],
      ['volume "heart-data" has the volume type "LUKS"; set volumeType to secure-hdd or secure-ssd'],
      { config },
    );
  });

  it("reports an instance that boots from a local disk, or has one beside", async () => {
    for (const disks of [
      [],
      [{ ...made, bootIndex: 1 }],
      [
        { sourceType: "image", destinationType: "local", bootIndex: 0 },
        { ...made, bootIndex: 1 },
      ],
      [made, { sourceType: "blank", destinationType: "local", bootIndex: -1 }],
      [made, { sourceType: "blank", bootIndex: 1 }],
    ])
      await reports(volumeEncrypted, [withDisks(...disks)], [local]);
    await reports(volumeEncrypted, [changed(instance, { blockDevices: undefined })], [local]);
  });

  it("holds for local disks where the site encrypts them, and still asks for the volumes' type", async () => {
    const config = { localDisksEncrypted: true };
    await holds(volumeEncrypted, [withDisks()], { config });
    await reports(
      volumeEncrypted,
      [withDisks({ ...made, volumeType: "fast" })],
      [has(`the volume type "fast"; ${mend}`)],
      { config },
    );
  });

  it("cannot be judged while a type is unknown, and still reports the others", async () => {
    await cannotJudge(
      volumeEncrypted,
      [withDisks({ ...made, volumeType: unknown }, { ...made, volumeType: "fast" })],
      "blockDevices.0.volumeType",
      [has(`the volume type "fast"; ${mend}`)],
    );
  });
});
