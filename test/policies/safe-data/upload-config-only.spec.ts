import { statSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { type Judged, unknown } from "../../../policies/judge";
import { uploadConfigOnly } from "../../../policies/safe-data/upload-config-only";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { configMapOf } from "../compliant-programs";

const mend = "bring data in by the ingress workflow";
const object: Judged = {
  type: "minio:index/s3Object:S3Object",
  name: "heart-folder",
  props: { bucketName: "heart-input", objectName: "imaging/", content: "" },
};
const containerObject: Judged = {
  type: "openstack:objectstorage/containerObject:ContainerObject",
  name: "heart-object",
  props: { containerName: "heart", name: "scan.dcm", copyFrom: "heart-archive/scan.dcm" },
};
const copyOf = (source: unknown, remotePath = "/etc/slurm/"): Judged => ({
  type: "command:remote:CopyToRemote",
  name: "heart-slurm",
  props: { source, remotePath },
});
const copyFile = (localPath: unknown): Judged => ({
  type: "command:remote:CopyFile",
  name: "heart-slurm",
  props: { localPath, remotePath: "/etc/slurm/" },
});
const { FileArchive, FileAsset, RemoteAsset, StringAsset } = pulumi.asset;

describe("safe-data-upload-config-only", () => {
  it("holds for a folder, for a copy inside of the store, and for a ConfigMap of texts", async () => {
    await holds(uploadConfigOnly, [object, containerObject, configMapOf("settings", { "a.yaml": "a: 1" })]);
  });

  it("holds for small files and texts that are configuration", async () => {
    await holds(uploadConfigOnly, [
      copyFile("Pulumi.yaml"),
      copyOf(new FileAsset("Pulumi.yaml")),
      copyOf(new StringAsset("ClusterName=heart\n"), "/etc/slurm/slurm.CONF"),
      copyOf(new StringAsset("login.example.org ssh-ed25519 AAAA"), "/etc/ssh/known_hosts"),
    ]);
  });

  for (const [resource, name, carriers] of [
    [object, "imaging/", ["content", "contentBase64", "source"]],
    [containerObject, "scan.dcm", ["content", "source"]],
  ] as const)
    for (const carrier of carriers)
      it(`reports ${carrier} of the object "${name}"`, async () => {
        await reports(
          uploadConfigOnly,
          [changed(resource, { [carrier]: "marker" })],
          [`object "${name}" is put there by Pulumi, from ${carrier}; ${mend}`],
        );
      });

  it("reports binary data of a ConfigMap, also of a patch to one", async () => {
    const map = changed(configMapOf("scans", {}), { binaryData: { "scan.dcm": "AAAA", b: "AAAA" } });
    const message = `config map "scans" carries binary data in scan.dcm, b; ${mend}`;
    await reports(uploadConfigOnly, [map], [message]);
    await reports(uploadConfigOnly, [{ ...map, type: "kubernetes:core/v1:ConfigMapPatch" }], [message]);
  });

  const copies: [string, Judged, string][] = [
    ["data", copyFile("cohort.csv"), 'is of "cohort.csv", which is not named as configuration'],
    ["no name", copyFile(undefined), 'is of "", which is not named as configuration'],
    [
      "what is not found",
      copyFile("no.conf"),
      'is of "no.conf", which is not found here, so that nobody knows its size',
    ],
    [
      "a large file",
      copyFile("package-lock.json"),
      `is of ${statSync("package-lock.json").size} bytes, more than 65536`,
    ],
    [
      "data as an asset",
      copyOf(new FileAsset("scan.dcm")),
      'is of "scan.dcm", which is not named as configuration',
    ],
    [
      "a text as data",
      copyOf(new StringAsset("a;b"), "/data/cohort.csv"),
      'is of "cohort.csv", which is not named as configuration',
    ],
    [
      "a large text",
      copyOf(new StringAsset("ü".repeat(32_769)), "/etc/a.conf"),
      "is of 65538 bytes, more than 65536",
    ],
    ["a folder", copyOf(new FileArchive("test")), "is of a folder or an archive, not of a single file"],
    [
      "a download",
      copyOf(new RemoteAsset("https://data.example.org/a.conf")),
      "is of a download, not of a single file",
    ],
    ["nothing", copyOf(undefined), "is of a folder or an archive, not of a single file"],
  ];
  for (const [what, copy, problem] of copies)
    it(`reports a copy of ${what}`, async () => {
      await reports(uploadConfigOnly, [copy], [`copy "heart-slurm" ${problem}; ${mend}`]);
    });

  it("takes the site's names of files and its largest size", async () => {
    const config = { configFiles: ["*.csv"], maxBytes: 4 };
    await holds(uploadConfigOnly, [copyOf(new StringAsset("a;b"), "/data/cohort.csv")], { config });
    await reports(
      uploadConfigOnly,
      [copyOf(new StringAsset("a;b;c"), "/data/cohort.csv")],
      [`copy "heart-slurm" is of 5 bytes, more than 4; ${mend}`],
      { config },
    );
  });

  it("cannot be judged while what is put there is unknown, and still reports the rest", async () => {
    await cannotJudge(uploadConfigOnly, [changed(object, { content: unknown, source: "a.csv" })], "content", [
      `object "imaging/" is put there by Pulumi, from source; ${mend}`,
    ]);
    await cannotJudge(uploadConfigOnly, [copyOf(unknown)], "source");
    await cannotJudge(uploadConfigOnly, [copyFile(unknown)], "localPath");
  });
});
