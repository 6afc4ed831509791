/** The object store as its administrator sees it, for what a spec changes or looks for behind an environment's back. */
import { readFileSync } from "node:fs";
import {
  DeleteObjectsCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
} from "@aws-sdk/client-s3";
import { MinioAdmin } from "../../components";
import { decryptPayload } from "../../components/storage/madmin-encryption";
import { MinioChannel, type MinioServer } from "../../components/storage/minio-request";
import { type StoreKeys, s3Client } from "../../sandbox/clients/object-store-clients";
import type { TestSandbox } from "./test-sandbox";

/** The provisioner's connection, and S3 requests in its name. */
export class StoreAdministrator {
  readonly admin: MinioAdmin;
  readonly keys: StoreKeys;
  readonly s3: ReturnType<typeof s3Client>;
  private readonly server: MinioServer;

  constructor({ sandbox, ca }: Pick<TestSandbox, "sandbox" | "ca">) {
    const { url, provisioner } = sandbox.minio;
    const secretKey = readFileSync(provisioner.secretKeyFile, "utf8");
    this.server = { url, ca, accessKey: provisioner.accessKey, secretKey };
    this.admin = new MinioAdmin(this.server);
    this.keys = { accessKeyId: provisioner.accessKey, secretAccessKey: secretKey };
    this.s3 = s3Client({ url, ca }, this.keys);
  }

  /** Names of everything that an environment makes: buckets, policies, users, OpenID providers. */
  async names(): Promise<Record<"buckets" | "policies" | "users" | "providers", string[]>> {
    const { Buckets = [] } = await this.s3.send(new ListBucketsCommand());
    const policies = JSON.parse((await this.ask("list-canned-policies")).toString());
    const users = await decryptPayload(this.server.secretKey, await this.ask("list-users"));
    const providers = await this.admin.openIdProviders();
    return {
      buckets: Buckets.map(({ Name = "" }) => Name),
      policies: Object.keys(policies),
      users: Object.keys(JSON.parse(users.toString())),
      providers: providers.filter(({ enabled }) => enabled).map(({ name }) => name),
    };
  }

  /** Deletes every version of every object of a bucket, also what is locked for governance. */
  async emptyBucket(bucket: string): Promise<void> {
    const { Versions = [], DeleteMarkers = [] } = await this.s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket }),
    );
    const Objects = [...Versions, ...DeleteMarkers].map(
      ({ Key, VersionId }): ObjectIdentifier => ({ Key, VersionId }),
    );
    if (Objects.length === 0) return;
    const { Errors = [] } = await this.s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects }, BypassGovernanceRetention: true }),
    );
    if (Errors.length > 0) throw new Error(`${bucket} keeps ${JSON.stringify(Errors)}`);
  }

  close(): Promise<void> {
    this.s3.destroy();
    return this.admin.close();
  }

  private async ask(path: string): Promise<Buffer> {
    const channel = new MinioChannel(this.server);
    try {
      return await channel.send({ does: path, method: "GET", path: `/minio/admin/v3/${path}` });
    } finally {
      await channel.close();
    }
  }
}
