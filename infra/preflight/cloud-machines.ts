import type { Named } from "../../components";
import type { NeededMachine } from "./cloud-needs";
import { at, type CloudQuestion, inWords, nameProblem } from "./cloud-questions";

/** The image is there, once, and whole. */
export async function imageProblems({ survey, needs }: CloudQuestion): Promise<string[]> {
  const { image } = needs.site;
  const [found, ...others] = await survey.images(image);
  if (found === undefined || others.length > 0) {
    const known = found === undefined ? await survey.activeImages() : [found, ...others];
    return at("cloud.image", nameProblem({ what: "image", name: image }, known));
  }
  if (found.status === "active") return [];
  return at(
    "cloud.image",
    `the image "${image}" is ${found.status}, and machines boot from an active one alone; give another, or wait for its upload`,
  );
}

/** The flavors of the sizes in use are there. */
export async function flavorProblems({ survey, needs, environment }: CloudQuestion): Promise<string[]> {
  const found = await survey.flavors();
  const sized = [...needs.machines, ...needs.pools];
  return [...Map.groupBy(sized, ({ size }) => size)].flatMap(([size, machines]) => {
    const wanted = {
      what: "flavor",
      name: needs.site.flavors[size],
      origin: `, ${environment.cloud.site}'s ${size} one`,
    };
    return at(settingsOf(machines), nameProblem(wanted, found));
  });
}

/** The volume type is there, and encrypts as far as the cloud tells its members. */
export async function volumeTypeProblems({ survey, needs, environment }: CloudQuestion): Promise<string[]> {
  const { encryptedVolumeType: name, localDisksEncrypted } = needs.site;
  const fromVolumes = localDisksEncrypted ? needs.machines.filter((it) => it.dataGib) : needs.machines;
  if (fromVolumes.length === 0) return [];
  const found = await survey.volumeTypes();
  const origin = ` of the site ${environment.cloud.site}`;
  const problem = nameProblem({ what: "volume type", name, origin }, found);
  if (problem !== undefined) return at("cloud.site", problem);
  const type = found.find((it) => it.name === name) as Named;
  return (await survey.encrypts(type.id)) === false
    ? at("cloud.site", `the cloud's volume type "${name}" does not encrypt; have the site encrypt it`)
    : [];
}

const settingsOf = (machines: Pick<NeededMachine, "setting">[]): string =>
  inWords([...new Set(machines.map(({ setting }) => setting))]);
