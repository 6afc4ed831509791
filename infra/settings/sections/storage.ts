import { Type } from "@sinclair/typebox";
import { bucketRoles } from "../../../components/five-safes";
import { choice, group, list, oneOf, text, wholeNumber, yesOrNo } from "../field";

/** What a machine or a named person may do in a bucket. */
export const accesses = ["read", "write"] as const;

const server = group(
  {
    url: Type.Optional(
      text("https-origin", {
        description: "Address of MinIO's S3 interface.",
        example: "https://s3.site.example",
        defaultIs: "that of `site.serversStack`; without one, required",
      }),
    ),
    consoleUrl: Type.Optional(
      text("https-origin", {
        description: "Address of its console; the login returns to `<consoleUrl>/oauth_callback`.",
        example: "https://console.s3.site.example",
        defaultIs: "that of `site.serversStack`; without one, required",
      }),
    ),
    machinesUrl: Type.Optional(
      text("https-origin", {
        description: "The same S3 interface as the cloud's machines reach it, where that is another address.",
        example: "https://s3.inside.site.example",
        defaultIs: "`url`",
      }),
    ),
    region: Type.Optional(
      text("region", {
        description: "Region that the server is set to (`MINIO_SITE_REGION`); part of the RoleArn.",
        example: "de-bi",
        default: "",
      }),
    ),
    kmsKey: Type.Optional(
      text("kms-key", {
        description: "Key in the server's KMS that the buckets are encrypted with. It must exist.",
        example: "spe-heart",
        defaultIs: "that of `site.serversStack`; without one, `spe-` and the project's id",
      }),
    ),
  },
  {
    description:
      "The MinIO server. Its administrator's keys are `spe:minioAccessKey` and `spe:minioSecretKey`; not those of root.",
    example: { url: "https://s3.site.example", consoleUrl: "https://console.s3.site.example" },
    default: {},
  },
);

const role = choice(bucketRoles, {
  description:
    "`input`: read only for researchers. `scratch`: a prefix for each person. `egress-request`: researchers put in, output checkers read. `release`: what was let out. `audit`: records of access.",
  example: "scratch",
});

const bucketInFull = group(
  {
    role,
    name: Type.Optional(
      text("bucket-part", {
        description: "Tells apart several buckets of one role: `heart-input-imaging`.",
        example: "imaging",
        defaultIs: "none: `heart-input`",
      }),
    ),
    quota: Type.Optional(
      text("quota", { description: "Most that it may hold.", example: "500 GiB", defaultIs: "no limit" }),
    ),
    retentionDays: Type.Optional(
      wholeNumber({
        description:
          "How long an object cannot be deleted: at tiers 0 to 2 an administrator can lift that, at tier 3 nobody. Only for egress-request, release and audit; default and least by tier are below.",
        unit: "days",
        minimum: 1,
        maximum: 36500,
        example: 365,
        defaultIs: "by role and tier",
      }),
    ),
  },
  { title: "in full", description: "A bucket.", example: { role: "scratch", quota: "500 GiB" } },
);

const bucket = oneOf(
  [role, bucketInFull],
  (value) => {
    if (typeof value === "string") return 0;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? 1 : undefined;
  },
  {
    description: "A bucket: its role alone, or in full.",
    example: { role: "scratch", quota: "500 GiB" },
    allowed: "a bucket's role, or a bucket in full",
  },
);

const serviceAccount = group(
  {
    name: text("account", { description: "Name of the account; unique.", example: "mount" }),
    bucket: text("bucket-reference", {
      description: "The one bucket that it reaches: its role, or role/name.",
      example: "input/imaging",
    }),
    prefix: Type.Optional(
      text("object-prefix", {
        description: "Folder that it is limited to.",
        example: "public/",
        defaultIs: "the whole bucket",
      }),
    ),
    access: choice(accesses, {
      description:
        "What it may do there; `write` includes reading and deleting, and is refused on release and audit buckets.",
      example: "read",
    }),
  },
  { description: "One machine.", example: { name: "mount", bucket: "input", access: "read" } },
);

/** `spe:storage`: the buckets and who but the groups reaches them. */
export const storageSection = group(
  {
    server: Type.Optional(server),
    buckets: list(bucket, {
      description: "The buckets of the project. A plain role stands for a bucket with the defaults.",
      example: ["input", { role: "scratch", quota: "500 GiB" }, "egress-request", "release"],
      least: 1,
    }),
    prefix: Type.Optional(
      choice(["subject", "user-name"] as const, {
        description:
          "What a person's own prefix is called: the realm's id of the person, which never changes, or the user name, which is readable but can be freed and taken by somebody else. `user-name` is refused at tier 3.",
        example: "subject",
        default: "subject",
      }),
    ),
    listNames: Type.Optional(
      yesOrNo({
        description: "Whether listing a bucket's root shows other people's prefixes. Refused at tier 3.",
        example: false,
        default: false,
      }),
    ),
    serviceAccounts: Type.Optional(
      list(serviceAccount, {
        description: "Keys for machines (mounts, task execution), each limited to one bucket.",
        example: [{ name: "mount", bucket: "input", access: "read" }],
        default: [],
      }),
    ),
  },
  {
    description: "The project's buckets in a MinIO server. Left out, no bucket is made. Needs `identity`.",
    example: {
      server: { url: "https://s3.site.example", consoleUrl: "https://console.s3.site.example" },
      buckets: ["input", "scratch"],
    },
  },
);
