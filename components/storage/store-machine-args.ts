import type * as pulumi from "@pulumi/pulumi";
import type { AuditSink } from "../cloud/bastion-document";
import type { MachineArtefact } from "../cloud/machine-document";
import type { ServerCertificate, ServerMachineArgs } from "../cloud/server-machine";

/** What a machine with an object store is made from. */
export interface ObjectStoreMachineArgs extends ServerMachineArgs {
  /** Where MinIO's server is fetched: the program itself, on a mirror that the ground's egress lets the role `store` reach. */
  server: Pick<MachineArtefact, "url" | "sha256">;
  /** Where MinIO's client `mc` is fetched, of a release that goes with the server. */
  client: Pick<MachineArtefact, "url" | "sha256">;
  /** Address of the S3 API as people and programs type it; the certificate names its host. */
  url: string;
  /** Address of the console as people type it; a login by OpenID comes back to it. */
  consoleUrl: string;
  tls: ServerCertificate;
  /** The key that objects and MinIO's own users are encrypted with: `<name>:<32 bytes in base64>`. Without it nothing can be read. */
  kmsKey: pulumi.Input<string>;
  /** Root. It makes the administrator by name and is refused from then on, since no policy limits it. */
  root: StoreKeys;
  /** The administrator by name with which programs make buckets, policies and users. */
  provisioner: { accessKey: string; secretKey: pulumi.Input<string> };
  /**
   * Where the log of all requests goes, with names of buckets, objects and people; what the sink has not taken waits on the
   * data volume. The ground's egress must let the role `store` reach it.
   * @default nowhere
   */
  audit?: AuditSink;
}

/** Keys of a user of a store. */
export interface StoreKeys {
  /** 3 to 20 letters, digits, `-` and `_`. */
  accessKey: pulumi.Input<string>;
  /** 8 to 40 characters. */
  secretKey: pulumi.Input<string>;
}
