/**
 * What the policy pack must know about an environment: facts of its settings, and what its file `five-safes.<env>.json`
 * (or `.yaml`) beside the stack file adds. Imports no Pulumi and no pack: whoever judges gives it to `packConfig`.
 */
import type { Static } from "@sinclair/typebox";
import type { Tier } from "../components/five-safes";
import { funnelVolumesRole, tasksNamespace } from "../components/naming";
import { cloudSiteOf } from "./cloud-site";
import type { Settings, SettingsProblem } from "./settings";
import { group, list, text } from "./settings/field";
import { readValue } from "./settings/read-value";
import { showFound } from "./settings/show";

/** What stands in the file; each part may be left out. */
export interface PackFile {
  /** Parameters of rules by name, as docs/five-safes.md lists them; whether a rule takes them is the pack's to say. */
  parameters: Record<string, unknown>;
  /** Rules that need not hold for certain resources, for a time. */
  exemptions: Static<typeof exemption>[];
}

/** The facts, as the pack's configuration is made from them. */
export interface PackFacts extends PackFile {
  project: string;
  tier: Tier;
}

const exemption = group(
  {
    rule: text("line", { description: "Id of the rule.", example: "safe-data-bucket-versioned" }),
    urn: text("line", {
      description: "URN of the resource; `*` before its name stands for any text.",
      example: "urn:pulumi:trial::spe::*::trial-store-input",
    }),
    reason: text("line", { description: "Why.", example: "The source keeps its versions." }),
    approvers: list(text("line", { description: "Who decided it.", example: "dc@hospital.example" }), {
      description: "Who decided it; two people where the rule is critical.",
      example: ["dc@hospital.example"],
      least: 1,
    }),
    expires: text("date", {
      description: "Last day on which it counts, at most 180 days ahead.",
      example: "2027-01-31",
    }),
  },
  {
    description: "A decision of people that a rule need not hold for a resource, for a time.",
    example: {
      rule: "safe-data-bucket-versioned",
      urn: "urn:pulumi:trial::spe::*::trial-store-input",
      reason: "The source keeps its versions.",
      approvers: ["dc@hospital.example"],
      expires: "2027-01-31",
    },
  },
);

const file = group(
  { exemptions: list(exemption, { description: "Exemptions.", example: [], default: [] }) },
  { description: "The file.", example: { parameters: {}, exemptions: [] } },
);

/**
 * Reads the file's content.
 * @param problems where everything that is wrong is added; what is returned is right only if nothing was
 */
export function readPackFile(content: unknown, problems: SettingsProblem[]): PackFile {
  if (!isGroup(content)) {
    const allowed = "a group of parameters, exemptions";
    problems.push({
      path: "the file",
      found: showFound(content),
      allowed,
      example: '{ "exemptions": [] }',
    });
    return { parameters: {}, exemptions: [] };
  }
  const { parameters = {}, ...rest } = content;
  if (!isGroup(parameters)) {
    const allowed = "a group of rules' parameters by name";
    problems.push({ path: "parameters", found: showFound(parameters), allowed, example: "{}" });
  }
  const { exemptions } = readValue(file, rest, "", { tier: undefined, problems }) as Static<typeof file>;
  return { parameters: isGroup(parameters) ? parameters : {}, exemptions };
}

/**
 * The facts of an environment, unless the file says otherwise: people are vouched for by its upstream login; disks are
 * encrypted and names looked up as its cloud's site has it.
 */
export function packFacts(
  { project, identity, cloud, kubernetes }: Settings,
  { parameters, exemptions }: PackFile = { parameters: {}, exemptions: [] },
): PackFacts {
  const issuers = identity === undefined ? {} : { issuers: [identity.upstream.issuer] };
  const facts = {
    ...issuers,
    ...(cloud === undefined ? {} : cloudFacts(cloud)),
    ...(kubernetes?.tasks === undefined ? {} : tasksFacts(project.id, kubernetes.tasks)),
  };
  return { project: project.id, tier: project.tier, parameters: { ...facts, ...parameters }, exemptions };
}

function cloudFacts(cloud: NonNullable<Settings["cloud"]>): Record<string, unknown> {
  const { encryptedVolumeType, localDisksEncrypted, resolvers } = cloudSiteOf(cloud);
  return {
    encryptedVolumeTypes: [encryptedVolumeType],
    localDisksEncrypted,
    resolvers,
    adminRanges: cloud.bastion?.ranges ?? [],
  };
}

/** The service that asks everybody for a token is the gateway of its namespace, and Funnel makes volumes, which are of no namespace. */
function tasksFacts(
  project: string,
  { server, gateway, images }: NonNullable<NonNullable<Settings["kubernetes"]>["tasks"]>,
): Record<string, unknown> {
  const servers = server.by === "funnel" ? [server.image] : [server.api, server.taskmaster, server.filer];
  const registries = [...servers, gateway, ...images].map((image) => image.slice(0, image.indexOf("/")));
  return {
    edgeNamespaces: ["edge", tasksNamespace(project)],
    privilegedRoles: server.by === "funnel" ? [funnelVolumesRole(tasksNamespace(project))] : [],
    registries: [...new Set(registries)],
  };
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
