import { join } from "node:path";
import { type Artefact, goProgram, projectRoot } from "../engine";

/** MinIO's client `mc`, of the version that the server's module names. */
export function minioClient(): Artefact {
  return goProgram({
    name: "minio-client",
    title: "MinIO's client, from its Go module",
    usualSeconds: 90,
    module: join(projectRoot, "sandbox", "minio", "server"),
    package: "github.com/minio/mc",
    output: "mc",
    tags: ["kqueue"],
  });
}
