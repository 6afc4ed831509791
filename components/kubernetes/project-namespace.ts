import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type PeopleRole, type ProjectFacts, peopleRoles } from "../five-safes";
import { groupPath, tasksNamespace } from "../naming";
import { rejectArgs } from "../validation";
import { claimPrefix } from "./cluster-login";
import { namespaceRights } from "./namespace-roles";
import { askNames, denyAll, policyOf } from "./network-lines";
import { objectLabels } from "./object-labels";
import type { ProjectNamespaceArgs } from "./project-namespace-args";
import { namespaceProblems } from "./project-namespace-problems";

/** The first tier whose pods hold the restricted standard; below it, the baseline. */
const restrictedFrom = 2;

/** Annotation of a network policy that says why it is there. */
const reasonKey = "spe.why";

/** What its objects are for, by their labels: the project's work, of which tasks may be a part. */
const workRole = "work";

/** A project's place on a cluster: what its pods may be, take and reach, and what its people may do there. */
export class ProjectNamespace extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:kubernetes:ProjectNamespace";

  /** Name of the namespace, `heart-tasks`. What runs in it depends on this component, so that all that bounds it is there before. */
  readonly namespaceName: pulumi.Output<string>;

  constructor(name: string, args: ProjectNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ProjectNamespace.__pulumiType, name, {}, opts);
    const { project, kubernetesVersion, quota, flows = [] } = args;
    rejectArgs(`namespace "${name}"`, namespaceProblems(args));

    const namespace = new kubernetes.core.v1.Namespace(
      name,
      {
        metadata: {
          name: tasksNamespace(project.id),
          labels: { ...objectLabels(project, workRole), ...podSecurity(project, kubernetesVersion) },
        },
      },
      { parent: this },
    );
    const metadata = (object: string) => ({
      name: object,
      namespace: namespace.metadata.name,
      labels: objectLabels(project, workRole),
    });
    const policies = [
      { name: "deny-all", spec: denyAll, why: "only what is listed is open" },
      { name: "ask-names", spec: askNames, why: "names of the cluster and the site" },
      ...flows.map((line) => ({ name: line.name, spec: policyOf(line), why: line.why })),
    ];
    for (const { name: policy, spec, why } of policies)
      new kubernetes.networking.v1.NetworkPolicy(
        `${name}-${policy}`,
        { metadata: { ...metadata(policy), annotations: { [reasonKey]: why } }, spec },
        { parent: this },
      );
    new kubernetes.core.v1.ResourceQuota(
      `${name}-quota`,
      { metadata: metadata("quota"), spec: { hard: hardLimits(quota) } },
      { parent: this },
    );
    new kubernetes.core.v1.LimitRange(
      `${name}-limits`,
      { metadata: metadata("limits"), spec: { limits: [containerDefaults] } },
      { parent: this },
    );
    // Kubernetes makes it in every namespace; who runs as nobody in particular has no way to the API
    new kubernetes.core.v1.ServiceAccount(
      `${name}-default-account`,
      { metadata: metadata("default"), automountServiceAccountToken: false },
      // Kubernetes makes it again at once, and who waits for its end may wait for ever
      { parent: this, deletedWith: namespace },
    );
    for (const role of peopleRoles) this.buildRights(name, project, role, metadata(role));

    this.namespaceName = namespace.metadata.name;
    this.registerOutputs({ namespaceName: this.namespaceName });
  }

  /** What the people of a role may do, bound to the realm's group of the role. */
  private buildRights(
    name: string,
    project: ProjectFacts,
    role: PeopleRole,
    metadata: kubernetes.types.input.meta.v1.ObjectMeta,
  ): void {
    const rights = new kubernetes.rbac.v1.Role(
      `${name}-${role}`,
      { metadata, rules: namespaceRights[role] },
      { parent: this },
    );
    new kubernetes.rbac.v1.RoleBinding(
      `${name}-${role}-binding`,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: rights.metadata.name },
        subjects: [
          {
            apiGroup: "rbac.authorization.k8s.io",
            kind: "Group",
            name: `${claimPrefix(project.id)}${groupPath(project.id, role)}`,
          },
        ],
      },
      { parent: this },
    );
  }
}

/** Labels of the Pod Security admission: what is refused, told in the audit log, and told to whoever asks. */
function podSecurity({ tier }: ProjectFacts, version: string): Record<string, string> {
  const level = tier >= restrictedFrom ? "restricted" : "baseline";
  const minor = `v${version.split(".").slice(0, 2).join(".")}`;
  return Object.fromEntries(
    ["enforce", "audit", "warn"].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, minor],
    ]),
  );
}

const hardLimits = ({ cpu, memoryGib, pods }: ProjectNamespaceArgs["quota"]): Record<string, string> => ({
  "requests.cpu": String(cpu),
  "limits.cpu": String(cpu),
  "requests.memory": `${memoryGib}Gi`,
  "limits.memory": `${memoryGib}Gi`,
  pods: String(pods),
  // what faces the outside, the environment's own services alone make
  "services.nodeports": "1",
  "services.loadbalancers": "1",
});

/** What a container gets that asks for nothing; without it, the quota would refuse it. */
const containerDefaults = {
  type: "Container",
  default: { cpu: "1", memory: "1Gi" },
  defaultRequest: { cpu: "100m", memory: "128Mi" },
};
