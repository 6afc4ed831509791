import type { Rule } from "./rule";
import { repeated } from "./rule";

const clusterNeedsCloud: Rule = (settings) =>
  "kubernetes" in settings && !("cloud" in settings)
    ? [
        {
          path: "kubernetes",
          found: "there is no section cloud",
          allowed: "only together with cloud: the workers stand in its project",
          example: "spe:cloud: { site: charite, … }",
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

const poolsDiffer: Rule = ({ kubernetes }) => {
  const pools = kubernetes?.kkp?.pools ?? [];
  return repeated(pools, (pool) => pool.name).map(({ index, earlier, key }) => ({
    path: `kubernetes.kkp.pools[${index}].name`,
    found: `"${key}", which stands at kubernetes.kkp.pools[${earlier}]`,
    allowed: "each pool once",
    example: `${key}-2`,
  }));
};

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
export const kubernetesRules: Rule[] = [clusterNeedsCloud, peopleNeedRealm, poolsDiffer, tasksHaveKeys];
