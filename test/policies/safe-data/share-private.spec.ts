import { unknown } from "../../../policies/judge";
import { sharePrivate } from "../../../policies/safe-data/share-private";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { share, shareAccess, subnet } from "../compliant-cloud";

const says = (problem: string) =>
  `share access "heart-cloud-share-access" ${problem}; give it by cephx or to the project's subnets`;
const isPublic = 'share "heart-scratch" is public; remove isPublic';
const to = (accessTo: unknown) => changed(shareAccess, { accessTo });

describe("safe-data-share-private", () => {
  it("holds for private shares, CephX and addresses in the project's subnets", async () => {
    await holds(sharePrivate, [
      subnet,
      share,
      changed(share, { isPublic: undefined }),
      shareAccess,
      to("10.20.0.7"),
      changed(shareAccess, { accessType: "cephx", accessTo: "heart" }),
    ]);
  });

  it("holds for a range that two subnets hold together, and for a listed one", async () => {
    const halves = ["10.20.0.0/25", "10.20.0.128/25"].map((cidr) => changed(subnet, { cidr }));
    await holds(sharePrivate, [...halves, shareAccess]);
    await holds(sharePrivate, [shareAccess], { config: { subnets: ["10.20.0.0/16"] } });
  });

  it("reports a public share, also as a JSON string", async () => {
    for (const value of [true, "true"])
      await reports(sharePrivate, [changed(share, { isPublic: value })], [isPublic]);
  });

  for (const range of ["0.0.0.0/0", "::/0", "10.20.0.0/23", "10.21.0.7", "203.0.113.7", "everyone"])
    it(`reports access for "${range}"`, async () => {
      await reports(sharePrivate, [subnet, to(range)], [says(`is for "${range}"`)]);
    });

  it("reports access by a user or certificate, and of no type", async () => {
    for (const accessType of ["user", "cert", "IP", undefined])
      await reports(
        sharePrivate,
        [subnet, changed(shareAccess, { accessType })],
        [says(`is of the type "${accessType}"`)],
      );
  });

  it("cannot be judged while an address is unknown, and still reports the rest", async () => {
    await cannotJudge(
      sharePrivate,
      [subnet, to(unknown), to("::/0"), changed(share, { isPublic: true })],
      "accessTo",
      [says('is for "::/0"'), isPublic],
    );
  });

  it("cannot be judged while a subnet's range is unknown that may hold the address", async () => {
    await cannotJudge(sharePrivate, [changed(subnet, { cidr: unknown }), shareAccess], "cidr");
    await holds(sharePrivate, [changed(subnet, { cidr: unknown }), subnet, shareAccess]);
  });
});
