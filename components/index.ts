/** The library: what a program of an environment is wired from, and what ends access in one. */
export {
  KeycloakAdmin,
  KeycloakError,
  type KeycloakServer,
  type RealmPerson,
} from "./identity/keycloak-admin";
export { RealmClient, type RealmClientArgs } from "./identity/realm-client";
export {
  type RegistrationSheet,
  type RegistrationSheetArgs,
  registrationSheet,
  registrationSheetMarkdown,
} from "./identity/registration-sheet";
export { ResearchRealm, type ResearchRealmArgs } from "./identity/research-realm";
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
