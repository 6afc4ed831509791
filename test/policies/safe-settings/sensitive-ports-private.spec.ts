import { type Judged, unknown } from "../../../policies/judge";
import { sensitivePortsPrivate } from "../../../policies/safe-settings/sensitive-ports-private";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { edgeIngress, machineEgress, machineIngress } from "../compliant-cloud";

const opens = (ports: string, prefix: string) =>
  `security group rule "heart-cloud-edge-https" opens ${ports} to "${prefix}"; let in the bastion's or the gateway's group only`;
const rule = (props: Record<string, unknown>): Judged => changed(edgeIngress, props);
const at = (first: unknown, last = first): Judged => rule({ portRangeMin: first, portRangeMax: last });

describe("safe-settings-sensitive-ports-private", () => {
  it("holds for other ports, for groups, for the way out and for what has no ports", async () => {
    await holds(sensitivePortsPrivate, [
      edgeIngress,
      machineIngress,
      machineEgress,
      at(80),
      at(23, 2048),
      rule({ protocol: "icmp", portRangeMin: 8, portRangeMax: 22 }),
      rule({ protocol: "IPv6-ICMP", portRangeMin: undefined, portRangeMax: undefined }),
      changed(at(22), { direction: "egress" }),
    ]);
  });

  it("holds for ranges that are not of the internet", async () => {
    for (const remoteIpPrefix of ["10.0.0.0/8", "192.168.1.1", "100.64.0.0/10", "fd00::/8"])
      await holds(sensitivePortsPrivate, [changed(at(22), { remoteIpPrefix })]);
  });

  it("holds for the site's administrators, and for nobody beside them", async () => {
    const config = { adminRanges: ["192.0.2.0/24", "2001:db8::/32"] };
    await holds(sensitivePortsPrivate, [changed(at(22), { remoteIpPrefix: "192.0.2.128/25" })], { config });
    await reports(
      sensitivePortsPrivate,
      [changed(at(22), { remoteIpPrefix: "192.0.2.0/23" })],
      [opens("port 22", "192.0.2.0/23")],
      { config },
    );
  });

  for (const [shown, ...ports] of [
    ["22", 22, "22"],
    ["2049", 2049],
    ["2379-2380", 2379, 2380],
    ["3306", 3306],
    ["3389", 3389],
    ["5432", 5432],
    ["5985-5986", 5985, 5986],
    ["6379", 6379],
    ["6443", 6443],
    ["6817-6820", 6817, 6818, 6819, 6820],
    ["8000", 8000],
    ["8080", 8080],
    ["9000-9001", 9000, 9001],
    ["10250", 10_250],
    ["27017", 27_017],
    ["30000-32767", 30_000, 31_337, 32_767],
  ])
    it(`reports port ${shown}`, async () => {
      for (const port of ports)
        await reports(sensitivePortsPrivate, [at(port)], [opens(`port ${shown}`, "0.0.0.0/0")]);
    });

  it("reports ranges of ports that hold some", async () => {
    await reports(sensitivePortsPrivate, [at(20, 25)], [opens("port 22", "0.0.0.0/0")]);
    await reports(
      sensitivePortsPrivate,
      [at(6000, 9000)],
      [opens("port 6379, 6443, 6817-6820, 8000, 8080, 9000-9001", "0.0.0.0/0")],
    );
  });

  it("reports every port where a rule gives none, or no protocol with ports", async () => {
    for (const props of [
      { portRangeMin: undefined, portRangeMax: undefined },
      { portRangeMin: 0, portRangeMax: 0 },
      { portRangeMin: null, portRangeMax: "" },
      { portRangeMin: undefined, portRangeMax: undefined, protocol: undefined },
      { portRangeMin: undefined, portRangeMax: undefined, protocol: "any" },
    ])
      await reports(sensitivePortsPrivate, [rule(props)], [opens("every port", "0.0.0.0/0")]);
  });

  it("reports every public source: a small one, one that is public in part, IPv6, none at all, nonsense", async () => {
    for (const prefix of ["203.0.113.7", "10.0.0.0/7", "2001:db8::/48", "::ffff:8.8.8.8", "any"])
      await reports(
        sensitivePortsPrivate,
        [changed(at(22), { remoteIpPrefix: prefix })],
        [opens("port 22", prefix)],
      );
    await reports(
      sensitivePortsPrivate,
      [changed(at(22), { remoteIpPrefix: undefined })],
      [opens("port 22", "0.0.0.0/0")],
    );
  });

  it("reports it in a preview, which shows all that is not given as unknown", async () => {
    await reports(
      sensitivePortsPrivate,
      [rule({ portRangeMin: unknown, portRangeMax: unknown, protocol: unknown, remoteIpPrefix: unknown })],
      [opens("every port", "0.0.0.0/0")],
    );
  });

  it("cannot be judged while a direction is unknown, and still reports the others", async () => {
    await cannotJudge(sensitivePortsPrivate, [rule({ direction: unknown }), at(22)], "direction", [
      opens("port 22", "0.0.0.0/0"),
    ]);
  });

  it("cannot be judged while ports that come from something are unknown", async () => {
    const pending = { ...at(unknown), dependencies: { portRangeMin: [], portRangeMax: [] } };
    await cannotJudge(sensitivePortsPrivate, [pending], "portRangeMin");
  });
});
