import { type Judged, unknown } from "../../../policies/judge";
import { persistentVolumeAuthenticated } from "../../../policies/safe-data/persistent-volume-authenticated";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { persistentVolume } from "../compliant-kubernetes";

const volumeOf = (spec: Record<string, unknown>): Judged => changed(persistentVolume, { spec });
const nfs = { server: "192.0.2.3", path: "/export" };
const says = (problem: string) => `persistent volume "heart-reference" ${problem}`;
const plainNfs = says("is NFS without Kerberos; mount it with sec=krb5p");

describe("safe-data-persistent-volume-authenticated", () => {
  it("holds for a volume of a driver, and for NFS with Kerberos", async () => {
    await holds(persistentVolumeAuthenticated, [
      persistentVolume,
      volumeOf({ nfs, mountOptions: ["nfsvers=4.2", "sec=krb5p"] }),
      volumeOf({ nfs, mountOptions: "nfsvers=4.2, sec=krb5" }),
      volumeOf({ csi: { driver: "nfs.csi.k8s.io" }, mountOptions: ["sec=krb5i"] }),
      volumeOf({ hostPath: null }),
    ]);
  });

  for (const type of ["hostPath", "local"])
    it(`reports ${type}`, async () => {
      await reports(
        persistentVolumeAuthenticated,
        [volumeOf({ [type]: { path: "/mnt/data" } })],
        [says(`is a disk of a node; replace ${type} by a CSI volume`)],
      );
    });

  for (const mountOptions of [undefined, [], ["sec=sys"], ["nosec=krb5p"], ["sec=krb5x"]])
    it(`reports NFS with the mount options ${JSON.stringify(mountOptions)}`, async () => {
      await reports(persistentVolumeAuthenticated, [volumeOf({ nfs, mountOptions })], [plainNfs]);
      await reports(
        persistentVolumeAuthenticated,
        [volumeOf({ csi: { driver: "nfs.csi.k8s.io" }, mountOptions })],
        [plainNfs],
      );
    });

  it("cannot be judged while an option is unknown, and still reports the rest", async () => {
    await cannotJudge(
      persistentVolumeAuthenticated,
      [volumeOf({ nfs, local: {}, mountOptions: unknown })],
      "spec.mountOptions",
      [says("is a disk of a node; replace local by a CSI volume")],
    );
  });
});
