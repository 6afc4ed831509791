import { type Judged, unknown } from "../../../policies/judge";
import { clusterRoleLimited } from "../../../policies/safe-people/cluster-role-limited";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { role } from "../compliant-kubernetes";

const rule = (resource: string, ...verbs: string[]) => ({ apiGroups: [""], resources: [resource], verbs });
const roleOf = (...rules: unknown[]): Judged => changed(role, { rules });
const says = (problem: string) => `role "taskmaster" ${problem}`;
const may = (verbs: string, resource: string) =>
  says(`may ${verbs} ${resource}; remove that, or list the role as privileged`);

describe("safe-people-cluster-role-limited", () => {
  it("holds for enumerated rights without power", async () => {
    await holds(clusterRoleLimited, [
      role,
      { ...role, type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole" },
      roleOf(
        rule("pods", "get", "list", "watch", "delete"),
        rule("persistentvolumes", "get"),
        rule("validatingwebhookconfigurations", "get", "list"),
        rule("certificatesigningrequests/approval", "get"),
      ),
      roleOf(),
    ]);
  });

  for (const [key, item] of [
    ["apiGroups", "*"],
    ["resources", "*"],
    ["resources", "pods/*"],
    ["verbs", "*"],
  ] as const)
    it(`reports "${item}" among the ${key}`, async () => {
      await reports(
        clusterRoleLimited,
        [roleOf({ ...rule("configmaps", "get"), [key]: [item] })],
        [says(`has "${item}" among its ${key}; enumerate them`)],
      );
    });

  for (const verb of ["bind", "escalate", "impersonate"])
    it(`reports the verb ${verb}`, async () => {
      await reports(
        clusterRoleLimited,
        [roleOf(rule("users", "get", verb))],
        [says(`may ${verb}, by which it takes rights that it does not have; remove the verb`)],
      );
    });

  for (const [resource, ...verbs] of [
    ["secrets", "get"],
    ["secrets", "list", "watch"],
    ["pods", "create"],
    ["persistentvolumes", "create"],
    ["nodes/proxy", "get"],
    ["certificatesigningrequests/approval", "update"],
    ["mutatingwebhookconfigurations", "patch"],
    ["validatingwebhookconfigurations", "delete"],
    ["serviceaccounts/token", "create"],
  ] as [string, ...string[]][])
    it(`reports the right to ${verbs.join(", ")} ${resource}, but for a listed role`, async () => {
      const strong = roleOf(rule(resource, ...verbs));
      await reports(clusterRoleLimited, [strong], [may(verbs.join(", "), resource)]);
      await holds(clusterRoleLimited, [strong], { config: { privilegedRoles: ["taskmaster"] } });
    });

  it("holds a listed role to enumeration", async () => {
    await reports(
      clusterRoleLimited,
      [roleOf(rule("secrets", "*"))],
      [says('has "*" among its verbs; enumerate them')],
      { config: { privilegedRoles: ["taskmaster"] } },
    );
  });

  it("reports a role that takes in others' rules", async () => {
    await reports(
      clusterRoleLimited,
      [changed(role, { aggregationRule: { clusterRoleSelectors: [{}] }, rules: undefined })],
      [says("takes in the rules of other roles; write its own in place of aggregationRule")],
    );
  });

  it("cannot be judged while a verb is unknown, and still reports the rest", async () => {
    await cannotJudge(
      clusterRoleLimited,
      [roleOf({ ...rule("*", "get"), verbs: [unknown, "bind"] }, rule("secrets", "get"))],
      "rules.0.verbs.0",
      [
        says('has "*" among its resources; enumerate them'),
        says("may bind, by which it takes rights that it does not have; remove the verb"),
        may("get", "secrets"),
      ],
    );
  });
});
