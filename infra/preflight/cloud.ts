/** What of a cloud is known before anything is made there. */
import { CloudError, CloudSurvey } from "../../components";
import { networkProblems, rangeProblems, routerProblems } from "./cloud-ground";
import { flavorProblems, imageProblems, volumeTypeProblems } from "./cloud-machines";
import { type CloudEnvironment, cloudNeeds, missingMachines } from "./cloud-needs";
import { at, type CloudQuestion, inWords } from "./cloud-questions";
import { quotaProblems } from "./cloud-quotas";

type Question = (asked: CloudQuestion) => Promise<string[]>;

/** Of the ground; all that Neutron knows. */
const groundQuestions: Question[] = [networkProblems, routerProblems, rangeProblems];

/**
 * Of machines that are to be made. Each service of a cloud has a new token checked by Keystone, which takes a small cloud a
 * fifth of a second: where all machines stand, three services more are not asked.
 */
const machineQuestions: Question[] = [imageProblems, flavorProblems, volumeTypeProblems, quotaProblems];

/**
 * What stands in the way of the ground and of what stands on it.
 * @param secret of the application credential
 * @param ca PEM of the private authority that signed the cloud's certificates
 */
export async function cloudProblems(
  environment: CloudEnvironment,
  secret: string,
  ca: string | undefined,
): Promise<string[]> {
  const { authUrl, region, credential } = environment.cloud;
  const survey = new CloudSurvey({
    authUrl: authUrl.replace(/\/+$/, ""),
    region,
    applicationCredentialId: credential,
    applicationCredentialSecret: secret,
    certificateAuthority: ca,
  });
  try {
    const { project, regions } = await survey.scope();
    if (!regions.includes(region))
      return at("cloud.region", `the cloud has no region "${region}"; it has ${inWords(regions)}`);
    const asked = { survey, environment, needs: cloudNeeds(environment), project };
    const ask = (questions: Question[]): Promise<string[][]> =>
      Promise.all(questions.map((question) => question(asked).catch(toldBy)));
    const problems = await Promise.all([
      ask(groundQuestions),
      lacksMachines(asked).then((lacks) => (lacks ? ask(machineQuestions) : [])),
    ]);
    // a service that is away is told once, whoever asked it
    return [...new Set(problems.flat(2))];
  } catch (error) {
    return toldBy(error);
  } finally {
    await survey.close();
  }
}

async function lacksMachines({ survey, needs }: CloudQuestion): Promise<boolean> {
  const names = needs.machines.map(({ name }) => name);
  if (names.length === 0) return false;
  const standing = await survey.machinePorts(names);
  if (names.some((name) => !standing.includes(name))) return true;
  // workers' ports have no names
  return needs.pools.length > 0 && missingMachines(needs, await survey.machineNames()).length > 0;
}

/** The problem that the cloud's own error is; anything else is a defect of ours. */
function toldBy(error: unknown): string[] {
  if (!(error instanceof CloudError)) throw error;
  return at(error.status === 401 ? "cloud.credential" : "cloud.authUrl", error.message);
}
