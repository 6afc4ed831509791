import type { types } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { MachineConnection } from "./cloud/machine-connection";

/** A connection as an input: each key a secret by itself, so that a policy can still judge the rest in preview. */
export const connectionInput = ({
  proxy,
  ...login
}: MachineConnection): types.input.remote.ConnectionArgs => ({
  ...login,
  privateKey: pulumi.secret(login.privateKey),
  ...(proxy === undefined ? {} : { proxy: { ...proxy, privateKey: pulumi.secret(proxy.privateKey) } }),
});

/**
 * Registers a connection part by part. The SDK of `@pulumi/command` makes one secret of the whole, and while one part of it
 * is not known, as a host key is before its machine, no policy could see any.
 */
export const partByPart =
  (connection: MachineConnection): pulumi.ResourceTransformation =>
  ({ props, opts }) => ({ props: { ...props, connection: connectionInput(connection) }, opts });
