import { unknown } from "../../../policies/judge";
import { realmTlsRequired } from "../../../policies/safe-people/realm-tls-required";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { realm } from "../compliant-access";

const from = (where: string) =>
  `realm "heart" takes logins without TLS from ${where}; set sslRequired to "all"`;

describe("safe-people-realm-tls-required", () => {
  it("holds for all, in either case", async () => {
    await holds(realmTlsRequired, [realm, changed(realm, { sslRequired: "ALL" })]);
  });

  it("holds for external only where it is configured", async () => {
    const external = changed(realm, { sslRequired: "external" });
    await holds(realmTlsRequired, [external], { config: { sslRequired: "external" } });
    await reports(realmTlsRequired, [external], [from("private addresses")]);
  });

  it("reports the provider's default, which is external", async () => {
    for (const sslRequired of [undefined, "", null])
      await reports(realmTlsRequired, [changed(realm, { sslRequired })], [from("private addresses")]);
  });

  it("reports none and whatever is no setting", async () => {
    for (const sslRequired of ["none", "NONE", "required", false])
      await reports(
        realmTlsRequired,
        [changed(realm, { sslRequired })],
        [from(sslRequired === false ? "private addresses" : "anywhere")],
        { config: { sslRequired: sslRequired === false ? "all" : "external" } },
      );
  });

  it("cannot be judged while it is unknown", async () => {
    await cannotJudge(realmTlsRequired, [changed(realm, { sslRequired: unknown })], "sslRequired");
  });
});
