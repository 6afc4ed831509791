/** The library: what a program of an environment is wired from, and what ends access in one. */
export type { AccessLine, EgressLine } from "./cloud/access-line";
export { overlaps } from "./cloud/address-range";
export { Bastion, type BastionArgs } from "./cloud/bastion";
export type { CloudAccess, CloudCredential } from "./cloud/cloud-access";
export { CloudError } from "./cloud/cloud-error";
export type { CloudSite } from "./cloud/cloud-site";
export { cloudSites } from "./cloud/cloud-sites";
export { CloudSurvey, type FoundFlavor, type Limited, type Named } from "./cloud/cloud-survey";
export { type DnsEntry, Edge, type EdgeArgs } from "./cloud/edge";
export { EdgeCertificate, type EdgeCertificateArgs } from "./cloud/edge-certificate";
export type { EdgeListener } from "./cloud/edge-listener";
export { Machine } from "./cloud/machine";
export type { MachineArgs } from "./cloud/machine-args";
export type { MachineConnection, SshLogin } from "./cloud/machine-connection";
export type { MachineDocument } from "./cloud/machine-document";
export { MachineSecret, type MachineSecretArgs } from "./cloud/machine-secret";
export { ProjectCredential, type ProjectCredentialArgs } from "./cloud/project-credential";
export { ProjectGround, type ProjectGroundArgs } from "./cloud/project-ground";
export {
  KeycloakAdmin,
  KeycloakError,
  type KeycloakServer,
  type RealmPerson,
} from "./identity/keycloak-admin";
export { KeycloakMachine } from "./identity/keycloak-machine";
export type { KeycloakMachineArgs } from "./identity/keycloak-machine-args";
export { RealmClient, type RealmClientArgs } from "./identity/realm-client";
export {
  type RegistrationSheet,
  type RegistrationSheetArgs,
  registrationSheet,
  registrationSheetMarkdown,
} from "./identity/registration-sheet";
export { ResearchRealm, type ResearchRealmArgs } from "./identity/research-realm";
export { ExistingCluster } from "./kubernetes/existing-cluster";
export type { ExistingClusterArgs } from "./kubernetes/existing-cluster-args";
export { KkpCluster } from "./kubernetes/kkp-cluster";
export type { KkpClusterArgs } from "./kubernetes/kkp-cluster-args";
export { kubeOneAccess } from "./kubernetes/kubeone-access";
export { KubeOneCluster } from "./kubernetes/kubeone-cluster";
export type { KubeOneClusterArgs } from "./kubernetes/kubeone-cluster-args";
export {
  controlPlaneName,
  deploymentName,
  isWorkerOf,
  kubeOneRootDiskGib,
} from "./kubernetes/kubeone-machines";
export type { FlowLine } from "./kubernetes/network-lines";
export { ProjectNamespace } from "./kubernetes/project-namespace";
export type { ProjectNamespaceArgs } from "./kubernetes/project-namespace-args";
export { PublicLoadBalancer } from "./kubernetes/public-load-balancer";
export type { PublicLoadBalancerArgs } from "./kubernetes/public-load-balancer-args";
export { taskFlows } from "./kubernetes/task-flows";
export { TaskService } from "./kubernetes/task-service";
export type { TaskBucket, TaskServiceArgs } from "./kubernetes/task-service-args";
export {
  brokerRedirectUri,
  bucketName,
  consoleRedirectUri,
  groupPath,
  loginProviderName,
  realmIssuer,
  roleArn,
  storeClientId,
  stsParent,
} from "./naming";
export { accountsDocument } from "./people/accounts-document";
export type { Person } from "./people/machine-account";
export { MachineAccounts, type MachineAccountsArgs } from "./people/machine-accounts";
export { simpleVmPeople, vendorDataPeople } from "./people/metadata-people";
export { BucketMount, type BucketMountArgs } from "./storage/bucket-mount";
export { bucketMountDocument, bucketMountSecret } from "./storage/bucket-mount-document";
export { type BucketMountPlayArgs, bucketMountPlay } from "./storage/bucket-mount-play";
export type { BucketKeys, BucketLogin, BucketMountSpec } from "./storage/bucket-mount-spec";
export { type AccessToEnd, type EndedAccess, endAccess } from "./storage/end-access";
export { MinioAdmin } from "./storage/minio-admin";
export { MinioError } from "./storage/minio-error";
export type { MinioServer } from "./storage/minio-request";
export { ObjectStore } from "./storage/object-store";
export type { BucketArgs, ObjectStoreArgs } from "./storage/object-store-args";
export { ObjectStoreLogin, type ObjectStoreLoginArgs } from "./storage/object-store-login";
export type { ObjectStoreServer } from "./storage/object-store-server";
export type { NamedPerson } from "./storage/people-policy";
export { ServiceAccount, type ServiceAccountArgs } from "./storage/service-account";
export { ObjectStoreMachine } from "./storage/store-machine";
export type { ObjectStoreMachineArgs } from "./storage/store-machine-args";
export { type MemberHealth, memberHealth } from "./tasks/member-health";
export { ProtesGateway } from "./tasks/protes-gateway";
export type { ProtesGatewayArgs } from "./tasks/protes-gateway-args";
export { TesFederation } from "./tasks/tes-federation";
export type { TesFederationArgs } from "./tasks/tes-federation-args";
