/** The pack's judgement of what a program makes in a project's namespace. */
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { record } from "../../../automation/check/build";
import type { ProjectFacts, Tier } from "../../../components/five-safes";
import { objectLabels } from "../../../components/kubernetes/object-labels";
import { funnelVolumesRole } from "../../../components/naming";
import { judge } from "../../../policies/judge";
import { packConfig } from "../../../policies/pack-config";
import { rules } from "../../../policies/rules";
import { heart } from "../cloud/heart";

/** The day that the project is judged on. */
const today = "2026-12-01";

/** Where a program's components stand. */
export interface JudgedPlace {
  project: ProjectFacts;
  namespace: pulumi.Output<string>;
  opts: pulumi.ComponentResourceOptions;
}

/** What the pack finds at some tiers; a rule that cannot judge is a finding too. */
export async function findings(
  program: (place: JudgedPlace) => unknown,
  tiers: readonly Tier[] = [0, 1, 2, 3],
): Promise<string[]> {
  const found: string[] = [];
  for (const tier of tiers) {
    const project = { ...heart, tier };
    const registered = await record("test", () => {
      const provider = new kubernetes.Provider("cluster", { kubeconfig: "{}" });
      const opts = { provider };
      const namespace = buildNamespace(project, opts);
      return program({ project, namespace, opts: { providers: [provider] } });
    });
    const parameters = {
      registries: ["registry.site.example"],
      privilegedRoles: [funnelVolumesRole("heart-tasks")],
    };
    const config = packConfig({ project: heart.id, tier, parameters });
    const all = await judge(rules, registered, { config, today });
    found.push(...all.map(({ rule, message }) => `tier ${tier}: ${rule}: ${message}`));
    const [other] = registered.filter(({ name }) => name.startsWith("default"));
    if (other !== undefined) found.push(`tier ${tier}: something is made by the engine's own provider`);
  }
  return found;
}

/** A namespace as every rule has it. */
function buildNamespace(project: ProjectFacts, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const level = project.tier >= 2 ? "restricted" : "baseline";
  const security = ["enforce", "audit", "warn"].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, level],
    [`pod-security.kubernetes.io/${mode}-version`, "v1.36"],
  ]);
  const labels = { ...objectLabels(project, "tasks"), ...Object.fromEntries(security) };
  const { metadata } = new kubernetes.core.v1.Namespace(
    "tasks",
    { metadata: { name: "heart-tasks", labels } },
    opts,
  );
  const inside = { namespace: metadata.name, labels: objectLabels(project, "tasks") };
  new kubernetes.core.v1.ResourceQuota(
    "tasks-quota",
    { metadata: { name: "quota", ...inside }, spec: { hard: { pods: "40" } } },
    opts,
  );
  new kubernetes.networking.v1.NetworkPolicy(
    "tasks-deny-all",
    {
      metadata: { name: "deny-all", ...inside },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    },
    opts,
  );
  return metadata.name;
}
