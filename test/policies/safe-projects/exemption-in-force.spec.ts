import type { Exemption } from "../../../policies/kit/exemption";
import { exemptionInForce } from "../../../policies/safe-projects/exemption-in-force";
import { holds, reports } from "../../support/verdict";
import { bucket } from "../compliant";

const today = "2026-11-23";
const rule = exemptionInForce(
  new Map([
    ["safe-data-bucket-versioned", "high"],
    ["safe-data-bucket-private", "critical"],
  ]),
);
const exemption: Exemption = {
  rule: "safe-data-bucket-versioned",
  urn: "urn:pulumi:test::spe::*::heart-store-input",
  reason: "the source keeps its versions",
  approvers: ["mona@example.org"],
  expires: "2027-05-22",
};
const name = `exemption of "${exemption.urn}" from safe-data-bucket-versioned`;
const judged = (...exemptions: unknown[]) => ({ today, config: { exemptions } });

describe("safe-projects-exemption-in-force", () => {
  it("holds without exemptions, and for one of at most 180 days", async () => {
    await holds(rule, [bucket]);
    await holds(rule, [bucket], judged(exemption, { ...exemption, expires: today }));
  });

  const problems: [Record<string, unknown>, string][] = [
    [{ expires: "2026-11-22" }, "expired on 2026-11-22; mend the resource, or have it decided again"],
    [{ expires: "2027-05-23" }, "expires on 2027-05-23; the latest is 2027-05-22 (180 days)"],
    [{ expires: "in May" }, 'expires on "in May"; give a date as YYYY-MM-DD'],
    [{ expires: "" }, "has no expires; write it down"],
    [{ reason: " " }, "has no reason; write it down"],
    [{ reason: undefined }, "has no reason; write it down"],
    [{ approvers: [] }, "has no approver; name who decided it"],
    [{ approvers: [""] }, "has no approver; name who decided it"],
    [{ approvers: "mona" }, "has no approver; name who decided it"],
  ];
  const wide = ["*", "*heart-store-input", "urn:pulumi:*::heart-store-*", "*::heart-store-inpu?"];
  for (const [change, problem] of problems)
    it(`reports ${JSON.stringify(change)}`, async () => {
      await reports(rule, [bucket], [`${name} ${problem}`], judged({ ...exemption, ...change }));
    });

  for (const urn of wide)
    it(`reports one for more resources than one: ${urn}`, async () => {
      await reports(
        rule,
        [bucket],
        [
          `exemption of "${urn}" from ${exemption.rule} is for more than one resource; write out the name after the last ::`,
        ],
        judged({ ...exemption, urn }),
      );
    });

  it("asks for two people where the rule is critical", async () => {
    const critical = { ...exemption, rule: "safe-data-bucket-private" };
    const two = { ...critical, approvers: ["mona@example.org", "dc@example.org"] };
    await holds(rule, [bucket], judged(two));
    const twice = { ...critical, approvers: ["mona@example.org", " Mona@example.org"] };
    const problem = `exemption of "${exemption.urn}" from safe-data-bucket-private is from a critical rule and has one approver; name a second person who decided it`;
    await reports(rule, [bucket], [problem, problem], judged(critical, twice));
  });

  it("reports one for a rule that does not exist or cannot be exempted", async () => {
    for (const other of ["safe-data-bucket-versionned", "safe-projects-exemption-in-force"])
      await reports(
        rule,
        [bucket],
        [
          `exemption of "${exemption.urn}" from ${other} is for a rule that cannot be exempted; correct its id`,
        ],
        judged({ ...exemption, rule: other }),
      );
  });

  it("reports one that no resource matches", async () => {
    await reports(rule, [], [`${name} is for no resource of the stack; remove it`], judged(exemption));
  });

  it("reports every one that is wrong, and what is no exemption at all", async () => {
    await reports(
      rule,
      [bucket],
      [
        'exemption of "undefined" from undefined has no rule; write it down',
        `${name} has no reason; write it down`,
      ],
      judged({}, exemption, { ...exemption, reason: "" }),
    );
  });
});
