import type { FoundFlavor, Limited } from "../../components";
import { labelKeys } from "../../components/five-safes";
import { type CloudNeeds, missingMachines, type NeededMachine } from "./cloud-needs";
import { at, type CloudQuestion, inWords } from "./cloud-questions";

/** GiB of the volume that a machine boots from, where it is not said. */
const usualRootGib = 20;

/** How what is counted is called. */
const units: Record<Limited, string> = {
  instances: "machines",
  cores: "cores",
  ram: "MiB of memory",
  volumes: "volumes",
  gigabytes: "GiB of volumes",
  addresses: "floating addresses",
};

/** What is left of the quotas is enough for the machines that are not there yet; one in ERROR is counted already. */
export async function quotaProblems({
  survey,
  needs,
  environment,
  project,
}: CloudQuestion): Promise<string[]> {
  const machines = missingMachines(needs, await survey.machineNames());
  if (machines.length === 0) return [];
  const [flavors, volumes, tags, allowances] = await Promise.all([
    survey.flavors(),
    survey.volumeNames(),
    survey.addressTags(),
    survey.allowances(project.id),
  ]);
  const ownAddresses = tags.filter((it) => it.includes(`${labelKeys.project}=${environment.project.id}`));
  const wanted = {
    ...machineWants(machines, needs, flavors),
    ...volumeWants(machines, needs, volumes),
    addresses: Math.max(0, needs.addresses.length - ownAddresses.length),
  };
  return (Object.keys(units) as Limited[]).flatMap((what) => {
    const { limit, used } = allowances[what] ?? { limit: -1, used: 0 };
    const left = Math.max(0, limit - used);
    if (limit < 0 || wanted[what] <= left) return [];
    return at(
      "cloud",
      `the project "${project.name}" has ${left} of its ${limit} ${units[what]} left, and ${wanted[what]} are to be made for ${inWords(machines.map(({ name }) => name))}; have the quota raised, or have fewer or smaller machines`,
    );
  });
}

function machineWants(
  machines: NeededMachine[],
  { site }: CloudNeeds,
  flavors: FoundFlavor[],
): Record<"instances" | "cores" | "ram", number> {
  // a flavor that is missing is told elsewhere
  const made = machines.flatMap(({ size }) => flavors.find(({ name }) => name === site.flavors[size]) ?? []);
  return {
    instances: machines.length,
    cores: sum(made.map(({ vcpus }) => vcpus)),
    ram: sum(made.map(({ ram }) => ram)),
  };
}

/** A data volume outlives its machine. */
function volumeWants(
  machines: NeededMachine[],
  { site }: CloudNeeds,
  standing: string[],
): Record<"volumes" | "gigabytes", number> {
  const roots = site.localDisksEncrypted ? [] : machines.map(({ rootGib = usualRootGib }) => rootGib);
  const data = machines
    .filter(({ name }) => !standing.includes(`${name}-data`))
    .flatMap(({ dataGib }) => dataGib ?? []);
  return { volumes: roots.length + data.length, gigabytes: sum([...roots, ...data]) };
}

const sum = (numbers: number[]): number => numbers.reduce((total, it) => total + it, 0);
