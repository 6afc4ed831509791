import { cloudRules } from "./rules/cloud";
import { groupRules } from "./rules/groups";
import { identityRules } from "./rules/identity";
import { kubeOneRules } from "./rules/kubeone";
import { kubernetesRules } from "./rules/kubernetes";
import { peopleRules } from "./rules/people";
import type { Rule } from "./rules/rule";
import { serversRules } from "./rules/servers";
import { serversStackRules } from "./rules/servers-stack";
import { siteRules } from "./rules/site";
import { storageRules } from "./rules/storage";
import { upstreamRules } from "./rules/upstream";

/** Every rule over several settings, in the order of the sections. */
export const rules: readonly Rule[] = [
  ...siteRules,
  ...serversStackRules,
  ...upstreamRules,
  ...groupRules,
  ...identityRules,
  ...storageRules,
  ...peopleRules,
  ...cloudRules,
  ...serversRules,
  ...kubernetesRules,
  ...kubeOneRules,
];
