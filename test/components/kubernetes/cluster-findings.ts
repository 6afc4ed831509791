import * as kubernetes from "@pulumi/kubernetes";
import * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import { record } from "../../../automation/check/build";
import type { ProjectFacts } from "../../../components/five-safes";
import { judge } from "../../../policies/judge";
import { packConfig } from "../../../policies/pack-config";
import { rules } from "../../../policies/rules";
import { heart, site } from "../cloud/heart";

/** The day that the project is judged on. */
const today = "2026-12-01";

/**
 * What the pack finds in a preview of a program on a cluster and its cloud, at every tier; a rule that cannot judge is a finding too.
 * @param program makes the components of a project, all by the providers that it is given
 * @param parameters what the environment says of itself
 */
export async function clusterFindings(
  program: (project: ProjectFacts, opts: pulumi.ComponentResourceOptions) => unknown,
  parameters: Record<string, unknown> = {},
): Promise<string[]> {
  const found: string[] = [];
  for (const tier of [0, 1, 2, 3] as const) {
    const registered = await record("test", () => {
      const providers = [
        new kubernetes.Provider("cluster", { kubeconfig: "{}" }),
        new openstack.Provider("cloud", { authUrl: "https://keystone.example.org:5000/v3" }),
      ];
      return program({ ...heart, tier }, { providers });
    });
    const config = packConfig({
      project: heart.id,
      tier,
      parameters: { resolvers: site.resolvers, ...parameters },
    });
    const all = await judge(rules, registered, { config, today });
    found.push(...all.map(({ rule, message }) => `tier ${tier}: ${rule}: ${message}`));
    const [other] = registered.filter(({ name }) => name.startsWith("default"));
    if (other !== undefined) found.push(`tier ${tier}: something is made by the engine's own provider`);
  }
  return found;
}
