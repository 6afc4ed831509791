/** What can be known of the servers before anything is made: whether they are there, let us in, and are free for us. */
import { KeycloakError, MinioError } from "../components";
import { cloudProblems } from "./preflight/cloud";
import { keycloakProblems } from "./preflight/keycloak";
import { minioProblems } from "./preflight/minio";
import type { SecretKey, Settings } from "./settings";

/**
 * Asks each server that the settings name, all at once.
 * @param secret gives a secret of the stack, in plain
 * @param ca PEM of the private authority that signed the servers' certificates
 * @returns every problem, each with the setting that it is about and what to do
 */
export async function serverProblems(
  settings: Settings,
  secret: (key: SecretKey) => string,
  ca: string | undefined,
): Promise<string[]> {
  const { project, identity, storage, cloud } = settings;
  const keys = { accessKey: secret("spe:minioAccessKey"), secretKey: secret("spe:minioSecretKey") };
  const problems = await Promise.all([
    identity === undefined
      ? []
      : keycloakProblems(project.id, identity, secret("spe:keycloakClientSecret"), ca).catch(
          toldBy(KeycloakError),
        ),
    storage === undefined ? [] : minioProblems(storage, keys, ca).catch(toldBy(MinioError)),
    cloud === undefined ? [] : cloudProblems({ ...settings, cloud }, secret("spe:cloudCredentialSecret"), ca),
  ]);
  return problems.flat();
}

/** The problem that a server's own error is; anything else is a defect of ours. */
const toldBy =
  (known: typeof KeycloakError | typeof MinioError) =>
  (error: unknown): string[] => {
    if (error instanceof known) return [error.message];
    throw error;
  };
