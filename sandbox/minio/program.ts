import { join } from "node:path";
import { type Artefact, goProgram, projectRoot } from "../engine";

/** The last release whose console has the login by OpenID; later ones are for the API alone. */
const release = "RELEASE.2025-04-22T22-12-26Z";

/** MinIO's server, built from its Go module: releases are no longer published. */
export function minioProgram(): Artefact {
  const cmd = "github.com/minio/minio/cmd";
  return goProgram({
    name: "minio",
    title: "MinIO RELEASE.2025-04-22, from its Go module",
    usualSeconds: 170,
    module: join(projectRoot, "sandbox", "minio", "server"),
    package: "github.com/minio/minio",
    output: "minio",
    tags: ["kqueue"],
    stamps: {
      [`${cmd}.Version`]: "2025-04-22T22:12:26Z",
      [`${cmd}.ReleaseTag`]: release,
      [`${cmd}.CopyrightYear`]: "2025",
    },
  });
}
