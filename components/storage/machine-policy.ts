import { noAccessKeys } from "./guard-policy";
import { multipartActions, objectArns, type PolicyDocument, policyDocument } from "./policy-document";

/** What a machine may reach. */
export interface MachineScope {
  /** Physical name of the bucket. */
  bucket: string;
  /** Folder, ending with `/`; empty: the whole bucket. */
  prefix: string;
  access: "read" | "write";
}

/** The rights of a machine in its one bucket or folder; no keys but those that it was given. */
export function machineDocument({ bucket, prefix, access }: MachineScope): PolicyDocument {
  const arn = `arn:aws:s3:::${bucket}`;
  const changes = access === "write" ? ["s3:PutObject", "s3:DeleteObject", ...multipartActions] : [];
  return policyDocument([
    { Sid: "Locate", Effect: "Allow", Action: ["s3:GetBucketLocation"], Resource: [arn] },
    {
      Sid: "List",
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: [arn],
      ...(prefix === "" ? {} : { Condition: { StringLike: { "s3:prefix": [`${prefix}*`] } } }),
    },
    {
      Sid: "Objects",
      Effect: "Allow",
      Action: ["s3:GetObject", ...changes],
      Resource: objectArns([arn], prefix),
    },
    noAccessKeys,
  ]);
}
