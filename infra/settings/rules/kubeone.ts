import { controlPlaneRole, workersRole } from "../../../components/naming";
import type { Rule } from "./rule";

/** Roles of the cluster's machines in the ground. */
export const kubeOneRoles = [controlPlaneRole, workersRole] as const;

/** Whether the cluster is KubeOne's, right or wrong. */
export const hasKubeOne = ({ kubernetes }: Parameters<Rule>[0]): boolean =>
  kubernetes !== undefined && "kubeone" in kubernetes;

const kubeOneHasAWay: Rule = (settings) =>
  hasKubeOne(settings) && settings.cloud !== undefined && !("bastion" in settings.cloud)
    ? [
        {
          path: "kubernetes.kubeone",
          found: "no cloud.bastion",
          allowed: "only with a bastion: KubeOne reaches the machines by it",
          example: "bastion: { ranges: [192.0.2.0/24], people: […] }",
        },
      ]
    : [];

const kubeOneReachesImages: Rule = (settings) => {
  const { cloud } = settings;
  if (!hasKubeOne(settings) || cloud === undefined) return [];
  const known = cloud.egress?.map((line) => line?.from) ?? [];
  return known.includes(undefined)
    ? []
    : kubeOneRoles
        .filter((role) => !known.includes(role))
        .map((role) => ({
          path: "cloud.egress",
          found: `no line from ${role}`,
          allowed:
            "with kubernetes.kubeone, lines from control-plane and workers: to the cloud's API, and to where packages and images come from",
          example: `{ from: ${role}, to: 192.0.2.10/32, port: 443, why: Images. }`,
        }));
};

const rolesAreFree: Rule = (settings) =>
  hasKubeOne(settings)
    ? (settings.cloud?.machines ?? []).flatMap((machine, index) =>
        kubeOneRoles.some((role) => role === machine?.name)
          ? [
              {
                path: `cloud.machines[${index}].name`,
                found: `"${machine?.name}"`,
                allowed: `another name: ${kubeOneRoles.join(" and ")} are the machines of kubernetes.kubeone`,
                example: "workbench",
              },
            ]
          : [],
      )
    : [];

/** Rules of a cluster that stands on machines of the ground. */
export const kubeOneRules: Rule[] = [kubeOneHasAWay, kubeOneReachesImages, rolesAreFree];
