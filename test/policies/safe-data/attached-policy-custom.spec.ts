import { type Judged, unknown } from "../../../policies/judge";
import { attachedPolicyCustom } from "../../../policies/safe-data/attached-policy-custom";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { machineAttachment } from "../compliant-store";

const groupAttachment: Judged = {
  type: "minio:index/iamGroupPolicyAttachment:IamGroupPolicyAttachment",
  name: "heart-stewards-attachment",
  props: { groupName: "stewards", policyName: "spe-heart-stewards" },
};
const ldapUser: Judged = {
  type: "minio:index/iamLdapUserPolicyAttachment:IamLdapUserPolicyAttachment",
  name: "heart-rosa",
  props: { userDn: "uid=rosa", policyName: "spe-heart-researcher" },
};
const ldapGroup: Judged = {
  type: "minio:index/iamLdapGroupPolicyAttachment:IamLdapGroupPolicyAttachment",
  name: "heart-researchers",
  props: { groupDn: "cn=heart", policyName: "spe-heart-researcher" },
};

describe("safe-data-attached-policy-custom", () => {
  it("holds for policies of the project, whatever their names begin with", async () => {
    await holds(attachedPolicyCustom, [
      machineAttachment,
      groupAttachment,
      ldapUser,
      ldapGroup,
      changed(machineAttachment, { policyName: "readonly-heart" }),
    ]);
  });

  const holders: [string, Judged][] = [
    ['user "spe-heart-machine-mount"', machineAttachment],
    ['group "stewards"', groupAttachment],
    ['user "uid=rosa"', ldapUser],
    ['group "cn=heart"', ldapGroup],
  ];
  for (const [holder, attachment] of holders)
    it(`reports a built-in policy of ${holder}`, async () => {
      await reports(
        attachedPolicyCustom,
        [changed(attachment, { policyName: "readonly" })],
        [`${holder} has the built-in policy "readonly"; attach a policy of the project`],
      );
    });

  for (const policyName of ["consoleAdmin", "readwrite", "writeonly", "diagnostics", "ReadWrite"])
    it(`reports ${policyName}, alone and in a list`, async () => {
      const message = `user "spe-heart-machine-mount" has the built-in policy "${policyName}"; attach a policy of the project`;
      for (const names of [policyName, `spe-heart-machine-mount, ${policyName}`])
        await reports(attachedPolicyCustom, [changed(machineAttachment, { policyName: names })], [message]);
    });

  it("names the resource while the user is unknown", async () => {
    await reports(
      attachedPolicyCustom,
      [changed(machineAttachment, { userName: unknown, policyName: "readonly" })],
      [
        'user "heart-machine-mount-attachment" has the built-in policy "readonly"; attach a policy of the project',
      ],
    );
  });

  it("cannot be judged while the policy is unknown", async () => {
    await cannotJudge(
      attachedPolicyCustom,
      [changed(machineAttachment, { policyName: unknown })],
      "policyName",
    );
  });
});
