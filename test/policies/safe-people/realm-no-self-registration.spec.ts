import { unknown } from "../../../policies/judge";
import { realmNoSelfRegistration } from "../../../policies/safe-people/realm-no-self-registration";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { realm } from "../compliant";

describe("safe-people-realm-no-self-registration", () => {
  it("holds where registration is off, also as a JSON string or by the provider's default", async () => {
    await holds(realmNoSelfRegistration, [
      realm,
      changed(realm, { registrationAllowed: "false" }),
      changed(realm, { registrationAllowed: undefined }),
    ]);
  });

  for (const registrationAllowed of [true, "true", "TRUE", 1])
    it(`reports registrationAllowed ${JSON.stringify(registrationAllowed)}`, async () => {
      await reports(
        realmNoSelfRegistration,
        [changed(realm, { registrationAllowed })],
        ['realm "heart" lets people register themselves; set registrationAllowed to false'],
      );
    });

  it("cannot be judged while registrationAllowed is unknown", async () => {
    await cannotJudge(
      realmNoSelfRegistration,
      [changed(realm, { registrationAllowed: unknown })],
      "registrationAllowed",
    );
  });
});
