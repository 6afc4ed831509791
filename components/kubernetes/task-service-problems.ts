import { rangeProblem } from "../cloud/address-range";
import { parseEntitlement } from "../identity/entitlement";
import { wholeNumberProblem } from "../whole-number-problem";
import { imageProblem } from "./task-image";
import type { FunnelServer, TaskServiceArgs } from "./task-service-args";
import { tasksAtATimeBounds } from "./tasks-at-a-time";
import { teskProblems } from "./tesk-problems";

/** What is wrong with a service of tasks, all at once. */
export function taskServiceProblems(args: TaskServiceArgs): Record<string, string | undefined> {
  const { kubernetesVersion, host, operator, server, gatewayImage, images, scratchGib = 50 } = args;
  return {
    kubernetesVersion: /^v?1\.\d{1,2}(\.\d{1,3})?$/.test(kubernetesVersion)
      ? undefined
      : `must be a version of Kubernetes such as "1.36.0", got "${kubernetesVersion}"`,
    host: /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(host)
      ? undefined
      : `must be a full name in lower case such as "tes.heart.example", got "${host}"`,
    "operator.name": operator.name.trim() === "" ? "must not be empty" : undefined,
    "operator.url": webProblem(operator.url),
    "operator.contactUrl":
      operator.contactUrl === undefined || operator.contactUrl.startsWith("mailto:")
        ? undefined
        : webProblem(operator.contactUrl),
    gatewayImage: imageProblem(gatewayImage),
    images: images.length === 0 ? "must list at least one image" : repeated(images),
    ...Object.fromEntries(images.map((image, at) => [`images[${at}]`, imageProblem(image)])),
    ...loginProblems(args),
    ...storeProblems(args),
    ...(server.by === "funnel" ? funnelProblems(server) : teskProblems(args, server)),
    scratchGib: wholeNumberProblem(scratchGib, 1, 10_000),
  };
}

function funnelProblems({ image, tasksAtATime }: FunnelServer): Record<string, string | undefined> {
  const { default: usual, minimum, maximum } = tasksAtATimeBounds;
  return {
    "server.image": imageProblem(image),
    "server.tasksAtATime": wholeNumberProblem(tasksAtATime ?? usual, minimum, maximum),
  };
}

const webProblem = (url: string): string | undefined =>
  URL.canParse(url) && new URL(url).protocol === "https:" ? undefined : `must be an https URL, got "${url}"`;

function repeated(list: string[]): string | undefined {
  const again = list.find((it, at) => list.indexOf(it) !== at);
  return again === undefined ? undefined : `must list each once, got "${again}" twice`;
}

function loginProblems({ project, login }: TaskServiceArgs): Record<string, string | undefined> {
  if (login.by === "ls-aai") return { "login.entitlement": entitlementProblem(login.entitlement) };
  if (login.by === "realm") return {};
  return {
    "login.by":
      project.tier >= 1
        ? `must not be "none" at tier ${project.tier}: whoever reaches the service runs programs beside the data; only tier 0 may`
        : undefined,
    "login.sourceRanges": login.sourceRanges.length === 0 ? "must list at least one range" : undefined,
    ...Object.fromEntries(
      login.sourceRanges.map((range, at) => [`login.sourceRanges[${at}]`, rangeProblem(range)]),
    ),
  };
}

/** TES-K asks for a team in a group, and LS AAI writes entitlements in one way. */
function entitlementProblem(entitlement: string): string | undefined {
  try {
    const { groups, authority } = parseEntitlement(entitlement);
    if (groups.length < 2) return `must name a group in a group, got "${entitlement}"`;
    if (authority === undefined) return `must end in its authority, "#…", got "${entitlement}"`;
    return undefined;
  } catch (error) {
    return `must be an entitlement: ${(error as Error).message}`;
  }
}

function storeProblems({ project, store }: TaskServiceArgs): Record<string, string | undefined> {
  const { buckets } = store;
  const writable = new RegExp(`^${project.id}-(scratch|egress-request)(-|$)`);
  return {
    "store.url":
      typeof store.url === "string" && !/^https:\/\/[^/?#]+$/.test(store.url)
        ? `must be an https address without a path, got "${store.url}"`
        : undefined,
    "store.buckets":
      buckets.length === 0 ? "must list at least one bucket" : repeated(buckets.map(({ bucket }) => bucket)),
    ...Object.fromEntries(
      buckets.flatMap(({ bucket, access }, at) => [
        [
          `store.buckets[${at}].bucket`,
          bucket.startsWith(`${project.id}-`)
            ? undefined
            : `must be a bucket of the project, "${project.id}-…", got "${bucket}"`,
        ],
        [
          `store.buckets[${at}].access`,
          access === "read" || writable.test(bucket)
            ? undefined
            : `must be "read" but for buckets of scratch and egress-request, got "${access}" for "${bucket}"`,
        ],
      ]),
    ),
  };
}
