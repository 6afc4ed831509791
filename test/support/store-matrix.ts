/**
 * What each person of a project may and may not do in its buckets, as requests of a real S3 client.
 * Needs an ObjectStore of tier 0 to 2 with the buckets input, scratch, egress-request, release and audit, people by
 * subject, and its ObjectStoreLogin. Proves the policies as this server reads them; nothing about Keycloak's tokens.
 */
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  PutObjectTaggingCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";

/** Claims of the tokens of the people in the matrix; `sub` is what a prefix is called by. */
export const matrixPeople = (project: string) =>
  ({
    alice: { sub: "alice-id", upn: "alice@up", groups: [`/${project}/researcher`] },
    bob: { sub: "bob-id", upn: "bob@up", groups: [`/${project}/researcher`] },
    carol: { sub: "carol-id", upn: "carol@up", groups: [`/${project}/checker`] },
    mona: { sub: "mona-id", upn: "mona@up", groups: [`/${project}/manager`] },
    dave: { sub: "dave-id", upn: "dave@up", groups: ["/other/researcher"] },
    nobody: { sub: "nobody-id", upn: "nobody@up", groups: [] },
    "both-roles": {
      sub: "both-id",
      upn: "both@up",
      groups: [`/${project}/checker`, `/${project}/researcher`],
    },
  }) as const;

/** A person of the matrix. */
export type MatrixPerson = keyof ReturnType<typeof matrixPeople>;

/** What the matrix finds in the buckets: versions of objects that an administrator put there. */
export type MatrixObjects = Record<string, string | undefined>;

/** One line of the matrix. */
export interface StoreCase {
  person: MatrixPerson;
  /** Reads as "carol may <does>". */
  does: string;
  allowed: boolean;
  /** Sends the requests; rejects with `AccessDenied` where it is refused. */
  run(client: S3Client, versions: MatrixObjects): Promise<unknown>;
}

type Run = StoreCase["run"];

/** Objects that an administrator puts into the buckets first, as `<role>/<key>`. */
export const matrixKeys = [
  "input/data.csv",
  "input/deep/part.csv",
  "scratch/alice-id/mine.txt",
  "scratch/bob-id/his.txt",
  "egress-request/alice-id/asked.txt",
  "egress-request/bob-id/asked.txt",
  "release/out.txt",
  "audit/log.json",
];

/** Puts the matrix's objects there, as an administrator. */
export async function putMatrixObjects(admin: S3Client, project: string): Promise<MatrixObjects> {
  const puts = matrixKeys.map(async (path) => {
    const { VersionId } = await admin.send(new PutObjectCommand({ ...at(project, path), Body: "x" }));
    return [path, VersionId] as const;
  });
  return Object.fromEntries(await Promise.all(puts));
}

const at = (project: string, path: string): { Bucket: string; Key: string } => {
  const [role = "", ...key] = path.split("/");
  return { Bucket: `${project}-${role}`, Key: key.join("/") };
};

/** Adds what a request carries beside what its command says. */
const forge =
  (extra: { headers?: Record<string, string>; query?: Record<string, string> }, run: Run): Run =>
  async (client, versions) => {
    const name = "forge";
    client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { headers: Record<string, string>; query: Record<string, string> };
        Object.assign(request.headers, extra.headers);
        Object.assign(request.query, extra.query);
        return next(args);
      },
      { step: "build", name },
    );
    return run(client, versions).finally(() => client.middlewareStack.remove(name));
  };

