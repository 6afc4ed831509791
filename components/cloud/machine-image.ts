import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";

/**
 * Id of the image that has a name. Another image under the same name has another id, and puts other machines in place
 * of those that were made from the old one; a preview shows it.
 * @throws Error where there is none, or more than one
 */
export function findImage(name: string, opts: pulumi.InvokeOptions): pulumi.Output<string> {
  const found = openstack.images.getImage({ name, mostRecent: false }, opts).catch((error: Error) => {
    const { message } = error;
    if (/returned no results/.test(message))
      throw new Error(`the site has no image "${name}" for this project; give its name as the site shows it`);
    if (/returned more than one/.test(message))
      throw new Error(`the site has more than one image "${name}"; have all but one renamed or hidden`);
    throw error;
  });
  return pulumi.output(found).apply(({ id, checksum }) => {
    // Glance computes it when it has the image as a whole
    if (checksum === "") throw new Error(`the image "${name}" has no checksum; its upload has not ended`);
    return id;
  });
}
