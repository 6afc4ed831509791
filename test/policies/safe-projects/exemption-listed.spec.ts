import { exemptionListed } from "../../../policies/safe-projects/exemption-listed";
import { holds, reports } from "../../support/verdict";
import { bucket } from "../compliant";

const today = "2026-11-23";
const rule = exemptionListed(new Map([["safe-data-bucket-versioned", "high"]]));
const exemption = {
  rule: "safe-data-bucket-versioned",
  urn: "*::heart-store-input",
  reason: "the source keeps its versions",
  approvers: ["mona@example.org", "owner@example.org"],
  expires: "2027-05-22",
};

describe("safe-projects-exemption-listed", () => {
  it("says nothing without exemptions", async () => {
    await holds(rule, [bucket]);
  });

  it("lists each that is in force with who decided it and why", async () => {
    await reports(
      rule,
      [bucket],
      [
        'exemption of "*::heart-store-input" from safe-data-bucket-versioned until 2027-05-22, by mona@example.org and owner@example.org: the source keeps its versions',
      ],
      { today, config: { exemptions: [exemption] } },
    );
  });

  it("leaves those that are not in force to the rule that refuses them", async () => {
    const exemptions = [
      { ...exemption, expires: "2026-11-22" },
      { ...exemption, rule: "no-such-rule" },
      { ...exemption, urn: "*" },
    ];
    await holds(rule, [bucket], { today, config: { exemptions } });
  });
});
