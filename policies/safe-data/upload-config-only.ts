import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { assetOf, copyProblem, defaultLimits, type Limits } from "../kit/copied-file";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { kindOf, subjectOf } from "../kit/kubernetes";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";

type Check = (args: ResourceValidationArgs, report: ReportViolation) => void | Promise<void>;

const checks: Readonly<Record<string, Check>> = {
  "minio:index/s3Object:S3Object": (args, report) =>
    checkObject(args, "objectName", ["content", "contentBase64", "source"], report),
  "openstack:objectstorage/containerObject:ContainerObject": (args, report) =>
    checkObject(args, "name", ["content", "source"], report),
  "command:remote:CopyFile": (args, report) =>
    checkCopy(args, { path: String(args.props.localPath ?? "") }, report),
  "command:remote:CopyToRemote": async (args, report) =>
    checkCopy(args, await assetOf(args.props.source, args.props.remotePath), report),
};

const mend = "bring data in by the ingress workflow";

/** Pulumi's state and the machine it runs on are no place for research data: neither logs who saw it, nor forgets. */
export const uploadConfigOnly: ResourceRule = {
  name: "safe-data-upload-config-only",
  description:
    "Pulumi puts no research data anywhere: no objects, no binary data, only small configuration files.",
  severity: "critical",
  framework: fiveSafes("safe-data", {
    control: "D-24",
    satre: ["3.1.04", "3.1.12"],
    also: ["EHDS 73(1)(c)"],
  }),
  remediationSteps: "Bring data in by the ingress workflow; copy only single files of configuration.",
  configSchema: {
    properties: {
      configFiles: {
        type: "array",
        items: { type: "string" },
        description: "Names of files that are configuration; * stands for any text.",
        default: defaultLimits.configFiles,
      },
      maxBytes: {
        type: "integer",
        description: "Bytes that such a file may have at most.",
        default: defaultLimits.maxBytes,
      },
    },
  },
  validateResource: async (args, report) => {
    if (kindOf(args.type) === "ConfigMap") return checkBinary(args, report);
    const check = Object.hasOwn(checks, args.type) ? checks[args.type] : undefined;
    if (check === undefined) args.notApplicable(`does not judge resources of type ${args.type}`);
    await check?.(args, report);
  },
};

function checkObject(
  { name, props }: ResourceValidationArgs,
  key: string,
  carriers: readonly string[],
  report: ReportViolation,
): void {
  checkEach(carriers, (carrier) => {
    if (props[carrier])
      report(`object "${props[key] ?? name}" is put there by Pulumi, from ${carrier}; ${mend}`);
  });
}

function checkBinary(args: ResourceValidationArgs, report: ReportViolation): void {
  const data = field(args.props, "binaryData");
  const keys = typeof data === "object" && data !== null ? Object.keys(data) : [];
  if (keys.length > 0) report(`${subjectOf(args)} carries binary data in ${keys.join(", ")}; ${mend}`);
}

function checkCopy(
  { name, getConfig }: ResourceValidationArgs,
  file: Parameters<typeof copyProblem>[0],
  report: ReportViolation,
): void {
  const problem = copyProblem(file, { ...defaultLimits, ...getConfig<Partial<Limits>>() });
  if (problem !== undefined) report(`copy "${name}" ${problem}; ${mend}`);
}
