import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../five-safes";
import { rejectArgs } from "../validation";
import { objectLabels } from "./object-labels";
import { admissionProblems } from "./task-admission-problems";
import { admissionValidations, admissionVariables, type TaskAdmissionRules } from "./task-admission-rules";

/** What the admission of a namespace's pods is made from. */
export interface TaskAdmissionArgs extends TaskAdmissionRules {
  project: ProjectFacts;
  /** Name of the namespace that tasks run in. */
  namespace: pulumi.Input<string>;
}

/** What the cluster itself lets run in a namespace of tasks; whoever makes a pod there, and whenever. */
export class TaskAdmission extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:kubernetes:TaskAdmission";

  /** Name of the policy and its binding, which are of no namespace. */
  readonly policyName: pulumi.Output<string>;

  constructor(name: string, args: TaskAdmissionArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TaskAdmission.__pulumiType, name, {}, opts);
    const { project, namespace } = args;
    rejectArgs(`admission of tasks "${name}"`, admissionProblems(args));

    const metadata = {
      name: pulumi.interpolate`${namespace}-pods`,
      labels: objectLabels(project, "task-admission"),
    };
    const policy = new kubernetes.admissionregistration.v1.ValidatingAdmissionPolicy(
      name,
      {
        metadata,
        spec: {
          // what cannot be judged does not run
          failurePolicy: "Fail",
          matchConstraints: {
            resourceRules: [
              rule("", ["pods", "pods/ephemeralcontainers"], ["CREATE", "UPDATE"]),
              // their pods would be refused too, but out of sight of who waits for the job
              rule("batch", ["jobs"], ["CREATE"]),
            ],
          },
          // the cluster goes on to note what becomes of a pod that was let in by an earlier list
          matchConditions: [
            {
              name: "new-or-changed",
              expression: 'request.operation == "CREATE" || object.spec != oldObject.spec',
            },
          ],
          variables: admissionVariables(args),
          validations: admissionValidations(args).map((it) => ({ ...it, reason: "Forbidden" })),
        },
      },
      { parent: this },
    );
    const binding = new kubernetes.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
      `${name}-binding`,
      {
        metadata,
        spec: {
          policyName: policy.metadata.name,
          validationActions: ["Deny", "Audit"],
          matchResources: {
            // this label every namespace has, and nobody can take it off
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
          },
        },
      },
      { parent: this },
    );

    this.policyName = binding.metadata.name;
    this.registerOutputs({ policyName: this.policyName });
  }
}

const rule = (group: string, resources: string[], operations: string[]) => ({
  apiGroups: [group],
  apiVersions: ["v1"],
  resources,
  operations,
});
