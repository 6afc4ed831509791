import { parse, YAMLParseError } from "yaml";
import type { TextFile } from "./environment-files";
import { type FileProblem, problemOf } from "./wrong-environment";

/** A file's content, JSON being YAML; undefined where it is neither, which becomes a problem. */
export function yamlContent(
  file: TextFile,
  problems: FileProblem[],
  read: (text: string) => unknown = (it) => parse(it),
): unknown {
  try {
    return read(file.text) ?? null;
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    // the message goes on with lines of the file, in which a secret may stand
    const [found = "cannot be read"] = error.message.split("\n");
    problems.push(problemOf(file, found, "YAML", "key: value"));
    return undefined;
  }
}
