import { labelKeys, type ProjectFacts, projectLabels } from "../five-safes";

/** The labels of a project's object as Kubernetes takes them: an address is no value of a label, so its name stands there. */
export function objectLabels(project: ProjectFacts, role: string): Record<string, string> {
  return { ...projectLabels(project, role), [labelKeys.manager]: project.manager.replace(/@.*$/, "") };
}
