import { isBuiltIn, policyNames } from "../kit/built-in-policies";
import { fiveSafes } from "../kit/five-safes";
import { ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkEach, ifKnown } from "../kit/unknown";

/** A built-in policy reaches every bucket of the server, those of other projects and those to come. */
export const attachedPolicyCustom: ResourceRule = {
  name: "safe-data-attached-policy-custom",
  description: "Users and groups of the object store have policies of the project, none that MinIO brings.",
  severity: "high",
  framework: fiveSafes("safe-data", {
    control: "D-14",
    satre: ["3.2.03"],
    also: ["MinIO built-in policies"],
  }),
  remediationSteps: "Write an IamPolicy that lists actions and buckets, and attach that.",
  validateResource: ofTypes(
    {
      "minio:index/iamUserPolicyAttachment:IamUserPolicyAttachment": { holder: "user", key: "userName" },
      "minio:index/iamGroupPolicyAttachment:IamGroupPolicyAttachment": { holder: "group", key: "groupName" },
      // of later versions of the provider
      "minio:index/iamLdapUserPolicyAttachment:IamLdapUserPolicyAttachment": {
        holder: "user",
        key: "userDn",
      },
      "minio:index/iamLdapGroupPolicyAttachment:IamLdapGroupPolicyAttachment": {
        holder: "group",
        key: "groupDn",
      },
    },
    ({ holder, key }, args, report) => {
      const name = ifKnown(() => args.props[key]) ?? args.name;
      checkEach(policyNames(args.props.policyName).filter(isBuiltIn), (policy) =>
        report(`${holder} "${name}" has the built-in policy "${policy}"; attach a policy of the project`),
      );
    },
  ),
};
