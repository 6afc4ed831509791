import { labelKeys } from "../../components/five-safes";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { labelsOf } from "../kit/labels";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { asTextMap } from "../kit/value";

const defaultPattern = String.raw`\d`;
const recordKey = "spe.approval";

/** Data may be processed for what was approved only: what names no approval was approved by nobody. */
export const permitReferenced: ResourceRule = {
  name: "safe-projects-permit-referenced",
  description: "A project carries the reference of the permit that it stands on.",
  severity: "high",
  framework: fiveSafes("safe-projects", {
    control: "P-03",
    satre: ["1.4.01", "1.5.04"],
    also: ["TEHDAS2 EHDSR-1", "TEHDAS2 EHDSR-10"],
  }),
  remediationSteps: `Set "${labelKeys.permit}" to the reference that the data access body gave.`,
  configSchema: {
    properties: {
      permitPattern: {
        type: "string",
        description: "Regular expression that a reference must match; by default it has a number.",
        default: defaultPattern,
      },
      approvalRecord: {
        type: "boolean",
        description: `Whether a project must carry the SHA-256 of its approval record in "${recordKey}" too.`,
        default: false,
      },
    },
  },
  validateResource: ofTypes(
    {
      "keycloak:index/group:Group": "group",
      "kubernetes:core/v1:Namespace": "namespace",
      "openstack:identity/project:Project": "project",
    },
    (kind, args, report) => {
      const { permitPattern = defaultPattern, approvalRecord = false } = args.getConfig<{
        permitPattern?: string;
        approvalRecord?: boolean;
      }>();
      const refuse = (problem: string): void => report(`${kind} "${nameOf(args, "name")}" ${problem}`);
      // a reference or hash may be no label of Kubernetes, which takes 63 characters of few kinds
      const labels = {
        ...asTextMap(field(args.props, "metadata", "annotations")),
        ...labelsOf[args.type]?.(args.props),
      };
      const permit = labels[labelKeys.permit] ?? "";
      if (permit === "") refuse(`carries no permit; label it "${labelKeys.permit}": "<reference>"`);
      else if (!new RegExp(permitPattern).test(permit))
        refuse(
          `carries the permit "${permit}", which does not match ${permitPattern}; give the reference of the data access body`,
        );
      if (approvalRecord && !/^[0-9a-f]{64}$/i.test(labels[recordKey] ?? ""))
        refuse(`carries no SHA-256 of its approval record; set "${recordKey}"`);
    },
  ),
};
