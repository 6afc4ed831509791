import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { funnelVolumesRole } from "../naming";
import { funnelAccounts, noDriver } from "./funnel-templates";
import { objectLabels } from "./object-labels";
import { objectMetadata, type TaskPlace } from "./task-pod";

const rbac = "rbac.authorization.k8s.io";

/** What Funnel does in its namespace, and what the sweeper removes there. */
const serverRules = [
  { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "get", "list", "delete"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
  {
    apiGroups: [""],
    resources: ["configmaps", "persistentvolumeclaims"],
    verbs: ["create", "get", "list", "delete"],
  },
  { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["get"] },
  // for roles that say nothing: nobody gives by this what he has not himself
  { apiGroups: [rbac], resources: ["roles", "rolebindings"], verbs: ["create", "list", "delete"] },
];

const workerRules = [
  { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "get", "delete"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
];

/** Makes the accounts of Funnel, of its workers and of tasks, with their rights. */
export function buildFunnelRights(child: string, place: TaskPlace): pulumi.Resource[] {
  const account = (name: string) =>
    new kubernetes.core.v1.ServiceAccount(
      `${child}-${name}`,
      { metadata: objectMetadata(place, name), automountServiceAccountToken: false },
      { parent: place.parent },
    );
  const { server, worker, task } = funnelAccounts;
  const made = [
    { account: account(server), name: server, rules: serverRules },
    { account: account(worker), name: worker, rules: workerRules },
  ].flatMap(({ account, name, rules }) => [account, ...buildRole(child, place, name, rules)]);
  return [...made, account(task), ...buildVolumeRights(child, place)];
}

function buildRole(
  child: string,
  place: TaskPlace,
  name: string,
  rules: kubernetes.types.input.rbac.v1.PolicyRule[],
): pulumi.Resource[] {
  const { parent, namespace } = place;
  const metadata = objectMetadata(place, name);
  const role = new kubernetes.rbac.v1.Role(`${child}-${name}-role`, { metadata, rules }, { parent });
  const binding = new kubernetes.rbac.v1.RoleBinding(
    `${child}-${name}-binding`,
    {
      metadata,
      roleRef: { apiGroup: rbac, kind: "Role", name: role.metadata.name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
    { parent },
  );
  return [role, binding];
}

/**
 * Funnel makes a volume for each task with files, which belongs to no namespace: a volume of a folder of the node would be
 * the node's own disk. So the cluster lets it make and remove only the ones of its template.
 */
function buildVolumeRights(child: string, { project, namespace, parent }: TaskPlace): pulumi.Resource[] {
  const name = pulumi.output(namespace).apply(funnelVolumesRole);
  const metadata = { name, labels: objectLabels(project, "task-service") };
  const policy = new kubernetes.admissionregistration.v1.ValidatingAdmissionPolicy(
    `${child}-volumes-policy`,
    {
      metadata,
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [""],
              apiVersions: ["v1"],
              resources: ["persistentvolumes"],
              operations: ["CREATE", "DELETE"],
            },
          ],
        },
        matchConditions: [
          {
            name: "by-funnel",
            expression: pulumi.interpolate`request.userInfo.username == "system:serviceaccount:${namespace}:${funnelAccounts.server}"`,
          },
        ],
        validations: [
          {
            expression: pulumi.interpolate`(request.operation == "DELETE" ? oldObject : object).metadata.?labels["spe.namespace"].orValue("") == "${namespace}"`,
            message: "Funnel makes and removes volumes of its own namespace only",
          },
          {
            expression: `request.operation == "DELETE" || (object.spec.?csi.driver.orValue("") == "${noDriver}" && object.spec.?claimRef.namespace.orValue("") == object.metadata.labels["spe.namespace"])`,
            message: `Funnel makes volumes of the driver ${noDriver} only`,
          },
        ],
      },
    },
    { parent },
  );
  const binding = new kubernetes.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
    `${child}-volumes-policy-binding`,
    { metadata, spec: { policyName: policy.metadata.name, validationActions: ["Deny", "Audit"] } },
    { parent },
  );
  const role = new kubernetes.rbac.v1.ClusterRole(
    `${child}-volumes-role`,
    {
      metadata,
      rules: [
        { apiGroups: [""], resources: ["persistentvolumes"], verbs: ["create", "get", "list", "delete"] },
      ],
    },
    // no right without its limit
    { parent, dependsOn: binding },
  );
  const roleBinding = new kubernetes.rbac.v1.ClusterRoleBinding(
    `${child}-volumes-binding`,
    {
      metadata,
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: role.metadata.name },
      subjects: [{ kind: "ServiceAccount", name: funnelAccounts.server, namespace }],
    },
    { parent },
  );
  return [role, roleBinding];
}
