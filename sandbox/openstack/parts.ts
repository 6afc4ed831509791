import { provide } from "../engine";
import { machineImage } from "./machine-image";
import { packagedFiles } from "./packaged-files";
import { databaseSnapshot } from "./snapshot";

/** What a cloud of this machine is made of, apart from Debian's packages. */
export interface CloudParts {
  /** Folders of the artefacts. */
  packagedFiles: string;
  snapshot: string;
  image: string;
}

/**
 * Makes sure that the cache has what every cloud of this machine begins with.
 * @throws StepFailed
 */
export async function provideCloudParts(): Promise<CloudParts> {
  const files = await provide(packagedFiles());
  const [snapshot, image] = await Promise.all([provide(databaseSnapshot()), provide(machineImage())]);
  return { packagedFiles: files, snapshot, image };
}
