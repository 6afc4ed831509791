import * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import { record } from "../../../automation/check/build";
import type { ProjectFacts } from "../../../components/five-safes";
import { judge } from "../../../policies/judge";
import { packConfig } from "../../../policies/pack-config";
import { rules } from "../../../policies/rules";
import { heart, site } from "./heart";

/** The day that the project is judged on. */
const today = "2026-12-01";

/** Whence administrators come, who reach the bastion's SSH. */
export const adminRange = "192.0.2.0/24";

/**
 * What the pack finds in a preview of what stands at a cloud, at every tier; a rule that cannot judge is a finding too.
 * @param program makes the components of a project, all of OpenStack by the provider that it is given
 */
export async function machineFindings(
  program: (project: ProjectFacts, opts: pulumi.ComponentResourceOptions) => unknown,
): Promise<string[]> {
  const found: string[] = [];
  for (const tier of [0, 1, 2, 3] as const) {
    const registered = await record("test", () => {
      const provider = new openstack.Provider("cloud", { authUrl: "https://keystone.example.org:5000/v3" });
      return program({ ...heart, tier }, { providers: [provider] });
    });
    const config = packConfig({
      project: heart.id,
      tier,
      parameters: {
        resolvers: site.resolvers,
        adminRanges: [adminRange],
      },
    });
    const judged = await judge(rules, registered, { config, today });
    found.push(...judged.map(({ rule, message }) => `tier ${tier}: ${rule}: ${message}`));
    const other = registered.some(
      ({ type, name }) => type === "pulumi:providers:openstack" && name.startsWith("default"),
    );
    if (other) found.push(`tier ${tier}: something of OpenStack is made by the engine's own provider`);
  }
  return found;
}
