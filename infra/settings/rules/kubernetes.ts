import { clusterKinds } from "../sections/clusters";
import type { Rule } from "./rule";
import { repeated } from "./rule";

const clusterIsOne: Rule = ({ kubernetes }) => {
  if (kubernetes === undefined) return [];
  const given = clusterKinds.filter((kind) => kind in kubernetes);
  return given.length === 1
    ? []
    : [
        {
          path: "kubernetes",
          found: given.length === 0 ? "no cluster" : given.join(" and "),
          allowed: `exactly one of ${clusterKinds.join(", ")}`,
          example: "kkp: { url: https://kkp.site.example, … }",
        },
      ];
};

const clusterNeedsCloud: Rule = (settings) => {
  const { kubernetes } = settings;
  if (kubernetes === undefined || "cloud" in settings) return [];
  const [part] = (["kkp", "kubeone", "tasks"] as const).filter((it) => it in kubernetes);
  return part === undefined
    ? []
    : [
        {
          path: `kubernetes.${part}`,
          found: "there is no section cloud",
          allowed: `only together with cloud: ${part === "tasks" ? "its address is" : "the workers stand"} in its project`,
          example: "spe:cloud: { site: charite, … }",
        },
      ];
};

const quotaHasRoom: Rule = ({ kubernetes }) => {
  const server = kubernetes?.tasks?.server;
  const pods = kubernetes?.quota?.pods;
  const tasks = server?.by === "funnel" ? server.tasksAtATime : undefined;
  if (pods === undefined || tasks === undefined || pods >= 2 * tasks + 4) return [];
  return [
    {
      path: "kubernetes.quota.pods",
      found: `${pods}`,
      allowed: `at least ${2 * tasks + 4}: two for each of ${tasks} tasks at a time, and four of the service's own`,
      example: `${2 * tasks + 4}`,
    },
  ];
};

const balancerHasASubnet: Rule = ({ kubernetes }) =>
  kubernetes?.existing !== undefined && "tasks" in kubernetes && !("subnet" in kubernetes.existing)
    ? [
        {
          path: "kubernetes.existing.subnet",
          found: "is missing",
          allowed: "with kubernetes.tasks, the id of the workers' subnet: its balancer has its members there",
          example: "0d9b2f2e-6a40-4bd5-8f46-0a37e2f6c1b7",
        },
      ]
    : [];

const peopleNeedRealm: Rule = (settings) =>
  "kubernetes" in settings && !("identity" in settings)
    ? [
        {
          path: "kubernetes",
          found: "there is no section identity",
          allowed: "only together with identity: rights on the cluster follow the realm's groups",
          example: "spe:identity: { keycloak: { url: https://login.site.example }, … }",
        },
      ]
    : [];

const poolsDiffer: Rule = ({ kubernetes }) =>
  (["kkp", "kubeone"] as const).flatMap((kind) =>
    repeated(kubernetes?.[kind]?.pools ?? [], (pool) => pool.name).map(({ index, earlier, key }) => ({
      path: `kubernetes.${kind}.pools[${index}].name`,
      found: `"${key}", which stands at kubernetes.${kind}.pools[${earlier}]`,
      allowed: "each pool once",
      example: `${key}-2`,
    })),
  );

const tasksHaveKeys: Rule = ({ storage, kubernetes }) => {
  const known = storage?.serviceAccounts?.map((it) => it?.name) ?? [];
  if (known.includes(undefined)) return [];
  const names = known.length === 0 ? "; there is none" : `: ${known.join(", ")}`;
  return (kubernetes?.tasks?.accounts ?? []).flatMap((account, index) =>
    account === undefined || known.includes(account)
      ? []
      : [
          {
            path: `kubernetes.tasks.accounts[${index}]`,
            found: `"${account}"`,
            allowed: `a service account of storage${names}`,
            example: known[0] ?? account,
          },
        ],
  );
};

/** Rules of the section `kubernetes`. */
export const kubernetesRules: Rule[] = [
  clusterIsOne,
  clusterNeedsCloud,
  peopleNeedRealm,
  poolsDiffer,
  tasksHaveKeys,
  balancerHasASubnet,
  quotaHasRoom,
];
