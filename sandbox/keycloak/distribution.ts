import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Artefact } from "../engine";

const version = "26.4.7";

/** SHA-256 of the distribution's archive in Maven Central. */
const sha256 = "aca60ab72ae4d67adc6b8fe7fca5e08d16a6bb5e4a4f2ebb54050e3f5503fd2b";

/** Keycloak's distribution, its server already built for the sandbox's database, so that each start is a short one. */
export function keycloakDistribution(): Artefact {
  return {
    name: "keycloak",
    title: `Keycloak ${version}, from Maven Central`,
    usualSeconds: 50,
    needs: ["java", "maven"],
    inputs: { values: { version, sha256, database: "dev-file" } },
    async build(into, { run }) {
      const archive = join(into, `keycloak-quarkus-dist-${version}.tar.gz`);
      await run("mvn", [
        "--batch-mode",
        "--no-transfer-progress",
        "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
        `-Dartifact=org.keycloak:keycloak-quarkus-dist:${version}:tar.gz`,
        `-DoutputDirectory=${into}`,
      ]);
      const found = createHash("sha256")
        .update(await readFile(archive))
        .digest("hex");
      if (found !== sha256) throw new Error(`the archive has the SHA-256 ${found}, expected ${sha256}`);
      await run("tar", ["-xzf", archive, "--strip-components=1", "--no-same-owner", "-C", into]);
      await rm(archive);
      await run(join(into, "bin", "kc.sh"), ["build", "--db=dev-file"]);
    },
  };
}
