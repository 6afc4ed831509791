import { unknown } from "../../../policies/judge";
import { listenerSourceRanges } from "../../../policies/safe-settings/listener-source-ranges";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { kkpCluster, listener, plainListener } from "../compliant-cloud";

const open = (found: string) =>
  `listener "heart-https" is open to ${found}; set allowedCidrs to the ranges that need it`;

describe("safe-settings-listener-source-ranges", () => {
  it("holds for named ranges, IPv4 and IPv6", async () => {
    await holds(listenerSourceRanges, [
      listener,
      plainListener,
      changed(listener, { allowedCidrs: "10.0.0.0/8" }),
    ]);
  });

  it("reports a listener without ranges, which is open to all", async () => {
    for (const allowedCidrs of [undefined, null, []])
      await reports(listenerSourceRanges, [changed(listener, { allowedCidrs })], [open("everyone")]);
  });

  it("reports a cluster of KKP without ranges or with wide ones, whatever ports are open", async () => {
    const openCluster = (found: string, key = "apiServerAllowedRanges") =>
      `cluster "heart-cluster" is open to ${found}; set ${key} to the ranges that need it`;
    const config = { openPorts: [443, 6443] };
    await holds(listenerSourceRanges, [kkpCluster]);
    for (const apiServerAllowedRanges of [undefined, null, []])
      await reports(
        listenerSourceRanges,
        [changed(kkpCluster, { apiServerAllowedRanges })],
        [openCluster("everyone")],
        { config },
      );
    await reports(
      listenerSourceRanges,
      [
        changed(kkpCluster, {
          apiServerAllowedRanges: ["192.0.2.0/24", "0.0.0.0/1"],
          nodePortsAllowedRanges: [],
        }),
      ],
      [openCluster('"0.0.0.0/1"'), openCluster("everyone", "nodePortsAllowedRanges")],
      { config },
    );
  });

  it("cannot judge a cluster's one list while it is unknown, and still reports the other", async () => {
    await cannotJudge(
      listenerSourceRanges,
      [changed(kkpCluster, { apiServerAllowedRanges: unknown, nodePortsAllowedRanges: [] })],
      "apiServerAllowedRanges",
      [`cluster "heart-cluster" is open to everyone; set nodePortsAllowedRanges to the ranges that need it`],
    );
  });

  it("reports wide ranges, one by one or together", async () => {
    for (const range of ["0.0.0.0/0", "::/0", "128.0.0.0/1"])
      await reports(
        listenerSourceRanges,
        [changed(listener, { allowedCidrs: ["192.0.2.0/24", range] })],
        [open(`"${range}"`)],
      );
    const blocks = Array.from({ length: 256 }, (_, index) => `${index}.0.0.0/8`);
    await reports(
      listenerSourceRanges,
      [changed(listener, { allowedCidrs: blocks })],
      [open("256 ranges that together stand for anybody")],
    );
  });

  it("reports what is no range", async () => {
    await reports(
      listenerSourceRanges,
      [changed(listener, { allowedCidrs: ["all", ""] })],
      [open('"all", which is no range of addresses'), open('"", which is no range of addresses')],
    );
  });

  it("holds for an open port that the environment lists, and no other", async () => {
    const config = { openPorts: [443] };
    const bare = changed(listener, { allowedCidrs: undefined, protocolPort: "443" });
    await holds(listenerSourceRanges, [bare], { config });
    await reports(listenerSourceRanges, [changed(bare, { protocolPort: 6443 })], [open("everyone")], {
      config,
    });
  });

  it("cannot be judged while a range is unknown, and still reports the others", async () => {
    await cannotJudge(
      listenerSourceRanges,
      [changed(listener, { allowedCidrs: [unknown, "::/0"] })],
      "allowedCidrs.0",
      [open('"::/0"')],
    );
  });
});
