/** What a resource's labels say of whose it is and what it is for. */
import type { PolicyResource } from "@pulumi/policy";
import { labelKeys } from "../../components/five-safes";
import type { Named } from "./items";
import { labelsOf } from "./labels";
import { nameOf } from "./resource";
import { checkEach } from "./unknown";

type Labelled = Pick<PolicyResource, "type" | "props">;

const labelOf = ({ type, props }: Labelled, key: string): string | undefined =>
  Object.hasOwn(labelsOf, type) ? labelsOf[type]?.(props)[key] : undefined;

/** Id of the project that a resource is labelled with. */
export const projectOf = (resource: Labelled): string | undefined => labelOf(resource, labelKeys.project);

/** Role that a resource is labelled with. */
export const roleOf = (resource: Labelled): string | undefined => labelOf(resource, labelKeys.role);

/** The role of what faces the outside for all that stands behind it: gateway, load balancer, proxy. */
export const edgeRole = "edge";

/** The role of the machine through which administrators reach the others. */
export const bastionRole = "bastion";

/**
 * Judges what is named: it must be labelled with the project, or be something of the site that anybody may name.
 * @param site names of what is the site's
 * @param refuse told what is named, in words that go after a verb
 */
export function checkBelongs(
  { found, elsewhere }: Named,
  project: string | undefined,
  site: readonly string[],
  refuse: (what: string) => void,
): void {
  if (elsewhere !== undefined && !site.includes(elsewhere as string))
    refuse(`"${elsewhere}", which is not of this stack`);
  checkEach(found, (it) => {
    const other = projectOf(it);
    if (other !== project)
      refuse(`"${nameOf(it, "name")}" of ${other === undefined ? "no project" : `project "${other}"`}`);
  });
}
