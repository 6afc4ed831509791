/** Documents of GA4GH's service-info 1.0.0 and service-registry 1.0.0. */

/** What a service says of itself. */
export interface ServiceInfo {
  /** Unique, a domain name backwards: `example.heart.tes`. */
  id: string;
  name: string;
  type: ServiceType;
  description?: string;
  organization: { name: string; url: string };
  contactUrl?: string;
  documentationUrl?: string;
  /** `prod`, `test`, `dev` or `staging`. */
  environment?: string;
  version: string;
}

/** Which standard a service follows. */
export interface ServiceType {
  group: string;
  artifact: string;
  version: string;
}

/** A service in a registry. */
export interface ExternalService extends ServiceInfo {
  /** What the standard's paths come after. */
  url: string;
}

/** TES by task-execution-schemas 1.1. */
export const tesType: ServiceType = { group: "org.ga4gh", artifact: "tes", version: "1.1.0" };

/** A service's id, from the name that people reach it by: `example.heart.tes` of `tes.heart.example`. */
export const serviceId = (host: string): string => host.split(".").reverse().join(".");
