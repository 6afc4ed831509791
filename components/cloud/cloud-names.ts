/** Names and labels that OpenStack shows. Pure, as `naming.ts` is. */
import { type ProjectFacts, projectLabels } from "../five-safes";

/** Name of a project's resource, `heart-edge`. */
export const cloudName = (projectId: string, part: string): string => `${projectId}-${part}`;

/** Labels as tags, for what takes tags in place of metadata: `spe.project=heart`. */
export const projectTags = (project: ProjectFacts, role: string): string[] =>
  Object.entries(projectLabels(project, role)).map(([key, value]) => `${key}=${value}`);
