import type * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../five-safes";
import type { ExternalService } from "./service-registry";

/** What a gateway by proTES is made from. */
export interface ProtesGatewayArgs {
  project: ProjectFacts;
  /** Name of the namespace that it stands in. */
  namespace: pulumi.Input<string>;
  /** Name that people reach it by, `tasks.network.example`. */
  host: string;
  /** Who runs it. */
  operator: { name: string; url: string };
  /** The services that it sends tasks to. */
  services: pulumi.Input<pulumi.Input<ExternalService>[]>;
  /** Images by digest. */
  images: { protes: string; mongodb: string; rabbitmq: string };
  /** Whom tokens must be for: the client of the issuer that people log in with. Every token names its issuer itself. */
  audience: string;
  /** Passwords of its own servers, made for it: 32 letters, digits, `-` or `_` or more. */
  passwords: {
    mongodbRoot: pulumi.Input<string>;
    mongodb: pulumi.Input<string>;
    rabbitmq: pulumi.Input<string>;
  };
  /** Storage class of what its servers keep. @default "encrypted" */
  storageClass?: string;
}
