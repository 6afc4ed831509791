import { unknown } from "../../../policies/judge";
import { containerPrivate } from "../../../policies/safe-data/container-private";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { container } from "../compliant-cloud";

const open = (element: string, key = "containerRead") =>
  `container "heart-scratch" is open to everyone by "${element}" in ${key}; name a project`;
const copied =
  'container "heart-scratch" is copied to another container; remove containerSyncTo and containerSyncKey';

describe("safe-data-container-private", () => {
  it("holds for named projects and users, a refused referrer, and nobody", async () => {
    await holds(containerPrivate, [
      container,
      changed(container, { containerRead: undefined, containerWrite: "", containerSyncTo: "" }),
      changed(container, { containerRead: "8b1c:*, 9d2e:4f1c,.r:-example.org" }),
    ]);
  });

  for (const element of [
    ".r:*",
    ".r:example.org",
    ".ref:*",
    ".referer:*",
    ".referrer:*",
    ".rlistings",
    "*:*",
    "*",
    "*:4f1c",
  ])
    for (const key of ["containerRead", "containerWrite"])
      it(`reports "${element}" in ${key}, alone, beside others and as a list`, async () => {
        for (const value of [element, `8b1c:4f1c,${element}`, ["8b1c:4f1c", element]])
          await reports(containerPrivate, [changed(container, { [key]: value })], [open(element, key)]);
      });

  it("reports elements in other case and with spaces, each of them", async () => {
    await reports(
      containerPrivate,
      [changed(container, { containerRead: " .R : * , .rListings" })],
      [open(".r:*"), open(".rlistings")],
    );
  });

  it("reports a container that is copied, and prints no key", async () => {
    for (const props of [{ containerSyncTo: "//realm/cluster/account/c" }, { containerSyncKey: "hunter2" }])
      for (const key of Object.keys(props))
        for (const value of [Object.values(props)[0], unknown])
          await reports(containerPrivate, [changed(container, { [key]: value })], [copied]);
  });

  it("cannot be judged while readers are unknown, and still reports the rest", async () => {
    await cannotJudge(
      containerPrivate,
      [changed(container, { containerRead: unknown, containerWrite: "*", containerSyncKey: "hunter2" })],
      "containerRead",
      [open("*", "containerWrite"), copied],
    );
  });
});
