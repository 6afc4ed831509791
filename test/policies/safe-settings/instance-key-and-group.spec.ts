import { unknown } from "../../../policies/judge";
import { instanceKeyAndGroup } from "../../../policies/safe-settings/instance-key-and-group";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { instance, keypair } from "../compliant-cloud";

const subject = 'instance "heart-login"';
const noGroup = `${subject} lists no security group and gets "default"; set securityGroups`;
const inDefault = `${subject} is in the security group "default"; list groups of its own`;

describe("safe-settings-instance-key-and-group", () => {
  it("holds for a key made elsewhere and groups of the instance's own", async () => {
    await holds(instanceKeyAndGroup, [
      instance,
      keypair,
      changed(instance, { adminPass: "", keyPair: unknown }),
    ]);
  });

  it("holds for an instance that is attached by ports only, known or not", async () => {
    for (const port of ["1f2e", unknown])
      await holds(instanceKeyAndGroup, [
        changed(instance, { securityGroups: undefined, networks: [{ port }, { port }] }),
      ]);
  });

  it("reports a password without printing it, also one that is not known yet", async () => {
    for (const adminPass of ["hunter2", unknown])
      await reports(
        instanceKeyAndGroup,
        [changed(instance, { adminPass })],
        [`${subject} has a password; remove adminPass`],
      );
  });

  it("reports an instance without a key pair", async () => {
    for (const keyPair of [undefined, null, ""])
      await reports(
        instanceKeyAndGroup,
        [changed(instance, { keyPair })],
        [`${subject} has no key pair; set keyPair`],
      );
  });

  it("reports an instance without groups, also where only one of its networks is by a port", async () => {
    for (const networks of [
      undefined,
      [],
      [{ uuid: "1f2e" }],
      [{ port: "1f2e" }, { uuid: "1f2e" }],
      [{ port: "" }],
    ])
      await reports(instanceKeyAndGroup, [changed(instance, { securityGroups: [], networks })], [noGroup]);
    await reports(
      instanceKeyAndGroup,
      [changed(instance, { securityGroups: undefined, networks: null })],
      [noGroup],
    );
  });

  it("reports the group default, in any case and beside others", async () => {
    for (const securityGroups of [["default"], "default", ["heart-machines", "Default"]])
      await reports(instanceKeyAndGroup, [changed(instance, { securityGroups })], [inDefault]);
  });

  it("reports a key pair that Nova makes", async () => {
    for (const publicKey of [undefined, ""])
      await reports(
        instanceKeyAndGroup,
        [changed(keypair, { publicKey })],
        ['key pair "heart" leaves it to Nova to make the private key; set publicKey to one made elsewhere'],
      );
  });

  it("cannot be judged while a group is unknown, and still reports the rest", async () => {
    await cannotJudge(
      instanceKeyAndGroup,
      [changed(instance, { keyPair: undefined, securityGroups: [unknown, "default"] })],
      "securityGroups.0",
      [`${subject} has no key pair; set keyPair`, inDefault],
    );
  });
});
