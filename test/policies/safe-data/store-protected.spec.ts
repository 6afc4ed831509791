import { type Judged, unknown } from "../../../policies/judge";
import { storeProtected } from "../../../policies/safe-data/store-protected";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { bucket, inputShare, realm } from "../compliant";

const volume: Judged = {
  type: "openstack:blockstorage/volume:Volume",
  name: "heart-data",
  props: { name: "heart-data", size: 10 },
  opts: { protect: true },
};
const container: Judged = {
  type: "openstack:objectstorage/container:Container",
  name: "heart-container",
  props: { name: "heart-container" },
  opts: { protect: true },
};
const user: Judged = { type: "minio:index/iamUser:IamUser", name: "mount", props: { name: "heart-mount" } };

describe("safe-data-store-protected", () => {
  it("holds for what is protected, and for a user, who bears no data", async () => {
    await holds(storeProtected, [bucket, realm, volume, container, inputShare, user]);
  });

  it("holds for a realm that its provider protects", async () => {
    const guarded = changed({ ...realm, opts: {} }, { terraformDeletionProtection: true });
    await holds(storeProtected, [guarded]);
  });

  const kinds: [string, Judged][] = [
    ['bucket "heart-input"', bucket],
    ['realm "heart"', realm],
    ['volume "heart-data"', volume],
    ['container "heart-container"', container],
    ['share "heart-input"', inputShare],
  ];
  for (const [subject, resource] of kinds)
    it(`reports the ${subject} without protection`, async () => {
      await reports(
        storeProtected,
        [{ ...resource, opts: { protect: false } }],
        [`${subject} is not protected; set the resource option protect`],
      );
    });

  for (const [subject, resource] of [
    ['bucket "heart-input"', bucket],
    ['container "heart-container"', container],
    ['user of the object store "heart-mount"', user],
  ] as [string, Judged][])
    for (const forceDestroy of [true, "true"])
      it(`reports the ${subject} with forceDestroy ${JSON.stringify(forceDestroy)}`, async () => {
        await reports(
          storeProtected,
          [changed(resource, { forceDestroy })],
          [`${subject} is destroyed with its content; remove forceDestroy`],
        );
      });

  it("cannot be judged while forceDestroy is unknown, and still reports what is not protected", async () => {
    await cannotJudge(
      storeProtected,
      [{ ...changed(bucket, { forceDestroy: unknown }), opts: {} }],
      "forceDestroy",
      ['bucket "heart-input" is not protected; set the resource option protect'],
    );
  });
});
