import { overlaps } from "../../components";
import { labelKeys } from "../../components/five-safes";
import { at, type CloudQuestion, nameProblem } from "./cloud-questions";

/** The networks that lead outside are there. */
export async function networkProblems({ survey, needs, environment }: CloudQuestion): Promise<string[]> {
  if (needs.networks.length === 0) return [];
  const found = await survey.externalNetworks();
  const origin = ` of the site ${environment.cloud.site}`;
  return needs.networks.flatMap((name) =>
    at("cloud.site", nameProblem({ what: "network to the outside", name, origin }, found)),
  );
}

/** The router that the site made is there. */
export async function routerProblems({ survey, environment }: CloudQuestion): Promise<string[]> {
  const { router } = environment.cloud;
  if (router === undefined) return [];
  return at("cloud.router", nameProblem({ what: "router", name: router }, await survey.routers()));
}

/**
 * The ground's range is free: in the OpenStack project, and at the router that the site made. Asked while the ground is to
 * be made; what others put beside it later is theirs to mend.
 */
export async function rangeProblems({ survey, environment, project }: CloudQuestion): Promise<string[]> {
  const { cidr, router } = environment.cloud;
  const [subnets, joined] = await Promise.all([survey.subnets(), joinedTo(survey, router)]);
  const ownTag = `${labelKeys.project}=${environment.project.id}`;
  if (subnets.some((it) => it.tags.includes(ownTag) && it.cidr === cidr)) return [];
  return subnets
    .filter((it) => !it.tags.includes(ownTag))
    .filter((it) => it.project_id === project.id || joined.includes(it.id))
    .filter((it) => overlaps(it.cidr, cidr))
    .flatMap((it) =>
      at(
        "cloud.cidr",
        `${cidr} overlaps the subnet "${it.name}" (${it.cidr}) of the project; give a free range`,
      ),
    );
}

async function joinedTo(survey: CloudQuestion["survey"], router: string | undefined): Promise<string[]> {
  if (router === undefined) return [];
  const found = (await survey.routers()).filter(({ name }) => name === router);
  return (await Promise.all(found.map(({ id }) => survey.joinedSubnets(id)))).flat();
}
