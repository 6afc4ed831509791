import { Type } from "@sinclair/typebox";
import { group, list, text, wholeNumber } from "../field";
import { sizeOf } from "./cloud";

const sha256 = "7c1c3a9d2c4c0b7c8d1a5a7c3d0c2d6b8f1f0e6f7a4b9e2d5c8f1a3b6d9e0f24";

/** A file that machines fetch from the site's mirror, since they reach nothing else. */
const artefact = (description: string, name: string) =>
  group(
    {
      url: text("https-url", {
        description: "Where it is fetched; a line of `cloud.egress` lets the machine get there.",
        example: `https://mirror.site.example/${name}`,
      }),
      sha256: text("sha256", { description: "Its digest; another file is refused.", example: sha256 }),
    },
    { description, example: { url: `https://mirror.site.example/${name}`, sha256 } },
  );

const dataGib = (what: string) =>
  Type.Optional(
    wholeNumber({
      description: `Size of the encrypted volume with ${what}, which outlives the machine.`,
      unit: "GiB",
      minimum: 2,
      maximum: 65536,
      example: 500,
      default: 20,
    }),
  );

const store = group(
  {
    server: artefact("MinIO's server: the program itself.", "minio"),
    client: artefact("MinIO's client `mc`, of a release that goes with the server.", "mc"),
    kmsKey: text("kms-key", {
      description:
        "Name of the key that everything is encrypted with. The key is `spe:storeKmsKey`; without it nothing can be read.",
      example: "site-2026",
    }),
    size: sizeOf("the machine"),
    dataGib: dataGib("the objects"),
    auditUrl: Type.Optional(
      text("https-url", {
        description: "Where the log of all requests goes, with names of buckets, objects and people.",
        example: "https://logs.site.example/store",
        defaultIs: "nowhere",
      }),
    ),
  },
  {
    description: "MinIO on the machine `store`, at the ports 9000 (S3) and 9001 (console).",
    example: {
      server: { url: "https://mirror.site.example/minio", sha256 },
      client: { url: "https://mirror.site.example/mc", sha256 },
      kmsKey: "site-2026",
    },
  },
);

const backup = group(
  {
    url: text("https-origin", {
      description: "Address of an S3 server.",
      example: "https://s3.backup.example",
    }),
    bucket: text("bucket", {
      description: "A bucket there, into which the keys let put objects.",
      example: "login-server",
    }),
  },
  {
    description:
      "Where a copy of the database goes every night; its keys are `spe:backupAccessKey` and `spe:backupSecretKey`. Left out, there is none.",
    example: { url: "https://s3.backup.example", bucket: "login-server" },
  },
);

const keycloak = group(
  {
    distribution: artefact("Keycloak as it is published, 26 or higher.", "keycloak-26.4.7.tar.gz"),
    size: sizeOf("the machine"),
    dataGib: dataGib("the database"),
    backup: Type.Optional(backup),
  },
  {
    description: "Keycloak with its database on the machine `identity`, at port 443.",
    example: { distribution: { url: "https://mirror.site.example/keycloak-26.4.7.tar.gz", sha256 } },
  },
);

/** `spe:servers`: the site's object store and login server, on machines of the ground of `spe:cloud`. */
export const serversSection = group(
  {
    hostName: Type.Optional(
      text("host-name", {
        description: "Name that people reach both servers by.",
        example: "servers.site.example",
        defaultIs: "`address`",
      }),
    ),
    address: Type.Optional(
      text("ip-address", {
        description: "Floating address that the OpenStack project has already and keeps.",
        example: "192.0.2.80",
        defaultIs: "a new one, which stays when the servers go; needs `hostName`",
      }),
    ),
    certificateFile: text("relative-path", {
      description:
        "PEM file of the certificate of that name or address with its chain; its key is the secret `spe:serversKey`.",
      example: "site/servers.pem",
    }),
    ranges: list(text("cidr", { description: "One range.", example: "192.0.2.0/24" }), {
      description:
        "Addresses that reach the servers: of people, and those that the clouds' machines come out by, these servers' own among them.",
      example: ["192.0.2.0/24"],
      least: 1,
      uniqueItems: true,
    }),
    store,
    keycloak,
  },
  {
    description:
      "The site's object store and login server on machines of their own; the stacks of projects name this one in `site.serversStack`. Needs `cloud`. Left out, others run the servers.",
    example: {
      hostName: "servers.site.example",
      certificateFile: "site/servers.pem",
      ranges: ["192.0.2.0/24"],
      store: store.examples?.[0],
      keycloak: keycloak.examples?.[0],
    },
  },
);