/** The requests of the matrix, by what they do, for one project. */
function requests(project: string) {
  const o = (path: string) => at(project, path);
  const bucket = (role: string) => ({ Bucket: `${project}-${role}` });
  return {
    get:
      (path: string): Run =>
      (c) =>
        c.send(new GetObjectCommand(o(path))),
    head:
      (path: string): Run =>
      (c) =>
        c.send(new HeadObjectCommand(o(path))).catch((error) => {
          // a HEAD has no body to say AccessDenied in
          if (error.$metadata?.httpStatusCode === 403) error.name = "AccessDenied";
          throw error;
        }),
    getVersion:
      (path: string): Run =>
      (c, versions) =>
        c.send(new GetObjectCommand({ ...o(path), VersionId: versions[path] })),
    put:
      (path: string): Run =>
      (c) =>
        c.send(new PutObjectCommand({ ...o(path), Body: "y" })),
    putLocked:
      (path: string): Run =>
      (c) =>
        c.send(
          new PutObjectCommand({
            ...o(path),
            Body: "y",
            ObjectLockMode: "GOVERNANCE",
            ObjectLockRetainUntilDate: new Date(Date.now() + 86_400_000),
          }),
        ),
    putTagged:
      (path: string): Run =>
      (c) =>
        c.send(new PutObjectCommand({ ...o(path), Body: "y", Tagging: "a=b" })),
    remove:
      (path: string): Run =>
      (c) =>
        c.send(new DeleteObjectCommand(o(path))),
    removeVersion:
      (path: string): Run =>
      (c, versions) =>
        c.send(new DeleteObjectCommand({ ...o(path), VersionId: versions[path] })),
    bypass:
      (path: string): Run =>
      (c, versions) =>
        c.send(
          new DeleteObjectCommand({ ...o(path), VersionId: versions[path], BypassGovernanceRetention: true }),
        ),
    removeMany:
      (path: string): Run =>
      async (c) => {
        const { Bucket, Key } = o(path);
        const { Errors = [] } = await c.send(
          new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }),
        );
        if (Errors.length > 0) throw Object.assign(new Error(Errors[0]?.Message), { name: Errors[0]?.Code });
      },
    copy:
      (from: string, to: string): Run =>
      (c) =>
        c.send(new CopyObjectCommand({ ...o(to), CopySource: `${o(from).Bucket}/${o(from).Key}` })),
    copyVersion:
      (from: string, to: string): Run =>
      (c, versions) =>
        c.send(
          new CopyObjectCommand({
            ...o(to),
            CopySource: `${o(from).Bucket}/${o(from).Key}?versionId=${versions[from]}`,
          }),
        ),
    list:
      (role: string, Prefix?: string, Delimiter?: string): Run =>
      (c) =>
        c.send(new ListObjectsV2Command({ ...bucket(role), Prefix, Delimiter })),
    listVersions:
      (role: string, Prefix?: string): Run =>
      (c) =>
        c.send(new ListObjectVersionsCommand({ ...bucket(role), Prefix })),
    listUploads:
      (role: string, Prefix?: string): Run =>
      (c) =>
        c.send(new ListMultipartUploadsCommand({ ...bucket(role), Prefix })),
    locate:
      (role: string): Run =>
      (c) =>
        c.send(new GetBucketLocationCommand(bucket(role))),
    upload:
      (path: string): Run =>
      async (c) => {
        const { UploadId } = await c.send(new CreateMultipartUploadCommand(o(path)));
        await c.send(new UploadPartCommand({ ...o(path), UploadId, PartNumber: 1, Body: "z" }));
        await c.send(new ListPartsCommand({ ...o(path), UploadId }));
        await c.send(new AbortMultipartUploadCommand({ ...o(path), UploadId }));
      },
    retain:
      (path: string): Run =>
      (c, versions) =>
        c.send(
          new PutObjectRetentionCommand({
            ...o(path),
            VersionId: versions[path],
            Retention: { Mode: "GOVERNANCE", RetainUntilDate: new Date(Date.now() + 1000) },
            BypassGovernanceRetention: true,
          }),
        ),
    hold:
      (path: string): Run =>
      (c) =>
        c.send(new PutObjectLegalHoldCommand({ ...o(path), LegalHold: { Status: "ON" } })),
    readRetention:
      (path: string): Run =>
      (c) =>
        c.send(new GetObjectRetentionCommand(o(path))),
    tag:
      (path: string): Run =>
      (c) =>
        c.send(new PutObjectTaggingCommand({ ...o(path), Tagging: { TagSet: [{ Key: "a", Value: "b" }] } })),
    readTags:
      (path: string): Run =>
      (c) =>
        c.send(new GetObjectTaggingCommand(o(path))),
    acl:
      (path: string): Run =>
      (c) =>
        c.send(new PutObjectAclCommand({ ...o(path), ACL: "public-read" })),
    readPolicy:
      (role: string): Run =>
      (c) =>
        c.send(new GetBucketPolicyCommand(bucket(role))),
    publish:
      (role: string): Run =>
      (c) =>
        c.send(
          new PutBucketPolicyCommand({
            ...bucket(role),
            Policy: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: "*",
                  Action: ["s3:GetObject"],
                  Resource: [`arn:aws:s3:::${project}-${role}/*`],
                },
              ],
            }),
          }),
        ),
    stopVersions:
      (role: string): Run =>
      (c) =>
        c.send(
          new PutBucketVersioningCommand({
            ...bucket(role),
            VersioningConfiguration: { Status: "Suspended" },
          }),
        ),
    unlock:
      (role: string): Run =>
      (c) =>
        c.send(
          new PutObjectLockConfigurationCommand({
            ...bucket(role),
            ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" },
          }),
        ),
    removeBucket:
      (role: string): Run =>
      (c) =>
        c.send(new DeleteBucketCommand(bucket(role))),
  };
}

