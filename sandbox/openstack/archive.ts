import { basename, join } from "node:path";
import type { Artefact } from "../engine";

/** A folder of the cache as one file, since a machine fetches files. */
export function archiveOf(name: string, directory: string): { artefact: Artefact; file: string } {
  const file = `${name}.tar.gz`;
  const artefact: Artefact = {
    name: `${name}-archive`,
    title: `${name} for machines, packed`,
    usualSeconds: 5,
    inputs: { values: { directory: basename(directory) } }, // it ends in the hash of what it is made of
    build: (into, { run }) => run("tar", ["-C", directory, "-I", "gzip -1", "-cf", join(into, file), "."]),
  };
  return { artefact, file };
}
