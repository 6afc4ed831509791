import { cloudRules } from "./rules/cloud";
import { groupRules } from "./rules/groups";
import { identityRules } from "./rules/identity";
import { peopleRules } from "./rules/people";
import type { Rule } from "./rules/rule";
import { siteRules } from "./rules/site";
import { storageRules } from "./rules/storage";
import { upstreamRules } from "./rules/upstream";

/** Every rule over several settings, in the order of the sections. */
export const rules: readonly Rule[] = [
  ...siteRules,
  ...upstreamRules,
  ...groupRules,
  ...identityRules,
  ...storageRules,
  ...peopleRules,
  ...cloudRules,
];
