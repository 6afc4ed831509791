/** The part of the library that loads without Pulumi, for what only asks who may do what in an object store. */
export { longestCredentialsSeconds } from "./storage/guard-policy";
export { machineDocument } from "./storage/machine-policy";
export { versionedRoles } from "./storage/object-store-args";
export type { PolicyDecision } from "./storage/policy-evaluation";
export type { NamedPolicies, PolicyStatement } from "./storage/policy-language";
export type { RequestTransport, StoreIdentity } from "./storage/request-facts";
export { policyDocuments } from "./storage/store-policies";
export {
  decideAccessKey,
  decideCredentials,
  decideRequest,
  type StoreRequest,
} from "./storage/store-requests";
