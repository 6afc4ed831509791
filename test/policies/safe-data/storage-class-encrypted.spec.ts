import { type Judged, unknown } from "../../../policies/judge";
import { storageClassEncrypted } from "../../../policies/safe-data/storage-class-encrypted";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { storageClass } from "../compliant-kubernetes";

const mark = "storageclass.kubernetes.io/is-default-class";
const classOf = (name: unknown, annotations?: Record<string, unknown>): Judged =>
  changed(storageClass, { metadata: { name, annotations } });
const plain = (what: string, types = "LUKS") =>
  `storage class "encrypted" makes volumes of ${what}; set parameters.type to ${types}`;
const other = (provisioner: string) =>
  `storage class "encrypted" has the provisioner "${provisioner}", which is not known to encrypt; use cinder.csi.openstack.org`;
const wrongDefault =
  'storage class "gold" is the default without being of the list; make one of the list the default';

describe("safe-data-storage-class-encrypted", () => {
  it("holds for a listed class of an encrypted type, also as the default", async () => {
    await holds(storageClassEncrypted, [
      storageClass,
      classOf("encrypted-scratch", { [mark]: "true" }),
      changed(storageClass, { provisioner: "kubernetes.io/cinder" }),
    ]);
  });

  it("leaves other classes alone", async () => {
    await holds(storageClassEncrypted, [
      changed(classOf("gold", { [mark]: "false" }), { parameters: { type: "ssd" } }),
      changed(classOf("nfs"), { provisioner: "nfs.csi.k8s.io", parameters: undefined }),
    ]);
  });

  it("reports a listed class of another provisioner, unless that is listed too", async () => {
    const provisioner = "csi.vault.example.org";
    const vault = changed(storageClass, { provisioner, parameters: undefined });
    await reports(
      storageClassEncrypted,
      [vault, changed(storageClass, { provisioner: undefined })],
      [other(provisioner), other("")],
    );
    await holds(storageClassEncrypted, [vault], { config: { encryptingProvisioners: [provisioner] } });
  });

  it("reports a listed class of another type, or of none", async () => {
    await reports(
      storageClassEncrypted,
      [
        changed(storageClass, { parameters: { type: "ssd" } }),
        changed(storageClass, { parameters: undefined }),
      ],
      [plain('the type "ssd"'), plain("no type")],
    );
    await reports(storageClassEncrypted, [storageClass], [plain('the type "LUKS"', "luks2")], {
      config: { encryptedVolumeTypes: ["luks2"] },
    });
  });

  it("reports a default that is not listed, by either annotation", async () => {
    for (const key of [mark, "storageclass.beta.kubernetes.io/is-default-class"])
      await reports(storageClassEncrypted, [classOf("gold", { [key]: "true" })], [wrongDefault]);
  });

  it("cannot be judged while the type is unknown, and still reports the default", async () => {
    const pending = changed(classOf("gold", { [mark]: "true" }), { provisioner: unknown });
    await cannotJudge(storageClassEncrypted, [pending], "provisioner", [wrongDefault]);
  });
});
