import { unknown } from "../../../policies/judge";
import { roleBindingIdentified } from "../../../policies/safe-people/role-binding-identified";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { roleBinding } from "../compliant-kubernetes";

const message = (name: string, kind = "role binding") =>
  `${kind} "taskmaster" is for "${name}"; bind the role to a group of the identity provider`;
const anonymous = { kind: "User", name: "system:anonymous" };

describe("safe-people-role-binding-identified", () => {
  it("holds for groups, people and services", async () => {
    await holds(roleBindingIdentified, [
      roleBinding,
      changed(roleBinding, { subjects: [{ kind: "Group", name: "/heart/researcher" }] }),
      changed(roleBinding, { subjects: undefined }),
    ]);
  });

  for (const name of [
    "system:unauthenticated",
    "system:authenticated",
    "system:serviceaccounts",
    "system:masters",
  ])
    it(`reports the group ${name}`, async () => {
      await reports(
        roleBindingIdentified,
        [changed(roleBinding, { subjects: [{ kind: "Group", name }] })],
        [message(name)],
      );
    });

  it("reports the user without a name, of the whole cluster too", async () => {
    const binding = changed(roleBinding, { subjects: [anonymous] });
    await reports(roleBindingIdentified, [binding], [message("system:anonymous")]);
    await reports(
      roleBindingIdentified,
      [{ ...binding, type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding" }],
      [message("system:anonymous", "cluster role binding")],
    );
  });

  it("cannot be judged while a subject is unknown, and still reports the others", async () => {
    await cannotJudge(
      roleBindingIdentified,
      [changed(roleBinding, { subjects: [{ kind: "Group", name: unknown }, anonymous] })],
      "subjects.0.name",
      [message("system:anonymous")],
    );
  });
});
