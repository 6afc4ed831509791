import type { Status } from "./evidence-schema";

/** A part of a cell: text, the name of something (and what else can be said of it), what can be said, or resources by their numbers. */
export type Phrase = string | { code: string; note?: string } | { status: Status } | { resources: string };

/** A cell of a table; several phrases stand under each other. */
export type Cell = Phrase | Phrase[];

/** A heading with what is said under it. */
export interface Section {
  title: string;
  text?: string;
  head?: string[];
  rows?: Cell[][];
}

/** `safe-people` as a heading says it. */
export const nameOf = (safe: string): string =>
  safe.charAt(0).toUpperCase() + safe.slice(1).replace("-", " ");
