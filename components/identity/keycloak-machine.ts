import * as pulumi from "@pulumi/pulumi";
import { Machine } from "../cloud/machine";
import type { MachineArgs } from "../cloud/machine-args";
import { machineProblems } from "../cloud/machine-problems";
import { MachineSecret } from "../cloud/machine-secret";
import { type ServerStart, startServer } from "../cloud/server-machine";
import { environmentText } from "../environment-text";
import { rejectArgs } from "../validation";
import type { KeycloakBackup, KeycloakMachineArgs } from "./keycloak-machine-args";
import { keycloakMachineDocument, keycloakStart } from "./keycloak-machine-document";
import { keycloakPlaces, keycloakUser } from "./keycloak-machine-places";
import { keycloakProblems } from "./keycloak-machine-problems";

/**
 * Keycloak in production mode with its PostgreSQL on a machine with the role `identity` and an encrypted volume. It answers at
 * port 8443 by https, or at 8080 behind an edge that ends TLS; who reaches it, the ground's table of access says. Of its
 * administrators only the provisioner is left: `kc.sh bootstrap-admin` on the machine makes another.
 */
export class KeycloakMachine extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:identity:KeycloakMachine";

  /** Address as people type it, known when Keycloak works and knows its provisioner. */
  readonly url: pulumi.Output<string>;
  /** Address of the machine in the ground, known then too. */
  readonly address: pulumi.Output<string>;
  /** Id of the machine in Nova. */
  readonly instanceId: pulumi.Output<string>;
  /** SSH host keys of the machine as lines of a known_hosts file. */
  readonly hostKeys: pulumi.Output<string[]>;

  constructor(name: string, args: KeycloakMachineArgs, opts?: pulumi.ComponentResourceOptions) {
    super(KeycloakMachine.__pulumiType, name, {}, opts);
    const machineArgs = machineArgsOf(args);
    rejectArgs(`Keycloak machine "${name}"`, {
      ...machineProblems(name, machineArgs),
      ...keycloakProblems(args),
    });

    const machine = new Machine(name, machineArgs, { parent: this });
    const connection = machine.connection(args.privateKey, args.proxy);
    const works = startServer(
      name,
      { machine, connection, secrets: secretsOf(args), program: keycloakStart },
      this,
    );
    if (args.backup !== undefined)
      new MachineSecret(
        `${name}-backup`,
        { connection, path: keycloakPlaces.backupEnvironment, content: backupEnvironment(args.backup) },
        { parent: this },
      );

    this.url = works.apply(() => args.url);
    this.address = pulumi.all([machine.address, works]).apply(([address]) => address);
    this.instanceId = machine.instanceId;
    this.hostKeys = machine.hostKeys;
    const { url, address, instanceId, hostKeys } = this;
    this.registerOutputs({ url, address, instanceId, hostKeys });
  }
}

function machineArgsOf(args: KeycloakMachineArgs): MachineArgs {
  const { project, site, ground, cloud, publicKey, protect, dataGib = 20 } = args;
  const { flavor = site.flavors.medium, readyMinutes = 25 } = args;
  return {
    ...{ project, site, ground, cloud, publicKey, flavor, protect, readyMinutes },
    role: "identity",
    document: keycloakMachineDocument(args),
    dataVolume: { sizeGib: dataGib, mountPath: keycloakPlaces.volume },
  };
}

const backupEnvironment = (backup: KeycloakBackup): pulumi.Output<string> =>
  pulumi.output(backup).apply(({ endpoint, accessKey, secretKey }) =>
    environmentText({
      RCLONE_S3_PROVIDER: "Minio",
      RCLONE_S3_ENDPOINT: endpoint,
      RCLONE_S3_ACCESS_KEY_ID: accessKey,
      RCLONE_S3_SECRET_ACCESS_KEY: secretKey,
      // the keys need not be let to make the bucket
      RCLONE_S3_NO_CHECK_BUCKET: "true",
    }),
  );

function secretsOf({ tls, provisioner }: KeycloakMachineArgs): ServerStart["secrets"] {
  const owner = keycloakUser;
  return {
    ...("trustedProxies" in tls
      ? {}
      : {
          certificate: { path: keycloakPlaces.certificate, content: tls.certificate, owner },
          "certificate-key": { path: keycloakPlaces.privateKey, content: tls.privateKey, owner },
        }),
    provisioner: {
      path: keycloakPlaces.provisioner,
      content: pulumi.output(provisioner).apply((it) => JSON.stringify(it)),
    },
  };
}
