import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { consoleRedirectUri, loginProviderName, roleArn } from "../naming";
import { rejectArgs } from "../validation";
import { connectionInputs, type ObjectStoreServer, serverProblem } from "./object-store-server";
import { providerModule } from "./provider-module";

/** What an object store's login is made from. */
export interface ObjectStoreLoginArgs {
  /** Id of the project, for example `heart`; the provider's name in MinIO follows from it. */
  projectId: string;
  server: ObjectStoreServer;
  /** Address of the server's console, an https origin; people who log in there come back to it. */
  consoleUrl: string;
  /** Discovery document of the realm. The server must reach it and trust its certificate. */
  discoveryUrl: pulumi.Input<string>;
  /** Id of the object store's own client in the realm; the RoleArn follows from it. */
  clientId: string;
  /** Secret of that client. Who knows it can forge tokens, so nobody but the server gets it. */
  clientSecret: pulumi.Input<string>;
  /** Names of the policies that everybody who logs in has; they must exist. */
  policies: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * What the console's login page calls it.
   * @default the project's id
   */
  displayName?: string;
}

/**
 * Lets the people of a realm into an object store. The server restarts when it is made, changed and deleted, and what
 * others do there in that second is lost: let it depend on everything else that is made in the server (`dependsOn`).
 */
export class ObjectStoreLogin extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:storage:ObjectStoreLogin";

  /** Role that STS takes with a token of the realm. */
  readonly roleArn: pulumi.Output<string>;
  /** Where the console's login comes back to; the object store's client in the realm must allow exactly this. */
  readonly redirectUri: pulumi.Output<string>;

  constructor(name: string, args: ObjectStoreLoginArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ObjectStoreLogin.__pulumiType, name, {}, opts);
    const { projectId, server, consoleUrl, clientId, displayName = projectId } = args;
    rejectArgs(`object store login "${name}"`, {
      server: serverProblem(server),
      consoleUrl: /^https:\/\/[^/]+$/.test(consoleUrl)
        ? undefined
        : `must be an https origin without a path, got "${consoleUrl}"`,
      clientId: /^[a-z][a-z0-9-]{2,62}$/.test(clientId)
        ? undefined
        : `must be 3 to 63 lower-case letters, digits or hyphens, got "${clientId}"`,
      displayName: /^[^"'=\r\n]+$/.test(displayName)
        ? undefined
        : `must hold no quotes, line ends or "=", got "${displayName}"`,
    });

    const provider = new LoginProvider(
      name,
      {
        ...connectionInputs(server),
        providerName: loginProviderName(projectId),
        displayName,
        configUrl: args.discoveryUrl,
        clientId,
        clientSecret: pulumi.secret(args.clientSecret),
        rolePolicy: pulumi.output(args.policies).apply((policies) => policies.join(",")),
        scopes: "openid,profile,email",
        redirectUri: consoleRedirectUri(consoleUrl),
      },
      { parent: this },
    );

    this.roleArn = provider.clientId.apply((id) => roleArn(server.region ?? "", id));
    this.redirectUri = provider.redirectUri;
    this.registerOutputs({ roleArn: this.roleArn, redirectUri: this.redirectUri });
  }
}

/** The server's OpenID provider; `login-provider.ts` is what makes it. */
class LoginProvider extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/storage:LoginProvider";

  declare readonly clientId: pulumi.Output<string>;
  declare readonly redirectUri: pulumi.Output<string>;

  constructor(
    name: string,
    inputs: Record<string, pulumi.Input<string>>,
    opts?: pulumi.CustomResourceOptions,
  ) {
    const __provider = providerModule(join(__dirname, "login-provider"));
    super(
      LoginProvider.__pulumiType,
      name,
      { __provider, ...inputs },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["accessKey", "secretKey", "clientSecret"] }),
    );
  }
}
