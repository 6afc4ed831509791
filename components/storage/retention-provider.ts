/** The default retention of a locked bucket as a dynamic resource: the MinIO provider's SDK has none. */
import type { dynamic } from "@pulumi/pulumi";
import { MinioError } from "./minio-error";
import { MinioChannel } from "./minio-request";

/** Who may shorten or lift a lock: `GOVERNANCE`, those with the right to bypass it; `COMPLIANCE`, nobody. */
export type RetentionMode = "GOVERNANCE" | "COMPLIANCE";

/** What the resource is made from; flat, as its state is. */
export interface RetentionInputs {
  serverUrl: string;
  region: string;
  ca: string;
  accessKey: string;
  secretKey: string;
  /** The bucket, made with object lock. */
  bucket: string;
  mode: RetentionMode;
  /** Days that each new object is locked. */
  days: number;
}

export const provider: dynamic.ResourceProvider<RetentionInputs, RetentionInputs> = {
  async diff(_id, olds, news) {
    const differs = (key: keyof RetentionInputs): boolean => olds[key] !== news[key];
    const replaces = differs("bucket") ? ["bucket"] : [];
    const keys = ["mode", "days", "serverUrl", "region", "ca", "accessKey", "secretKey"] as const;
    return { changes: replaces.length > 0 || keys.some(differs), replaces };
  },

  async create(inputs) {
    await lock(inputs, rule(inputs));
    return { id: inputs.bucket, outs: inputs };
  },

  async read(id, state) {
    const inputs = state as RetentionInputs;
    const found = await request(inputs, "GET", `show the lock of the bucket "${id}"`).catch(gone);
    if (found === undefined) return { id: "" };
    const text = (tag: string): string => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(found)?.[1] ?? "";
    const current = { ...inputs, mode: text("Mode") as RetentionMode, days: Number(text("Days")) };
    return { id, props: current };
  },

  async update(_id, _olds, news) {
    await lock(news, rule(news));
    return { outs: news };
  },

  async delete(_id, state) {
    // objects that are locked already stay locked
    await lock(state, "").catch(gone);
  },
};

const rule = ({ mode, days }: RetentionInputs): string =>
  `<Rule><DefaultRetention><Mode>${mode}</Mode><Days>${days}</Days></DefaultRetention></Rule>`;

const lock = (inputs: RetentionInputs, rules: string): Promise<string> =>
  request(
    inputs,
    "PUT",
    `lock the bucket "${inputs.bucket}"`,
    `<ObjectLockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><ObjectLockEnabled>Enabled</ObjectLockEnabled>${rules}</ObjectLockConfiguration>`,
  );

/** A bucket that is gone, or has no lock, has no retention. */
function gone(error: unknown): undefined {
  const codes = ["NoSuchBucket", "ObjectLockConfigurationNotFoundError"];
  if (error instanceof MinioError && codes.includes(error.code)) return undefined;
  throw error;
}

async function request(
  { serverUrl: url, region, ca, accessKey, secretKey, bucket }: RetentionInputs,
  method: "GET" | "PUT",
  does: string,
  body?: string,
): Promise<string> {
  const channel = new MinioChannel({ url, region, accessKey, secretKey, ...(ca === "" ? {} : { ca }) });
  try {
    const answer = await channel.send({
      does,
      method,
      path: `/${bucket}`,
      query: { "object-lock": "" },
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
    });
    return answer.toString();
  } finally {
    await channel.close();
  }
}
