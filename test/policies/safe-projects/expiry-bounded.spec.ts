import { type Judged, unknown } from "../../../policies/judge";
import { expiryBounded } from "../../../policies/safe-projects/expiry-bounded";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { group } from "../compliant";

const today = "2026-11-23";
const ending = (expires: unknown): Judged => changed(group, { attributes: { "spe.expires": expires } });
const tagged = (expires: string): Judged => ({
  type: "openstack:identity/project:Project",
  name: "heart-project",
  props: { tags: [`spe.expires=${expires}`] },
});
const namespaced = (expires: string): Judged => ({
  type: "kubernetes:core/v1:Namespace",
  name: "heart-tes",
  props: { metadata: { labels: { "spe.expires": expires } } },
});

describe("safe-projects-expiry-bounded", () => {
  for (const expires of ["2026-11-23", "2027-12-31", "2028-11-22"])
    it(`holds for ${expires} on ${today}`, async () => {
      await holds(expiryBounded, [ending(expires), tagged(expires), namespaced(expires)], { today });
    });

  it("reports a last day that is past", async () => {
    const past = `ended on 2026-11-22; renew the permit and set "spe.expires", or end the project`;
    await reports(
      expiryBounded,
      [ending("2026-11-22"), tagged("2026-11-22"), namespaced("2026-11-22")],
      [
        `group "heart-realm-group" ${past}`,
        `project "heart-project" ${past}`,
        `namespace "heart-tes" ${past}`,
      ],
      { today },
    );
  });

  it("reports a last day too far away, by the default and by the configuration", async () => {
    await reports(
      expiryBounded,
      [ending("2028-11-23")],
      ['group "heart-realm-group" ends on 2028-11-23; the latest is 2028-11-22 (730 days)'],
      { today },
    );
    await reports(
      expiryBounded,
      [ending("2027-01-01")],
      ['group "heart-realm-group" ends on 2027-01-01; the latest is 2026-12-23 (30 days)'],
      { today, config: { maxLifetimeDays: 30 } },
    );
  });

  for (const expires of ["31.12.2027", "2027-02-30", "2027-1-1", "never", ""])
    it(`reports "${expires}", which is no date`, async () => {
      await reports(
        expiryBounded,
        [ending(expires)],
        [
          `group "heart-realm-group" ends on "${expires}", which is no date; write "spe.expires" as YYYY-MM-DD`,
        ],
        { today },
      );
    });

  it("reports what carries no last day", async () => {
    const message = `group "heart-realm-group" carries no last day; label it "spe.expires": "YYYY-MM-DD"`;
    await reports(
      expiryBounded,
      [ending(undefined), changed(group, { attributes: undefined })],
      [message, message],
    );
  });

  it("cannot be judged while the day is unknown", async () => {
    await cannotJudge(expiryBounded, [ending(unknown)], "attributes.spe.expires");
  });
});
