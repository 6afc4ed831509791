/** The compliant fixtures as small environments of tier 3, one a topic: what the corpus breaks and the mutations change. */
import type { PolicyPackConfig } from "@pulumi/policy";
import type { Judged } from "../../policies/judge";
import { packConfig } from "../../policies/pack-config";
import { lifeScienceIssuer } from "../../policies/safe-people/broker-allowed";
import { changed } from "../support/verdict";
import * as base from "./compliant";
import * as access from "./compliant-access";
import { compliantCloud } from "./compliant-cloud";
import * as kubernetes from "./compliant-kubernetes";
import { compliantPrograms, gatewayOf, weskitFiles } from "./compliant-programs";
import { compliantStore } from "./compliant-store";

/** An environment that holds every rule; the names of its resources are unique. */
export interface CompliantEnvironment {
  resources: Judged[];
  /** Configuration of the pack, which a change of parameters or exemptions may have to make anew. */
  config: (change?: Pick<Parameters<typeof packConfig>[0], "parameters" | "exemptions">) => PolicyPackConfig;
}

const commands = [
  access.localCommand,
  access.remoteCommand,
  changed(access.remoteCopy, { source: { __pulumiAsset: true, text: "bucket = heart-input" } }),
];

const identity = [
  base.keycloakProvider,
  ...access.access.filter((it) => !commands.includes(it) && it !== access.machineUser),
  access.samlBroker,
  base.realmEvents,
  base.entitlementMapper,
  base.group,
];

const storage = [
  base.minioProvider,
  base.bucket,
  base.versioning,
  base.scratchBucket,
  base.auditBucket,
  base.bucketPolicy,
  base.rolePolicy,
  base.serviceAccount,
  ...compliantStore,
];

/** The programs, and of the object store and the cluster what their settings name. */
const programs = [
  kubernetes.namespace,
  kubernetes.denyAll,
  kubernetes.quota,
  kubernetes.imagePolicy,
  kubernetes.imagePolicyBinding,
  base.rolePolicy,
  ...[...storage].filter(({ props }) => ["heart-input", "heart-scratch"].includes(String(props?.bucket))),
  ...compliantPrograms.map((it) => (it === weskitFiles ? { ...it, name: "heart-weskit-files" } : it)),
];

/** The labels of the fixtures say 2; the strictest is asked for here. */
const atTier3 = (resources: Judged[]): Judged[] =>
  JSON.parse(JSON.stringify(resources).replaceAll(/spe\.tier(=|":")2/g, "spe.tier$13"));

/** Whom the environments believe: beside the Life Science login, one by SAML, and a realm that another stack makes. */
const issuers = [
  lifeScienceIssuer,
  "https://idp.example.org/metadata",
  "https://login.example.org/realms/heart",
];

const environment = (resources: Judged[]): CompliantEnvironment => ({
  resources: atTier3(resources),
  config: (change = {}) =>
    packConfig({
      project: "heart",
      tier: 3,
      ...change,
      parameters: { issuers, ...change.parameters },
    }),
});

/** The environments by topic. */
export const environments: Readonly<Record<string, CompliantEnvironment>> = {
  identity: environment(identity),
  storage: environment([...identity, ...storage]),
  cloud: environment([base.openstackProvider, ...compliantCloud, base.inputShare, base.inputShareAccess]),
  tasks: environment([...kubernetes.compliantKubernetes, gatewayOf()]),
  programs: environment(programs),
  commands: environment(commands),
};
