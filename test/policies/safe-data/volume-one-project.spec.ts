import { type Judged, unknown, urnOf } from "../../../policies/judge";
import { volumeOneProject } from "../../../policies/safe-data/volume-one-project";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import {
  bootVolume,
  image,
  instance,
  labels,
  naming,
  pending,
  volume,
  volumeAttachment,
} from "../compliant-cloud";

const mend = "keep to volumes, sources and instances of its own project";
const volumeHas = (what: string) => `volume "heart-data" has the ${what}; ${mend}`;
const attachmentHas = (what: string) =>
  `volume attachment "heart-cloud-data-attachment" has the ${what}; ${mend}`;
const elsewhere = '"1f2e", which is not of this stack';
const several = "takes more machines than one; remove multiattach";

const lungs: Judged = {
  ...changed(volume, { id: "volume-lungs", name: "lungs", metadata: labels("input", "lungs") }),
  name: "lungs",
};
const lungsInstance: Judged = {
  ...changed(instance, {
    id: "instance-lungs",
    name: "lungs",
    metadata: labels("login", "lungs"),
    blockDevices: [],
  }),
  name: "lungs-login",
};

describe("safe-data-volume-one-project", () => {
  it("holds for volumes of the project, with sources and on machines of its own", async () => {
    const stack = [
      volume,
      image,
      bootVolume,
      instance,
      volumeAttachment,
      naming(volume, "sourceVolId", bootVolume),
    ];
    await holds(volumeOneProject, stack);
    await holds(volumeOneProject, stack, { config: { project: "heart" } });
  });

  it("holds in a preview, which tells volumes and instances by where an id comes from", async () => {
    await holds(volumeOneProject, [
      pending(volume, "id"),
      pending(changed(instance, { blockDevices: [{ sourceType: "volume", uuid: unknown }] }), "id"),
      pending(volumeAttachment, "instanceId", "volumeId"),
      pending(bootVolume, "id", "imageId"),
      image,
    ]);
  });

  it("holds for the site's images and snapshots", async () => {
    const config = { siteSources: ["1f2e"] };
    for (const key of ["imageId", "snapshotId"])
      await holds(volumeOneProject, [changed(volume, { [key]: "1f2e" })], { config });
  });

  it("leaves the system that a machine boots to the rules on images", async () => {
    const boots = (sourceType: string) => ({
      ...changed(instance, { blockDevices: [{ sourceType, uuid: "1f2e", bootIndex: 0 }] }),
      dependencies: {},
    });
    await holds(volumeOneProject, [boots("image")]);
    await reports(
      volumeOneProject,
      [boots("snapshot")],
      [`instance "heart-login" has the uuid ${elsewhere}; ${mend}`],
    );
  });

  for (const key of ["sourceVolId", "sourceReplica", "snapshotId", "backupId", "imageId"])
    it(`reports a ${key} that is not of the stack`, async () => {
      await reports(
        volumeOneProject,
        [changed(volume, { [key]: "1f2e" })],
        [volumeHas(`${key} ${elsewhere}`)],
      );
    });

  it("reports a copy of another project's volume, also in a preview", async () => {
    const copy = naming(volume, "sourceVolId", lungs);
    const message = volumeHas('sourceVolId "lungs" of project "lungs"');
    await reports(volumeOneProject, [lungs, copy], [message]);
    await reports(volumeOneProject, [pending(lungs, "id"), pending(copy, "sourceVolId")], [message]);
  });

  it("reports an attachment to another project's machine, or of its volume", async () => {
    await reports(
      volumeOneProject,
      [volume, lungsInstance, naming(volumeAttachment, "instanceId", lungsInstance)],
      [attachmentHas('volumeId "heart-data" of project "heart"')],
    );
    await reports(
      volumeOneProject,
      [volume, lungsInstance, naming(volumeAttachment, "instanceId", lungsInstance)],
      [attachmentHas('instanceId "lungs" of project "lungs"')],
      { config: { project: "heart" } },
    );
    await reports(
      volumeOneProject,
      [lungs, bootVolume, image, instance, naming(volumeAttachment, "volumeId", lungs)],
      [attachmentHas('volumeId "lungs" of project "lungs"')],
    );
  });

  it("reports an attachment to or of what is not of the stack", async () => {
    for (const key of ["instanceId", "volumeId"])
      await reports(
        volumeOneProject,
        [volume, bootVolume, image, instance, changed(volumeAttachment, { [key]: "1f2e" })],
        [attachmentHas(`${key} ${elsewhere}`)],
      );
  });

  it("reports a machine that has another project's volume, or one from elsewhere, as a disk", async () => {
    for (const [uuid, what] of [
      ["volume-lungs", '"lungs" of project "lungs"'],
      ["1f2e", elsewhere],
    ] as const)
      await reports(
        volumeOneProject,
        [
          lungs,
          { ...changed(instance, { blockDevices: [{ sourceType: "volume", uuid }] }), dependencies: {} },
        ],
        [`instance "heart-login" has the uuid ${what}; ${mend}`],
      );
  });

  it("reports each disk once in a preview, which does not tell the items of a list apart", async () => {
    const sources = [volume, lungs].map(({ type, name }) => urnOf(type, name));
    const disk = { sourceType: "volume", uuid: unknown };
    await reports(
      volumeOneProject,
      [
        pending(volume, "id"),
        pending(lungs, "id"),
        { ...changed(instance, { blockDevices: [disk, disk] }), dependencies: { blockDevices: sources } },
      ],
      [`instance "heart-login" has the uuid "lungs" of project "lungs"; ${mend}`],
    );
  });

  it("reports what takes more machines than one", async () => {
    for (const multiattach of [true, "true"]) {
      await reports(volumeOneProject, [changed(volume, { multiattach })], [`volume "heart-data" ${several}`]);
      await reports(
        volumeOneProject,
        [volume, bootVolume, image, instance, changed(volumeAttachment, { multiattach })],
        [`volume attachment "heart-cloud-data-attachment" ${several}`],
      );
      await reports(
        volumeOneProject,
        [changed(instance, { blockDevices: [{ sourceType: "blank", multiattach }] })],
        [`instance "heart-login" ${several}`],
      );
    }
  });

  it("reports an attachment to a host by its name", async () => {
    const attachment: Judged = {
      type: "openstack:blockstorage/volumeAttach:VolumeAttach",
      name: "by-host",
      props: { volumeId: "volume-heart", hostName: "node-7" },
    };
    await reports(
      volumeOneProject,
      [volume, attachment],
      ['volume attachment "by-host" is to a host, which may be anyone\'s; use the VolumeAttach of compute'],
    );
  });

  it("cannot be judged while a source from elsewhere is unknown, and still reports the others", async () => {
    const copy = { ...changed(volume, { snapshotId: unknown }), dependencies: { snapshotId: [] } };
    await cannotJudge(volumeOneProject, [copy, changed(volume, { multiattach: true })], "snapshotId", [
      `volume "heart-data" ${several}`,
    ]);
  });
});
