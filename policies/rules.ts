/** The pack's rules in the order of its documents; the only registry. */
import { levelAt } from "./kit/level";
import { exemptable, type Rule } from "./kit/rule";
import { accessKeyMachineOnly } from "./safe-data/access-key-machine-only";
import { attachedPolicyCustom } from "./safe-data/attached-policy-custom";
import { bucketEncrypted } from "./safe-data/bucket-encrypted";
import { bucketListingLimited } from "./safe-data/bucket-listing-limited";
import { bucketPolicyNamed } from "./safe-data/bucket-policy-named";
import { bucketPrivate } from "./safe-data/bucket-private";
import { bucketVersioned } from "./safe-data/bucket-versioned";
import { containerPrivate } from "./safe-data/container-private";
import { inputReadOnly } from "./safe-data/input-read-only";
import { loginIssuerTrusted } from "./safe-data/login-issuer-trusted";
import { loginRolePolicyCustom } from "./safe-data/login-role-policy-custom";
import { persistentVolumeAuthenticated } from "./safe-data/persistent-volume-authenticated";
import { rolePolicyLimited } from "./safe-data/role-policy-limited";
import { sharePrivate } from "./safe-data/share-private";
import { storageClassEncrypted } from "./safe-data/storage-class-encrypted";
import { storagePolicyEnumerated } from "./safe-data/storage-policy-enumerated";
import { storeProtected } from "./safe-data/store-protected";
import { storeRootGuarded } from "./safe-data/store-root-guarded";
import { uploadConfigOnly } from "./safe-data/upload-config-only";
import { volumeClaimEncrypted } from "./safe-data/volume-claim-encrypted";
import { volumeEncrypted } from "./safe-data/volume-encrypted";
import { volumeOneProject } from "./safe-data/volume-one-project";
import { volumeRetained } from "./safe-data/volume-retained";
import { auditKept } from "./safe-outputs/audit-kept";
import { checkerGroupStaffed } from "./safe-outputs/checker-group-staffed";
import { desktopNoTransfer } from "./safe-outputs/desktop-no-transfer";
import { egressOneWay } from "./safe-outputs/egress-one-way";
import { publishedByEdge } from "./safe-outputs/published-by-edge";
import { releaseByEgressService } from "./safe-outputs/release-by-egress-service";
import { releaseClosedToResearchers } from "./safe-outputs/release-closed-to-researchers";
import { requestReadOnly } from "./safe-outputs/request-read-only";
import { requestRetained } from "./safe-outputs/request-retained";
import { taskGatewayLimited } from "./safe-outputs/task-gateway-limited";
import { workflowReviewed } from "./safe-outputs/workflow-reviewed";
import { accessNeverDefault } from "./safe-people/access-never-default";
import { accountsFederated } from "./safe-people/accounts-federated";
import { applicationCredentialLimited } from "./safe-people/application-credential-limited";
import { brokerAllowed } from "./safe-people/broker-allowed";
import { brokerEntitlementSynced } from "./safe-people/broker-entitlement-synced";
import { brokerVerified } from "./safe-people/broker-verified";
import { checkersNoResearchers } from "./safe-people/checkers-no-researchers";
import { clientAudienceSingle } from "./safe-people/client-audience-single";
import { clientCodeFlowOnly } from "./safe-people/client-code-flow-only";
import { clientConfidential } from "./safe-people/client-confidential";
import { clientPkce } from "./safe-people/client-pkce";
import { clientRedirectsExact } from "./safe-people/client-redirects-exact";
import { clusterAdminListed } from "./safe-people/cluster-admin-listed";
import { clusterRoleLimited } from "./safe-people/cluster-role-limited";
import { realmBruteForceBounded } from "./safe-people/realm-brute-force-bounded";
import { realmEventsKept } from "./safe-people/realm-events-kept";
import { realmNoSelfRegistration } from "./safe-people/realm-no-self-registration";
import { realmPeopleDistinct } from "./safe-people/realm-people-distinct";
import { realmSecondFactor } from "./safe-people/realm-second-factor";
import { realmTlsRequired } from "./safe-people/realm-tls-required";
import { roleBindingIdentified } from "./safe-people/role-binding-identified";
import { exemptionInForce } from "./safe-projects/exemption-in-force";
import { exemptionListed } from "./safe-projects/exemption-listed";
import { expiredEnded } from "./safe-projects/expired-ended";
import { expiryBounded } from "./safe-projects/expiry-bounded";
import { ignoredChangesHarmless } from "./safe-projects/ignored-changes-harmless";
import { permitReferenced } from "./safe-projects/permit-referenced";
import { resourceLabelled } from "./safe-projects/resource-labelled";
import { resourceTypeReviewed } from "./safe-projects/resource-type-reviewed";
import { stackReferenceOwn } from "./safe-projects/stack-reference-own";
import { tierUniform } from "./safe-projects/tier-uniform";
import { chartRendered } from "./safe-settings/chart-rendered";
import { commandHarmless } from "./safe-settings/command-harmless";
import { commandSecretsUnlogged } from "./safe-settings/command-secrets-unlogged";
import { containerCapabilitiesDefault } from "./safe-settings/container-capabilities-default";
import { containerCapabilitiesDropped } from "./safe-settings/container-capabilities-dropped";
import { containerEscalationOff } from "./safe-settings/container-escalation-off";
import { containerProbeWithinPod } from "./safe-settings/container-probe-within-pod";
import { containerProcAlwaysMasked } from "./safe-settings/container-proc-always-masked";
import { containerProcMasked } from "./safe-settings/container-proc-masked";
import { containerUnprivileged } from "./safe-settings/container-unprivileged";
import { containerWithoutHostPort } from "./safe-settings/container-without-host-port";
import { egressDestinationLimited } from "./safe-settings/egress-destination-limited";
import { floatingIpEdgeOnly } from "./safe-settings/floating-ip-edge-only";
import { imagePinned } from "./safe-settings/image-pinned";
import { ingressAuthenticated } from "./safe-settings/ingress-authenticated";
import { ingressEncrypted } from "./safe-settings/ingress-encrypted";
import { ingressSourceLimited } from "./safe-settings/ingress-source-limited";
import { instanceKeyAndGroup } from "./safe-settings/instance-key-and-group";
import { instanceOneProject } from "./safe-settings/instance-one-project";
import { keycloakProductionMode } from "./safe-settings/keycloak-production-mode";
import { listenerSourceRanges } from "./safe-settings/listener-source-ranges";
import { listenerTls } from "./safe-settings/listener-tls";
import { namespaceDefaultDeny } from "./safe-settings/namespace-default-deny";
import { namespacePodSecurityEnforced } from "./safe-settings/namespace-pod-security-enforced";
import { networkPolicyLimited } from "./safe-settings/network-policy-limited";
import { networkPrivate } from "./safe-settings/network-private";
import { objectInOwnNamespace } from "./safe-settings/object-in-own-namespace";
import { podApparmorKept } from "./safe-settings/pod-apparmor-kept";
import { podHostProcessOff } from "./safe-settings/pod-host-process-off";
import { podNamespacesOwn } from "./safe-settings/pod-namespaces-own";
import { podNonRoot } from "./safe-settings/pod-non-root";
import { podSeccompKept } from "./safe-settings/pod-seccomp-kept";
import { podSeccompSet } from "./safe-settings/pod-seccomp-set";
import { podSecretReferenced } from "./safe-settings/pod-secret-referenced";
import { podSelinuxKept } from "./safe-settings/pod-selinux-kept";
import { podSysctlsSafe } from "./safe-settings/pod-sysctls-safe";
import { podUserNotZero } from "./safe-settings/pod-user-not-zero";
import { podVolumeTypesLimited } from "./safe-settings/pod-volume-types-limited";
import { podWithoutHostPath } from "./safe-settings/pod-without-host-path";
import { portSecurityOn } from "./safe-settings/port-security-on";
import { providerTlsVerified } from "./safe-settings/provider-tls-verified";
import { remoteConnectionPinned } from "./safe-settings/remote-connection-pinned";
import { remoteGroupOwn } from "./safe-settings/remote-group-own";
import { resolverOwn } from "./safe-settings/resolver-own";
import { routerNoGateway } from "./safe-settings/router-no-gateway";
import { secretUnguessable } from "./safe-settings/secret-unguessable";
import { sensitivePortsPrivate } from "./safe-settings/sensitive-ports-private";
import { serviceEdgeOnly } from "./safe-settings/service-edge-only";
import { taskApiAuthenticated } from "./safe-settings/task-api-authenticated";
import { taskNamespaceFenced } from "./safe-settings/task-namespace-fenced";
import { workflowApiGuarded } from "./safe-settings/workflow-api-guarded";

