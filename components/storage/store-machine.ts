import * as pulumi from "@pulumi/pulumi";
import { Machine } from "../cloud/machine";
import type { MachineArgs } from "../cloud/machine-args";
import { urlProblem } from "../cloud/machine-document-problems";
import { machineProblems } from "../cloud/machine-problems";
import { originProblem, startServer } from "../cloud/server-machine";
import { rejectArgs } from "../validation";
import type { ObjectStoreMachineArgs } from "./store-machine-args";
import { storeMachineDocument } from "./store-machine-document";
import { storePlaces } from "./store-machine-places";
import { storeSecrets } from "./store-machine-secrets";

/**
 * MinIO on a machine with the role `store` and an encrypted volume. It answers at the ports 9000 (S3) and 9001 (console), by TLS
 * only; who reaches them, the ground's table of access says, and people from outside come through an `Edge`.
 *
 * The volume outlives the machine. A copy of the data elsewhere is not made here: use replication of buckets, or snapshots of
 * the volume at the site.
 */
export class ObjectStoreMachine extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:storage:ObjectStoreMachine";

  /** Address of the S3 API, known when the server works and knows its provisioner. */
  readonly url: pulumi.Output<string>;
  /** Address of the console, known then too. */
  readonly consoleUrl: pulumi.Output<string>;
  /** Address of the machine in the ground, known then too. */
  readonly address: pulumi.Output<string>;
  /** Id of the machine in Nova. */
  readonly instanceId: pulumi.Output<string>;
  /** SSH host keys of the machine as lines of a known_hosts file. */
  readonly hostKeys: pulumi.Output<string[]>;

  constructor(name: string, args: ObjectStoreMachineArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ObjectStoreMachine.__pulumiType, name, {}, opts);
    const machineArgs = machineArgsOf(args);
    rejectArgs(`object store machine "${name}"`, {
      ...machineProblems(name, machineArgs),
      ...storeProblems(args),
    });

    const machine = new Machine(name, machineArgs, { parent: this });
    const connection = machine.connection(args.privateKey, args.proxy);
    const works = startServer(
      name,
      { machine, connection, secrets: storeSecrets(args), program: storePlaces.start },
      this,
    );

    this.url = works.apply(() => args.url);
    this.consoleUrl = works.apply(() => args.consoleUrl);
    this.address = pulumi.all([machine.address, works]).apply(([address]) => address);
    this.instanceId = machine.instanceId;
    this.hostKeys = machine.hostKeys;
    const { url, consoleUrl, address, instanceId, hostKeys } = this;
    this.registerOutputs({ url, consoleUrl, address, instanceId, hostKeys });
  }
}

function machineArgsOf(args: ObjectStoreMachineArgs): MachineArgs {
  const { project, site, ground, cloud, publicKey, flavor, protect, readyMinutes, dataGib = 20 } = args;
  return {
    ...{ project, site, ground, cloud, publicKey, flavor, protect, readyMinutes },
    role: "store",
    document: storeMachineDocument(args),
    dataVolume: { sizeGib: dataGib, mountPath: storePlaces.volume },
  };
}

const storeProblems = ({
  url,
  consoleUrl,
  provisioner,
  audit,
}: ObjectStoreMachineArgs): Record<string, string | undefined> => ({
  url: originProblem(url),
  consoleUrl: originProblem(consoleUrl),
  "provisioner.accessKey": /^[\w-]{3,20}$/.test(provisioner.accessKey)
    ? undefined
    : `must be 3 to 20 letters, digits, "_" and "-", got "${provisioner.accessKey}"`,
  "audit.url": audit && urlProblem(audit.url),
});
