/** What a program asks of a cluster, as objects that kubectl takes. */
import type { Recorded } from "./record";

/** An object of Kubernetes. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  [part: string]: unknown;
}

/** The objects among the resources that were registered; what the engine waits for, and in what order, is lost. */
export const manifestsOf = (recorded: Recorded[]): Manifest[] =>
  recorded.flatMap(({ type, inputs }) => {
    const [, version = "", kind = ""] = /^kubernetes:(.+):(\w+)$/.exec(type) ?? [];
    return kind === "" ? [] : [{ ...inputs, apiVersion: version.replace(/^core\//, ""), kind }];
  });
