import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofKinds, subjectOf } from "../kit/kubernetes";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** By these verbs a subject takes rights that it was not given. */
const raising = ["bind", "escalate", "impersonate"];

const changing = ["create", "update", "patch", "delete", "deletecollection"];

/** What is as good as being an administrator, with the verbs that make it so; no verb stands for any. */
const powers: Readonly<Record<string, readonly string[]>> = {
  secrets: [],
  pods: ["create"],
  persistentvolumes: ["create"],
  "nodes/proxy": [],
  "certificatesigningrequests/approval": ["update", "patch"],
  mutatingwebhookconfigurations: changing,
  validatingwebhookconfigurations: changing,
  "serviceaccounts/token": ["create"],
};

/** A role that says everything gives its subjects what comes with the next release, too. */
export const clusterRoleLimited: ResourceRule = {
  name: "safe-people-cluster-role-limited",
  description:
    "A role of Kubernetes enumerates its rights and holds none by which one becomes administrator.",
  severity: "high",
  framework: fiveSafes("safe-people", {
    control: "U-30",
    also: ["2", "3", "4", "8", "9", "10", "11", "12", "13"].map((section) => `CIS 5.1.${section}`),
  }),
  remediationSteps:
    "Enumerate apiGroups, resources and verbs; leave out the rights of administrators, or list the role that needs them.",
  configSchema: {
    properties: {
      privilegedRoles: {
        type: "array",
        items: { type: "string" },
        description: `Roles that may have rights on ${Object.keys(powers).join(", ")}.`,
        default: [],
      },
    },
  },
  validateResource: ofKinds(["ClusterRole", "Role"], (args, report) => {
    const { privilegedRoles = [] } = args.getConfig<{ privilegedRoles?: string[] }>();
    const refuse = (problem: string): void => report(`${subjectOf(args)} ${problem}`);
    checkAll(
      () => {
        if (field(args.props, "aggregationRule") !== undefined)
          refuse("takes in the rules of other roles; write its own in place of aggregationRule");
      },
      () =>
        checkEach(asList(field(args.props, "rules")), (rule) =>
          checkAll(
            () => checkEnumerated(rule, refuse),
            () => {
              if (!privilegedRoles.includes(String(field(args.props, "metadata", "name"))))
                checkPowers(rule, refuse);
            },
          ),
        ),
    );
  }),
};

function checkEnumerated(rule: unknown, refuse: (problem: string) => void): void {
  checkEach(["apiGroups", "resources", "verbs"], (key) =>
    checkEach(asList(field(rule, key)), (item) => {
      if (String(item).includes("*")) refuse(`has "${item}" among its ${key}; enumerate them`);
      else if (key === "verbs" && raising.includes(String(item)))
        refuse(`may ${item}, by which it takes rights that it does not have; remove the verb`);
    }),
  );
}

function checkPowers(rule: unknown, refuse: (problem: string) => void): void {
  const verbs = asList(field(rule, "verbs"));
  checkEach(asList(field(rule, "resources")), (item) => {
    const resource = String(item);
    const strong = Object.hasOwn(powers, resource) ? powers[resource] : undefined;
    const found = strong && verbs.filter((verb) => strong.length === 0 || strong.includes(String(verb)));
    if (found !== undefined && found.length > 0)
      refuse(`may ${found.join(", ")} ${resource}; remove that, or list the role as privileged`);
  });
}
