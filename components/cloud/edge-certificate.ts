import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../five-safes";
import { cloudName } from "./cloud-names";

/** What a certificate of an edge is made from. */
export interface EdgeCertificateArgs {
  project: ProjectFacts;
  /** PEM of the certificate; of an RSA key, without which Octavia's own list of ciphers speaks TLS 1.3 only. */
  certificate: pulumi.Input<string>;
  /** PEM of the certificates between it and the authority, one after another. @default none */
  intermediates?: pulumi.Input<string>;
  /** PEM of its private key, without a passphrase. */
  privateKey: pulumi.Input<string>;
}

/** A certificate with its key in Barbican, where balancers take it from. */
export class EdgeCertificate extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:cloud:EdgeCertificate";

  /** What a listener with `TERMINATED_HTTPS` takes. */
  readonly containerRef: pulumi.Output<string>;

  constructor(name: string, args: EdgeCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super(EdgeCertificate.__pulumiType, name, {}, opts);
    const { project, certificate, intermediates, privateKey } = args;

    const keep = (part: string, secretType: string, payload: pulumi.Input<string>) => ({
      name: part,
      secretRef: new openstack.keymanager.SecretV1(
        `${name}-${part.replaceAll("_", "-")}`,
        {
          name: cloudName(project.id, `edge-${part}`),
          secretType,
          payload: pulumi.secret(payload),
          payloadContentType: "text/plain",
        },
        { parent: this },
      ).secretRef,
    });
    const container = new openstack.keymanager.ContainerV1(
      name,
      {
        name: cloudName(project.id, "edge"),
        type: "certificate",
        // names that Barbican prescribes
        secretRefs: [
          keep("certificate", "certificate", certificate),
          keep("private_key", "private", privateKey),
          ...(intermediates === undefined ? [] : [keep("intermediates", "certificate", intermediates)]),
        ],
      },
      { parent: this },
    );

    this.containerRef = container.containerRef;
    this.registerOutputs({ containerRef: this.containerRef });
  }
}
