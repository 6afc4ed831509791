import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofKinds, subjectOf } from "../kit/kubernetes";
import { subjectName } from "../kit/role-subject";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** Who is cluster-admin can read every project's data and change every rule that guards it. */
export const clusterAdminListed: ResourceRule = {
  name: "safe-people-cluster-admin-listed",
  description: "Only the administrators of the list have the role cluster-admin.",
  severity: "critical",
  framework: fiveSafes("safe-people", { control: "U-29", also: ["CIS 5.1.1"] }),
  remediationSteps: "Bind a role that names what the subject needs, or list the subject as an administrator.",
  configSchema: {
    properties: {
      clusterAdmins: {
        type: "array",
        items: { type: "string" },
        description:
          "Who may have cluster-admin, for example `Group platform-admins` or `ServiceAccount ops/backup`.",
        default: [],
      },
    },
  },
  validateResource: ofKinds(["ClusterRoleBinding", "RoleBinding"], (args, report) => {
    const { clusterAdmins = [] } = args.getConfig<{ clusterAdmins?: string[] }>();
    if (field(args.props, "roleRef", "name") !== "cluster-admin") return;
    checkEach(asList(field(args.props, "subjects")), (subject) => {
      const name = subjectName(subject);
      if (!clusterAdmins.includes(name))
        report(`${subjectOf(args)} makes ${name} cluster-admin; bind a narrower role`);
    });
  }),
};
