import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";

/**
 * Looks for flavors that only the cluster's machine controller would ask for, long after the control plane is there.
 * @returns ids, by the flavors' names
 * @throws Error where the site has one not
 */
export const findFlavors = (
  names: readonly string[],
  opts: pulumi.InvokeOptions,
): pulumi.Output<Record<string, string>> =>
  pulumi
    .all([...new Set(names)].map(async (name) => [name, await findFlavor(name, opts)] as const))
    .apply((found) => Object.fromEntries(found));

async function findFlavor(name: string, opts: pulumi.InvokeOptions): Promise<string> {
  try {
    return (await openstack.compute.getFlavor({ name }, opts)).id;
  } catch (error) {
    if (!/returned no results/.test((error as Error).message)) throw error;
    throw new Error(`the site has no flavor "${name}" for this project; give its name as the site shows it`);
  }
}
