import { type Judged, unknown } from "../../../policies/judge";
import { accountsFederated } from "../../../policies/safe-people/accounts-federated";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { machineUser } from "../compliant-access";

const user: Judged = {
  type: "keycloak:index/user:User",
  name: "heart-emergency",
  props: {
    realmId: "heart",
    username: "grace.hopper",
    email: "grace@example.org",
    initialPassword: { value: "a long first password", temporary: true },
  },
};
const config = { breakGlassUsers: ["Grace.Hopper"] };
const local =
  'user "grace.hopper" is a local account; remove it, or list it in breakGlassUsers if it is for emergencies';
const federated = changed(user, {
  initialPassword: undefined,
  federatedIdentities: [{ identityProvider: "ls-aai", userId: "4f@lifescience-ri.eu", userName: "grace" }],
});

describe("safe-people-accounts-federated", () => {
  it("holds for a listed account for emergencies, a federated one, and a machine's", async () => {
    await holds(accountsFederated, [user, federated, machineUser], { config });
  });

  it("holds for machines by other names where they are configured", async () => {
    await holds(accountsFederated, [changed(machineUser, { name: "tes-heart" })], {
      config: { machineUsers: ["tes-*"] },
    });
  });

  it("reports a local account that is not listed", async () => {
    await reports(accountsFederated, [user], [local]);
    await reports(accountsFederated, [changed(user, { initialPassword: undefined })], [local]);
  });

  it("reports a federated account that has a password beside", async () => {
    const both = changed(federated, { initialPassword: user.props?.initialPassword });
    await reports(accountsFederated, [both], [local]);
  });

  for (const username of ["admin", "userA", "test2", "shared_user", "Guest", "root", "user-1", "test-admin"])
    it(`reports the name "${username}", which anybody can be behind`, async () => {
      await reports(
        accountsFederated,
        [changed(user, { username })],
        [`user "${username}" has a name that anybody can be behind; name the account for one person`],
        { config: { breakGlassUsers: [username] } },
      );
    });

  for (const username of ["testarossa", "guido", "adminer.k", "userkraft"])
    it(`takes "${username}" for a person`, async () => {
      await holds(accountsFederated, [changed(user, { username })], {
        config: { breakGlassUsers: [username] },
      });
    });

  it("reports a first password that stays", async () => {
    for (const initialPassword of [{ value: "x", temporary: false }, { value: "x" }, "x"])
      await reports(
        accountsFederated,
        [changed(user, { initialPassword })],
        ['user "grace.hopper" keeps its first password; set initialPassword.temporary to true'],
        { config },
      );
  });

  it("reports a user of the object store who is not named as a machine", async () => {
    for (const name of ["grace", "spe-heart-mount"])
      await reports(
        accountsFederated,
        [changed(machineUser, { name })],
        [`user "${name}" of the object store is not named as a machine's; let people log in by the realm`],
      );
  });

  it("cannot be judged while a name is unknown, and still reports the rest", async () => {
    await cannotJudge(
      accountsFederated,
      [changed(user, { username: unknown, initialPassword: { value: "x" } })],
      "username",
      ['user "heart-emergency" keeps its first password; set initialPassword.temporary to true'],
    );
    await cannotJudge(accountsFederated, [changed(machineUser, { name: unknown })], "name");
  });
});
