import { type Judged, unknown } from "../../../policies/judge";
import { checkerGroupStaffed } from "../../../policies/safe-outputs/checker-group-staffed";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { bucket } from "../compliant";
import { checkerMapper, checkers, membersOf, roleGroup } from "../compliant-access";

const requests: Judged = {
  ...bucket,
  name: "heart-store-egress-request",
  props: { bucket: "heart-egress-request" },
};
const groups = [roleGroup("researcher"), roleGroup("checker")];
const tooFew = 'group "checker" has fewer than 2 checkers; lead an entitlement to it, or put people into it';
const leading = (changes: Record<string, unknown>): Judged =>
  changed(checkerMapper, { extraConfig: { ...(checkerMapper.props?.extraConfig as object), ...changes } });
const labelled = (labels: Record<string, string>): Judged =>
  changed(roleGroup("checker"), {
    attributes: { "spe.project": "heart", "spe.role": "checker", "spe.tier": "2", ...labels },
  });

describe("safe-outputs-checker-group-staffed", () => {
  it("holds where an entitlement leads to the checkers, or two people are among them", async () => {
    await holds(checkerGroupStaffed, [requests, ...groups, checkerMapper]);
    await holds(checkerGroupStaffed, [requests, ...groups, checkers]);
  });

  it("asks for nobody where nobody can ask for egress", async () => {
    await holds(checkerGroupStaffed, [bucket, ...groups]);
    await holds(checkerGroupStaffed, [bucket]);
  });

  it("reports a bucket for requests in a stack without checkers", async () => {
    await reports(
      checkerGroupStaffed,
      [requests],
      ['bucket "heart-egress-request" has no checkers; add a group for output checkers'],
    );
  });

  it("reports researchers without checkers beside them", async () => {
    const message =
      'group "researcher" has no checkers beside it; add the project\'s group for output checkers';
    await reports(checkerGroupStaffed, [roleGroup("researcher")], [message]);
    await reports(
      checkerGroupStaffed,
      [roleGroup("researcher"), labelled({ "spe.project": "lungs" })],
      [message],
    );
  });

  const unstaffed: [string, Judged[]][] = [
    ["nobody", []],
    ["one person", [membersOf("checker", ["carl"])]],
    ["one person twice", [membersOf("checker", ["carl", "Carl"])]],
    ["an entitlement that nobody has", [leading({ claims: '[{"key":"e","value":"(?!)"}]' })]],
    ["an entitlement of another role", [leading({ group: "/heart/manager" })]],
    ["an entitlement of another project", [leading({ group: "/lungs/checker" })]],
    [
      "another kind of mapper",
      [changed(checkerMapper, { identityProviderMapper: "oidc-username-idp-mapper" })],
    ],
  ];
  for (const [name, staff] of unstaffed)
    it(`reports a group of checkers with ${name}`, async () => {
      await reports(checkerGroupStaffed, [requests, ...groups, ...staff], [tooFew]);
    });

  it("reports a group that lets out what one approves, from tier 2", async () => {
    const alone = labelled({ "spe.approvals": "1" });
    const message = 'group "checker" lets out what 1 approve; set "spe.approvals" to 2 or more';
    await reports(checkerGroupStaffed, [alone], [message]);
    await reports(checkerGroupStaffed, [labelled({ "spe.approvals": "1", "spe.tier": "1" })], [message], {
      config: { tier: 3 },
    });
    await holds(checkerGroupStaffed, [alone], { config: { tier: 1 } });
    await holds(checkerGroupStaffed, [labelled({ "spe.approvals": "2" })]);
  });

  it("cannot be judged while a part is unknown, and still reports the rest", async () => {
    await cannotJudge(
      checkerGroupStaffed,
      [requests, changed(bucket, { bucket: unknown }), ...groups],
      "bucket",
      [tooFew],
    );
    await cannotJudge(
      checkerGroupStaffed,
      [requests, ...groups, membersOf("checker", ["carl", unknown])],
      "members.1",
    );
    await cannotJudge(
      checkerGroupStaffed,
      [requests, ...groups, leading({ group: unknown })],
      "extraConfig.group",
    );
    await cannotJudge(
      checkerGroupStaffed,
      [changed(roleGroup("checker"), { attributes: unknown })],
      "attributes",
    );
  });
});
