/** The pack's rules in the order of its documents; the only registry. */
import { levelAt } from "./kit/level";
import { exemptable, type Rule } from "./kit/rule";
import { bucketListingLimited } from "./safe-data/bucket-listing-limited";
import { bucketPolicyNamed } from "./safe-data/bucket-policy-named";
import { bucketPrivate } from "./safe-data/bucket-private";
import { bucketVersioned } from "./safe-data/bucket-versioned";
import { inputReadOnly } from "./safe-data/input-read-only";
import { rolePolicyLimited } from "./safe-data/role-policy-limited";
import { storagePolicyEnumerated } from "./safe-data/storage-policy-enumerated";
import { storeProtected } from "./safe-data/store-protected";
import { brokerAllowed } from "./safe-people/broker-allowed";
import { brokerEntitlementSynced } from "./safe-people/broker-entitlement-synced";
import { brokerVerified } from "./safe-people/broker-verified";
import { clientCodeFlowOnly } from "./safe-people/client-code-flow-only";
import { clientPkce } from "./safe-people/client-pkce";
import { clientRedirectsExact } from "./safe-people/client-redirects-exact";
import { realmEventsKept } from "./safe-people/realm-events-kept";
import { realmNoSelfRegistration } from "./safe-people/realm-no-self-registration";
import { exemptionInForce } from "./safe-projects/exemption-in-force";
import { exemptionListed } from "./safe-projects/exemption-listed";
import { expiryBounded } from "./safe-projects/expiry-bounded";
import { resourceLabelled } from "./safe-projects/resource-labelled";
import { providerTlsVerified } from "./safe-settings/provider-tls-verified";

const safePeople: Rule[] = [
  realmNoSelfRegistration,
  realmEventsKept,
  brokerAllowed,
  brokerVerified,
  brokerEntitlementSynced,
  clientCodeFlowOnly,
  clientPkce,
  clientRedirectsExact,
];
const safeProjects: Rule[] = [resourceLabelled, expiryBounded];
const safeSettings: Rule[] = [providerTlsVerified];
const safeData: Rule[] = [
  bucketPrivate,
  bucketPolicyNamed,
  storagePolicyEnumerated,
  rolePolicyLimited,
  bucketListingLimited,
  bucketVersioned,
  inputReadOnly,
  storeProtected,
];

const exemptableRules = [...safePeople, ...safeProjects, ...safeSettings, ...safeData].map(exemptable);
const exemptableNames = exemptableRules.map(({ name }) => name);

/** Every rule; at its strictest (tier 3), which an environment's configuration may relax. */
export const rules: Rule[] = [
  ...exemptableRules,
  // nobody is exempted from how exemptions are made
  exemptionInForce(exemptableNames),
  exemptionListed(exemptableNames),
].map((rule) => ({ ...rule, enforcementLevel: levelAt(rule.severity, 3) }));
