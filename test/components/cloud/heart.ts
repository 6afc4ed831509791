/** A project and a site for the specs of the cloud's components. */
import type { CloudSite } from "../../../components/cloud/cloud-site";
import { cloudSites } from "../../../components/cloud/cloud-sites";
import { type ProjectFacts, projectLabels } from "../../../components/five-safes";

export const heart: ProjectFacts = {
  id: "heart",
  tier: 2,
  expires: "2027-06-30",
  permit: "EHDS-2026-0042",
  manager: "mona@example.org",
};

export const site: CloudSite = { ...cloudSites.sandbox, resolvers: ["198.18.0.1"] };

/** Labels of a role as tags. */
export const tags = (role: string): string[] =>
  Object.entries(projectLabels(heart, role)).map(([key, value]) => `${key}=${value}`);
