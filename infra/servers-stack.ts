import * as pulumi from "@pulumi/pulumi";
import type { ServerAddresses } from "./settings";

/**
 * Asks the stack that the site's servers were made by where they are.
 * @param stack its name, as `site.serversStack` gives it
 * @throws pulumi.RunError when it has no servers
 */
export async function askServersStack(stack: string): Promise<ServerAddresses> {
  const reference = new pulumi.StackReference(`${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`);
  const { value } = await reference.getOutputDetails("servers");
  if (value === undefined)
    throw new pulumi.RunError(
      `site.serversStack: stack "${stack}" has no servers; give it the section servers, and run pulumi up there first`,
    );
  return value;
}
