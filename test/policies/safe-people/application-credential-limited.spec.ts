import { unknown } from "../../../policies/judge";
import { applicationCredentialLimited } from "../../../policies/safe-people/application-credential-limited";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { today } from "../compliant";
import { applicationCredential } from "../compliant-cloud";

const says = (problem: string) => `application credential "heart-cluster" ${problem}`;
const mayMake = says("may make other credentials; remove unrestricted");

describe("safe-people-application-credential-limited", () => {
  it("holds for a limited credential that ends within a year", async () => {
    await holds(
      applicationCredentialLimited,
      [
        applicationCredential,
        changed(applicationCredential, { unrestricted: undefined, expiresAt: "2027-11-23T23:59:59Z" }),
        changed(applicationCredential, { unrestricted: "false", roles: ["member", "load-balancer_member"] }),
      ],
      { today },
    );
  });

  it("reports one that may make others, also as a JSON string", async () => {
    for (const unrestricted of [true, "true"])
      await reports(
        applicationCredentialLimited,
        [changed(applicationCredential, { unrestricted })],
        [mayMake],
        { today },
      );
  });

  for (const [expiresAt, problem] of [
    [undefined, "never ends; set expiresAt"],
    ["", "never ends; set expiresAt"],
    ["2027-11-24T00:00:00Z", "ends on 2027-11-24; the latest is 2027-11-23 (365 days)"],
    ["next year", 'ends at "next year", which is no time; write expiresAt as 2027-06-30T00:00:00Z'],
  ] as const)
    it(`reports the end ${JSON.stringify(expiresAt)}`, async () => {
      await reports(
        applicationCredentialLimited,
        [changed(applicationCredential, { expiresAt })],
        [says(problem)],
        { today },
      );
    });

  it("reports roles of administrators, and all roles of the owner", async () => {
    for (const role of ["admin", "Admin", "cloud_admin", "load-balancer_admin"])
      await reports(
        applicationCredentialLimited,
        [changed(applicationCredential, { roles: ["member", role] })],
        [says(`has the role "${role}"; list only roles that it needs`)],
        { today },
      );
    for (const roles of [undefined, []])
      await reports(
        applicationCredentialLimited,
        [changed(applicationCredential, { roles })],
        [says("has all roles of its owner; list those it needs in roles")],
        { today },
      );
  });

  it("reports one that may call everything", async () => {
    for (const accessRules of [undefined, []])
      await reports(
        applicationCredentialLimited,
        [changed(applicationCredential, { accessRules })],
        [says("may call everything; list the calls it needs in accessRules")],
        { today },
      );
  });

  it("cannot be judged while a property is unknown, and still reports the rest", async () => {
    await cannotJudge(
      applicationCredentialLimited,
      [changed(applicationCredential, { expiresAt: unknown, unrestricted: true })],
      "expiresAt",
      [mayMake],
    );
  });
});
