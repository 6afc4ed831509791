/** A project and a site for the specs of the cloud's components, and the pack's judgement of what they make. */
import * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import { record } from "../../../automation/check/build";
import type { CloudSite } from "../../../components/cloud/cloud-site";
import { cloudSites } from "../../../components/cloud/cloud-sites";
import { type ProjectFacts, projectLabels } from "../../../components/five-safes";
import { judge } from "../../../policies/judge";
import { packConfig } from "../../../policies/pack-config";
import { rules } from "../../../policies/rules";

export const heart: ProjectFacts = {
  id: "heart",
  tier: 2,
  expires: "2027-06-30",
  permit: "EHDS-2026-0042",
  manager: "mona@example.org",
};

/** The day that the project is judged on. */
const today = "2026-12-01";

export const site: CloudSite = { ...cloudSites.sandbox, resolvers: ["198.18.0.1"] };

/** Labels of a role as tags. */
export const tags = (role: string): string[] =>
  Object.entries(projectLabels(heart, role)).map(([key, value]) => `${key}=${value}`);

/**
 * What the pack finds in a preview of a program, at every tier; a rule that cannot judge is a finding too.
 * @param program makes the components of a project, all by the provider that it is given
 */
export async function findings(
  program: (project: ProjectFacts, opts: pulumi.ComponentResourceOptions) => unknown,
): Promise<string[]> {
  const found: string[] = [];
  for (const tier of [0, 1, 2, 3] as const) {
    const registered = await record("test", () => {
      const provider = new openstack.Provider("cloud", { authUrl: "https://keystone.example.org:5000/v3" });
      return program({ ...heart, tier }, { providers: [provider] });
    });
    const config = packConfig({ project: heart.id, tier, parameters: { resolvers: site.resolvers } });
    const all = await judge(rules, registered, { config, today });
    found.push(...all.map(({ rule, message }) => `tier ${tier}: ${rule}: ${message}`));
    const [other] = registered.filter(({ name }) => name.startsWith("default"));
    if (other !== undefined) found.push(`tier ${tier}: something is made by the engine's own provider`);
  }
  return found;
}
