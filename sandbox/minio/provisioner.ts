import { MinioAdmin, MinioError } from "../../components";

/** Access key of the administrator by name with which programs make buckets and policies. */
export const provisionerAccessKey = "spe-provisioner";

/** Where MinIO is, who root is, and which secret key the provisioner has or gets. */
export interface ProvisionerArgs {
  url: string;
  ca: string;
  root: { accessKey: string; secretKey: string };
  secretKey: string;
}

/** Makes the provisioner unless it is there; afterwards root, whose rights no policy limits, is refused. */
export async function ensureProvisioner({ url, ca, root, secretKey }: ProvisionerArgs): Promise<void> {
  const provisioner = new MinioAdmin({ url, ca, accessKey: provisionerAccessKey, secretKey });
  const rootUser = new MinioAdmin({ url, ca, ...root });
  try {
    if (!(await isKnown(provisioner))) {
      await rootUser.addUser(provisionerAccessKey, secretKey);
      await rootUser.attachPolicies(provisionerAccessKey, ["consoleAdmin"]);
    }
    await provisioner.setConfig("api root_access=off");
  } finally {
    await Promise.all([provisioner.close(), rootUser.close()]);
  }
}

/** Whether the server lets the administrator in; one without its policy yet is not. */
async function isKnown(admin: MinioAdmin): Promise<boolean> {
  try {
    await admin.info();
    return true;
  } catch (error) {
    if (error instanceof MinioError && ["InvalidAccessKeyId", "AccessDenied"].includes(error.code))
      return false;
    throw error;
  }
}