const safePeople: Rule[] = [
  realmNoSelfRegistration,
  realmTlsRequired,
  realmPeopleDistinct,
  realmBruteForceBounded,
  realmSecondFactor,
  realmEventsKept,
  brokerAllowed,
  brokerVerified,
  brokerEntitlementSynced,
  clientCodeFlowOnly,
  clientPkce,
  clientRedirectsExact,
  clientConfidential,
  clientAudienceSingle,
  accessNeverDefault,
  accountsFederated,
  checkersNoResearchers,
  applicationCredentialLimited,
  clusterAdminListed,
  clusterRoleLimited,
  roleBindingIdentified,
];
const safeProjects: Rule[] = [
  resourceLabelled,
  expiryBounded,
  permitReferenced,
  tierUniform,
  stackReferenceOwn,
  expiredEnded,
  ignoredChangesHarmless,
  resourceTypeReviewed,
];
const safeSettings: Rule[] = [
  ingressSourceLimited,
  sensitivePortsPrivate,
  egressDestinationLimited,
  remoteGroupOwn,
  portSecurityOn,
  networkPrivate,
  floatingIpEdgeOnly,
  routerNoGateway,
  resolverOwn,
  instanceKeyAndGroup,
  instanceOneProject,
  listenerTls,
  listenerSourceRanges,
  providerTlsVerified,
  namespacePodSecurityEnforced,
  podHostProcessOff,
  podNamespacesOwn,
  containerUnprivileged,
  containerCapabilitiesDefault,
  podWithoutHostPath,
  containerWithoutHostPort,
  podApparmorKept,
  podSelinuxKept,
  containerProcAlwaysMasked,
  containerProcMasked,
  podSeccompKept,
  podSysctlsSafe,
  podVolumeTypesLimited,
  containerEscalationOff,
  podNonRoot,
  podUserNotZero,
  podSeccompSet,
  containerCapabilitiesDropped,
  imagePinned,
  namespaceDefaultDeny,
  networkPolicyLimited,
  serviceEdgeOnly,
  ingressAuthenticated,
  ingressEncrypted,
  taskApiAuthenticated,
  taskNamespaceFenced,
  workflowApiGuarded,
  keycloakProductionMode,
  chartRendered,
  podSecretReferenced,
  secretUnguessable,
  commandHarmless,
  commandSecretsUnlogged,
  remoteConnectionPinned,
  objectInOwnNamespace,
  containerProbeWithinPod,
];
const safeData: Rule[] = [
  bucketPrivate,
  bucketPolicyNamed,
  storagePolicyEnumerated,
  rolePolicyLimited,
  bucketListingLimited,
  loginRolePolicyCustom,
  loginIssuerTrusted,
  storeRootGuarded,
  bucketEncrypted,
  bucketVersioned,
  accessKeyMachineOnly,
  attachedPolicyCustom,
  inputReadOnly,
  containerPrivate,
  sharePrivate,
  volumeEncrypted,
  volumeOneProject,
  persistentVolumeAuthenticated,
  storageClassEncrypted,
  volumeClaimEncrypted,
  volumeRetained,
  uploadConfigOnly,
  storeProtected,
];
const safeOutputs: Rule[] = [
  egressOneWay,
  releaseClosedToResearchers,
  requestReadOnly,
  requestRetained,
  checkerGroupStaffed,
  releaseByEgressService,
  desktopNoTransfer,
  taskGatewayLimited,
  workflowReviewed,
  auditKept,
  publishedByEdge,
];

const exemptableRules = [...safePeople, ...safeProjects, ...safeSettings, ...safeData, ...safeOutputs].map(
  exemptable,
);
const severities = new Map(exemptableRules.map(({ name, severity }) => [name, severity]));

/** Every rule; at its strictest (tier 3), which an environment's configuration may relax. */
export const rules: Rule[] = [
  ...exemptableRules,
  // nobody is exempted from how exemptions are made
  exemptionInForce(severities),
  exemptionListed(severities),
].map((rule) => ({ ...rule, enforcementLevel: levelAt(rule.severity, 3) }));
