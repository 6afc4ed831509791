import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll } from "../kit/unknown";
import { isOn, mayBeOn } from "../kit/value";

interface Facts {
  kind: string;
  /** The input that holds the server's name for it. */
  key: string;
  /** Whether it bears data and must carry the engine's protection. */
  protect: boolean;
  /** An input of the resource that protects as well. */
  instead?: string;
}

/** A typing error in a list of settings must not delete a project's data; to lift protection is a step of its own, done by two. */
export const storeProtected: ResourceRule = {
  name: "safe-data-store-protected",
  description: "What bears data is protected and cannot be destroyed with its content.",
  severity: "high",
  framework: fiveSafes("safe-data", { control: "D-25", satre: ["2.2.03", "2.2.06", "3.1.10"] }),
  remediationSteps:
    "Set the resource option protect and leave forceDestroy out; lift the protection only by the documented step before an approved destroy.",
  validateResource: ofTypes<Facts>(
    {
      "keycloak:index/realm:Realm": {
        kind: "realm",
        key: "realm",
        protect: true,
        instead: "terraformDeletionProtection",
      },
      "minio:index/iamUser:IamUser": { kind: "user of the object store", key: "name", protect: false },
      "minio:index/s3Bucket:S3Bucket": { kind: "bucket", key: "bucket", protect: true },
      "openstack:blockstorage/volume:Volume": { kind: "volume", key: "name", protect: true },
      "openstack:objectstorage/container:Container": { kind: "container", key: "name", protect: true },
      "openstack:sharedfilesystem/share:Share": { kind: "share", key: "name", protect: true },
    },
    ({ kind, key, protect, instead }, args, report) => {
      const subject = `${kind} "${nameOf(args, key)}"`;
      checkAll(
        () => {
          if (mayBeOn(args.props.forceDestroy))
            report(`${subject} is destroyed with its content; remove forceDestroy`);
        },
        () => {
          if (!protect || args.opts.protect) return;
          if (instead === undefined || !isOn(args.props[instead]))
            report(`${subject} is not protected; set the resource option protect`);
        },
      );
    },
  ),
};
