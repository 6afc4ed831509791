/** The ways to what runs beside the store: a cluster, the service that runs tasks on it, and machines. */
import { groupPath, tesBaseUrl } from "../../components/naming";
import type { Settings } from "../../infra/settings";
import type { Endpoint, Entry } from "./endpoints";

/** The cluster's API and the service of tasks, both by the realm's login. */
export function clusterEndpoints({ project, kubernetes }: Settings): Endpoint[] {
  if (kubernetes === undefined) return [];
  const { tasks } = kubernetes;
  const researchers = groupPath(project.id, "researcher");
  return [
    {
      name: "cluster",
      addresses: [],
      for: "people with a role",
      usedBy: ({ comesBy }) => comesBy === "login",
    },
    ...(tasks === undefined
      ? []
      : [
          {
            name: "tasks",
            addresses: [tesBaseUrl(tasks.host)],
            for: "researchers",
            usedBy: ({ identity }) => [identity?.claims?.groups].flat().includes(researchers),
          } satisfies Endpoint,
        ]),
  ];
}

/** The bastion and the machines behind it: they know keys, so that nobody of the realm comes in by being one. */
export function machineEndpoints({ cloud }: Settings): Endpoint[] {
  const usedBy = () => false;
  return accountsOf(cloud).map(({ name, people, way }) => ({
    name,
    addresses: [],
    for: `${people.join(", ")} with keys${way}`,
    usedBy,
  }));
}

/** Who has an account where, and from which addresses each way can be used. */
export function computeEntries({ cloud, kubernetes }: Settings): Entry[] {
  const { kkp, kubeone, existing, tasks } = kubernetes ?? {};
  const from = (who: string, what: string, ranges: readonly string[] = []): Entry[] =>
    ranges.map((range) => ({ who, what: `${what} from ${range}` }));
  return [
    // from where it is reached, whoever keeps it says
    ...(existing === undefined ? [] : [{ who: "people", what: "the cluster" }]),
    ...from("people", "the cluster", (kkp ?? kubeone)?.apiRanges),
    ...from("researchers", "the service of tasks", tasks?.ranges),
    ...from("whoever has an account there", "the bastion", cloud?.bastion?.ranges),
    ...accountsOf(cloud).flatMap(({ name, people }) =>
      people.map((person) => ({ who: person, what: `an account: ${name}` })),
    ),
  ];
}

/** Accounts of people on machines. */
function accountsOf(cloud: Settings["cloud"]): { name: string; people: string[]; way: string }[] {
  if (cloud?.bastion === undefined) return [];
  const named = (people: { name: string }[]): string[] => people.map(({ name }) => name);
  return [
    { name: "bastion", people: named(cloud.bastion.people), way: "" },
    ...cloud.machines
      .filter(({ people }) => people.length > 0)
      .map(({ name, people }) => ({
        name: `ssh ${name}`,
        people: named(people),
        way: ", by the bastion",
      })),
  ];
}
