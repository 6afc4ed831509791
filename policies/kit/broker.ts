/** Brokers of a realm, and what they write down of people. */
import type { PolicyResource } from "@pulumi/policy";
import { field } from "./field";
import { customMapperType } from "./group-mapper";
import { names, naming } from "./naming";
import { resourcesOfType } from "./resource";

const importerType =
  "keycloak:index/attributeImporterIdentityProviderMapper:AttributeImporterIdentityProviderMapper";

/** Whether a resource is a broker, of whatever kind, that people come in by. */
export const isBroker = ({ type }: PolicyResource): boolean =>
  /^keycloak:(?:oidc|saml)\/\w*[iI]dentityProvider:\w*IdentityProvider$/.test(type);

/** The attributes that a broker takes anew from its upstream's claims at every login. */
export const importedAttributes = (broker: PolicyResource, resources: readonly PolicyResource[]): string[] =>
  mappersOf(broker, resourcesOfType(resources, importerType, customMapperType))
    .filter((mapper) => isSynced(mapper, broker))
    .flatMap(({ type, props }) => {
      if (type === importerType) return String(props.userAttribute);
      const isImporter = /^(?:oidc|saml)-user-attribute-idp-mapper$/.test(
        String(props.identityProviderMapper),
      );
      return isImporter ? String(field(props.extraConfig, "user.attribute")) : [];
    });

/** Those of a list of mappers that are a broker's: an alias is unique within its realm only. */
export const mappersOf = (broker: PolicyResource, mappers: readonly PolicyResource[]): PolicyResource[] =>
  naming(mappers, "realm", broker, ["realm"]).filter((mapper) =>
    names(mapper, "identityProviderAlias", broker, ["alias"]),
  );

function isSynced({ props }: PolicyResource, broker: PolicyResource): boolean {
  const mode = field(props.extraConfig, "syncMode");
  return mode === "FORCE" || (mode === "INHERIT" && broker.props.syncMode === "FORCE");
}
