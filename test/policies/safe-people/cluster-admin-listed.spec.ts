import { type Judged, unknown } from "../../../policies/judge";
import { clusterAdminListed } from "../../../policies/safe-people/cluster-admin-listed";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { roleBinding } from "../compliant-kubernetes";

const group = { kind: "Group", name: "platform-admins" };
const account = { kind: "ServiceAccount", name: "dashboard-user", namespace: "kubernetes-dashboard" };
const adminBinding: Judged = {
  type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
  name: "admins",
  props: {
    metadata: { name: "admins" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [group],
  },
};
const makes = (subject: string, kind = "cluster role binding") =>
  `${kind} "admins" makes ${subject} cluster-admin; bind a narrower role`;

describe("safe-people-cluster-admin-listed", () => {
  it("holds for other roles, for listed administrators and for nobody", async () => {
    await holds(clusterAdminListed, [roleBinding, changed(adminBinding, { subjects: [] })]);
    await holds(clusterAdminListed, [changed(adminBinding, { subjects: [group, account] })], {
      config: {
        clusterAdmins: ["Group platform-admins", "ServiceAccount kubernetes-dashboard/dashboard-user"],
      },
    });
  });

  it("reports everyone else, one by one", async () => {
    await reports(
      clusterAdminListed,
      [changed(adminBinding, { subjects: [group, account] })],
      [makes("Group platform-admins"), makes("ServiceAccount kubernetes-dashboard/dashboard-user")],
    );
  });

  it("reports a subject of another kind or namespace than the list's", async () => {
    await reports(
      clusterAdminListed,
      [
        changed(adminBinding, {
          subjects: [
            { kind: "User", name: "platform-admins" },
            { ...account, namespace: "x" },
          ],
        }),
      ],
      [makes("User platform-admins"), makes("ServiceAccount x/dashboard-user")],
      {
        config: {
          clusterAdmins: ["Group platform-admins", "ServiceAccount kubernetes-dashboard/dashboard-user"],
        },
      },
    );
  });

  it("reports the role within a namespace, in other API versions and by patches", async () => {
    const binding = { ...adminBinding, type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding" };
    await reports(clusterAdminListed, [binding], [makes("Group platform-admins", "role binding")]);
    for (const type of [
      "v1beta1:ClusterRoleBinding",
      "v1alpha1:ClusterRoleBinding",
      "v1:ClusterRoleBindingPatch",
    ])
      await reports(
        clusterAdminListed,
        [{ ...adminBinding, type: `kubernetes:rbac.authorization.k8s.io/${type}` }],
        [makes("Group platform-admins")],
      );
  });

  it("cannot be judged while a subject is unknown, and still reports the others", async () => {
    await cannotJudge(
      clusterAdminListed,
      [changed(adminBinding, { subjects: [{ kind: "User", name: unknown }, group] })],
      "subjects.0.name",
      [makes("Group platform-admins")],
    );
  });

  it("cannot be judged while the role is unknown", async () => {
    await cannotJudge(
      clusterAdminListed,
      [changed(adminBinding, { roleRef: { name: unknown } })],
      "roleRef.name",
    );
  });
});
