import { isBuiltIn, policyNames } from "../kit/built-in-policies";
import { fiveSafes } from "../kit/five-safes";
import { anyHas } from "../kit/known-values";
import { checkOpenIdProviders } from "../kit/openid-provider";
import { resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { settingsNamed } from "../kit/setting";
import { checkEach } from "../kit/unknown";

/** Everybody who logs in gets the role's policies: a built-in one opens every bucket of the server to all of them. */
export const loginRolePolicyCustom: StackRule = {
  name: "safe-data-login-role-policy-custom",
  description: "A login to the object store gives policies of the stack, and names them.",
  severity: "critical",
  framework: fiveSafes("safe-data", { control: "D-07", also: ["MinIO built-in policies"] }),
  remediationSteps:
    "Set the role policy (MINIO_IDENTITY_OPENID_ROLE_POLICY) to IamPolicies of the stack, as a plain value.",
  validateStack: ({ resources }, report) => {
    const policies = resourcesOfType(resources, "minio:index/iamPolicy:IamPolicy");
    checkOpenIdProviders(resources, report, (settings, refuse) => {
      const rolePolicies = settingsNamed(settings, "role_policy");
      // without a role policy, a claim of the token names the policies
      if (rolePolicies.length === 0 && settings.some(({ name }) => name === "config_url"))
        refuse("takes policies from the login's token; set role_policy");
      checkEach(rolePolicies, ({ from, read }) => {
        if (from !== undefined)
          return refuse(`takes role_policy from ${from}, where nobody reviews it; write it as a value`);
        const names = policyNames(read());
        if (names.length === 0) refuse("has an empty role_policy; name policies of the stack");
        checkEach(names, (name) => {
          if (isBuiltIn(name))
            refuse(`gives everybody the built-in policy "${name}"; name policies of the stack`);
          else if (!anyHas(policies, "name", name))
            refuse(`gives everybody the policy "${name}", which the stack does not make; name its own`);
        });
      });
    });
  },
};