/** Every line of the matrix for a project. */
export function storeCases(project: string): StoreCase[] {
  const r = requests(project);
  const lines = (person: MatrixPerson, allowed: boolean, runs: Record<string, Run>): StoreCase[] =>
    Object.entries(runs).map(([does, run]) => ({ person, does, allowed, run }));
  const forged = (role: string) => ({ headers: { Groups: `/${project}/${role}` } });
  const reader: Record<string, Run> = {
    "get input": r.get("input/data.csv"),
    // MinIO asks for s3:GetObject only, whatever the version
    "get a version of input": r.getVersion("input/data.csv"),
    "list input": r.list("input"),
    "list the root of input": r.list("input", "", "/"),
    "list own scratch": r.list("scratch", "alice-id/"),
    "put into own scratch": r.put("scratch/alice-id/mine.txt"),
    "get from own scratch": r.get("scratch/alice-id/mine.txt"),
    "copy input to own scratch": r.copy("input/data.csv", "scratch/alice-id/copy.csv"),
    "upload in parts to own scratch": r.upload("scratch/alice-id/large.bin"),
    "delete from own scratch": r.remove("scratch/alice-id/copy.csv"),
    "delete many from own scratch": r.removeMany("scratch/alice-id/copy.csv"),
    "put an own egress request": r.put("egress-request/alice-id/new.txt"),
    "copy own scratch to an egress request": r.copy(
      "scratch/alice-id/mine.txt",
      "egress-request/alice-id/copied.txt",
    ),
    "upload an own egress request in parts": r.upload("egress-request/alice-id/large.bin"),
    "locate input": r.locate("input"),
  };
  return [
    ...lines("alice", true, reader),
    ...lines("alice", false, {
      "put into input": r.put("input/alice-id/x.txt"),
      "overwrite input": r.put("input/data.csv"),
      "delete from input": r.remove("input/data.csv"),
      "tag input": r.tag("input/data.csv"),
      "list all of scratch": r.list("scratch"),
      "list the root of scratch": r.list("scratch", "", "/"),
      "list scratch by a prefix without its slash": r.list("scratch", "alice-id"),
      "list another's scratch": r.list("scratch", "bob-id/"),
      "list the versions of another's scratch": r.listVersions("scratch", "bob-id/"),
      "list another's uploads": r.listUploads("scratch", "bob-id/"),
      "get from another's scratch": r.get("scratch/bob-id/his.txt"),
      "head in another's scratch": r.head("scratch/bob-id/his.txt"),
      "put into another's scratch": r.put("scratch/bob-id/x.txt"),
      "delete from another's scratch": r.remove("scratch/bob-id/his.txt"),
      "delete many from another's scratch": r.removeMany("scratch/bob-id/his.txt"),
      "copy from another's scratch": r.copy("scratch/bob-id/his.txt", "scratch/alice-id/stolen.txt"),
      "copy to another's scratch": r.copy("scratch/alice-id/mine.txt", "scratch/bob-id/x.txt"),
      "upload in parts to another's scratch": r.upload("scratch/bob-id/x.bin"),
      "get an own egress request": r.get("egress-request/alice-id/asked.txt"),
      "head an own egress request": r.head("egress-request/alice-id/asked.txt"),
      "list own egress requests": r.list("egress-request", "alice-id/"),
      "list the versions of own egress requests": r.listVersions("egress-request", "alice-id/"),
      "delete an own egress request": r.remove("egress-request/alice-id/asked.txt"),
      "delete a version of an own egress request": r.removeVersion("egress-request/alice-id/asked.txt"),
      "bypass the lock of an own egress request": r.bypass("egress-request/alice-id/asked.txt"),
      "shorten the lock of an own egress request": r.retain("egress-request/alice-id/asked.txt"),
      "put an egress request with a lock of choice": r.putLocked("egress-request/alice-id/short.txt"),
      "put an egress request for another": r.put("egress-request/bob-id/x.txt"),
      "get a release": r.get("release/out.txt"),
      "list releases": r.list("release"),
      "put a release": r.put("release/alice-id/x.txt"),
      "copy own scratch to a release": r.copy("scratch/alice-id/mine.txt", "release/x.txt"),
      "get an audit record": r.get("audit/log.json"),
      "put an audit record": r.put("audit/alice-id/x.json"),
      "set an ACL": r.acl("scratch/alice-id/mine.txt"),
      "tag own scratch": r.tag("scratch/alice-id/mine.txt"),
      "hold own scratch": r.hold("scratch/alice-id/mine.txt"),
      "read a bucket's policy": r.readPolicy("scratch"),
      "publish a bucket": r.publish("scratch"),
      "stop the versions of input": r.stopVersions("input"),
      "unlock a bucket": r.unlock("egress-request"),
      "delete a bucket": r.removeBucket("scratch"),
      "get a release as forged checker by header": forge(forged("manager"), r.get("release/out.txt")),
      "read egress requests by two forged headers": forge(
        { headers: { Groups: `/${project}/researcher,/${project}/checker` } },
        r.get("egress-request/bob-id/asked.txt"),
      ),
      "read egress requests by a forged header": forge(
        forged("checker"),
        r.get("egress-request/bob-id/asked.txt"),
      ),
      "read egress requests by a forged parameter": forge(
        { query: { Groups: `/${project}/checker` } },
        r.get("egress-request/bob-id/asked.txt"),
      ),
      "read egress requests by a lower-case parameter": forge(
        { query: { groups: `/${project}/checker` } },
        r.get("egress-request/bob-id/asked.txt"),
      ),
      "read another's scratch by a forged subject": forge(
        { headers: { Sub: "bob-id" }, query: { sub: "bob-id", Sub: "bob-id" } },
        r.get("scratch/bob-id/his.txt"),
      ),
    }),
    ...lines("carol", true, {
      "list egress requests": r.list("egress-request"),
      "list the versions of egress requests": r.listVersions("egress-request"),
      "get an egress request": r.get("egress-request/bob-id/asked.txt"),
      "get a version of an egress request": r.getVersion("egress-request/bob-id/asked.txt"),
      "put a release": r.put("release/checked.txt"),
      "copy a version of an egress request to a release": r.copyVersion(
        "egress-request/bob-id/asked.txt",
        "release/copied.txt",
      ),
      "upload a release in parts": r.upload("release/large.bin"),
    }),
    ...lines("carol", false, {
      "put an egress request": r.put("egress-request/carol-id/x.txt"),
      "overwrite an egress request": r.put("egress-request/bob-id/asked.txt"),
      "delete an egress request": r.remove("egress-request/bob-id/asked.txt"),
      "bypass the lock of an egress request": r.bypass("egress-request/bob-id/asked.txt"),
      "get a release": r.get("release/out.txt"),
      "delete a release": r.remove("release/out.txt"),
      "get input": r.get("input/data.csv"),
      "list scratch": r.list("scratch", "bob-id/"),
      "get from scratch": r.get("scratch/bob-id/his.txt"),
      "get an audit record": r.get("audit/log.json"),
    }),
    ...lines("mona", true, {
      "put input": r.put("input/new.csv"),
      "list the root of input": r.list("input", "", "/"),
      "list a folder of input": r.list("input", "deep/"),
      "upload input in parts": r.upload("input/large.bin"),
      "get a release": r.get("release/out.txt"),
      "list releases": r.list("release"),
    }),
    ...lines("mona", false, {
      "get input": r.get("input/data.csv"),
      "delete input": r.remove("input/data.csv"),
      "list all of input": r.list("input"),
      "put a release": r.put("release/x.txt"),
      "read an egress request": r.get("egress-request/bob-id/asked.txt"),
      "put an egress request": r.put("egress-request/mona-id/x.txt"),
      "read scratch": r.get("scratch/bob-id/his.txt"),
      "put an audit record": r.put("audit/x.json"),
    }),
    ...(["dave", "nobody", "both-roles"] as const).flatMap((person) =>
      lines(person, false, {
        "get input": r.get("input/data.csv"),
        "list input": r.list("input"),
        "put into a prefix of the own name": r.put(`scratch/${person}-id/x.txt`),
        "put an egress request": r.put(`egress-request/${person}-id/x.txt`),
        "read an egress request": r.get("egress-request/bob-id/asked.txt"),
        "get a release": r.get("release/out.txt"),
        "locate input": r.locate("input"),
      }),
    ),
    ...lines("dave", false, {
      "get input by a forged header": forge(forged("researcher"), r.get("input/data.csv")),
      "get input by a forged parameter": forge(
        { query: { groups: `/${project}/researcher` } },
        r.get("input/data.csv"),
      ),
    }),
    ...lines("nobody", false, {
      "get input by a forged header": forge(forged("researcher"), r.get("input/data.csv")),
    }),
  ];
}
