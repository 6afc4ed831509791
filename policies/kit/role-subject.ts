import { field } from "./field";

/** What messages and lists call whom a role is bound to: `Group checkers`, `ServiceAccount heart-tes/taskmaster`. */
export function subjectName(subject: unknown): string {
  const namespace = field(subject, "namespace");
  const name = String(field(subject, "name") ?? "");
  return `${field(subject, "kind") ?? ""} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
