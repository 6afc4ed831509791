import { type Judged, unknown } from "../../../policies/judge";
import { ingressSourceLimited } from "../../../policies/safe-settings/ingress-source-limited";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import {
  edgeGroup,
  edgeIngress,
  machineEgress,
  machineGroup,
  machineIngress,
  naming,
  pending,
} from "../compliant-cloud";

const mend = "name the gateway's group or the ranges that need it";
const letsIn = (found: string, subject = 'security group rule "heart-cloud-machines-ssh"') =>
  `${subject} lets in ${found}; ${mend}`;

/** The rule of the machines for a prefix in place of a group. */
const open = (prefix: unknown): Judged => {
  const rule = changed(machineIngress, { remoteGroupId: undefined, remoteIpPrefix: prefix });
  return naming({ ...rule, dependencies: {} }, "securityGroupId", machineGroup);
};

describe("safe-settings-ingress-source-limited", () => {
  it("holds for another group, for named ranges and for everyone at the edge's port 443", async () => {
    await holds(ingressSourceLimited, [
      edgeGroup,
      machineGroup,
      edgeIngress,
      changed(edgeIngress, { ethertype: "IPv6", remoteIpPrefix: "::/0" }),
      machineIngress,
      machineEgress,
      open("192.0.2.0/24"),
      open("10.0.0.0/8"),
      open("2001:db8::/32"),
    ]);
  });

  it("holds for an edge group by its dependency, and for another group while its id is unknown", async () => {
    await holds(ingressSourceLimited, [
      pending(edgeGroup, "id"),
      pending(edgeIngress, "securityGroupId", "remoteGroupId"),
      pending(machineIngress, "securityGroupId", "remoteGroupId", "remoteIpPrefix"),
    ]);
  });

  for (const prefix of ["0.0.0.0/0", "::/0", "0.0.0.0/1", "10.0.0.0/7", "2000::/3", "::ffff:0.0.0.0/96"])
    it(`reports "${prefix}"`, async () => {
      await reports(ingressSourceLimited, [machineGroup, open(prefix)], [letsIn(`"${prefix}"`)]);
    });

  it("reports what is no range", async () => {
    await reports(ingressSourceLimited, [open("0/0")], [letsIn('"0/0", which is no range of addresses')]);
  });

  it("reports a rule that names nobody, which is for everyone", async () => {
    for (const prefix of [undefined, null, ""])
      await reports(ingressSourceLimited, [open(prefix)], [letsIn('"0.0.0.0/0"')]);
    await reports(
      ingressSourceLimited,
      [changed(open(undefined), { ethertype: "IPv6" })],
      [letsIn('"::/0"')],
    );
  });

  it("reports it in a preview, which shows all that is not given as unknown", async () => {
    const preview = pending(
      open(undefined),
      "remoteIpPrefix",
      "remoteGroupId",
      "protocol",
      "portRangeMin",
      "portRangeMax",
    );
    await reports(ingressSourceLimited, [edgeGroup, preview], [letsIn('"0.0.0.0/0"')]);
  });

  it("reports everyone at the edge by another port, protocol or range of ports", async () => {
    for (const props of [
      { portRangeMin: 80, portRangeMax: 80 },
      { portRangeMin: 443, portRangeMax: 444 },
      { portRangeMin: undefined, portRangeMax: undefined },
      { protocol: undefined },
      { protocol: "udp" },
    ])
      await reports(
        ingressSourceLimited,
        [edgeGroup, changed(edgeIngress, props)],
        [letsIn('"0.0.0.0/0"', 'security group rule "heart-cloud-edge-https"')],
      );
  });

  it("reports everyone at port 443 of a group that is not the edge's, or not known to be", async () => {
    const subject = 'security group rule "heart-cloud-edge-https"';
    const plain = changed(edgeGroup, { tags: ["spe.role=machines"] });
    for (const group of [[plain], []])
      await reports(ingressSourceLimited, [...group, edgeIngress], [letsIn('"0.0.0.0/0"', subject)]);
  });

  it("reports ranges that are narrow one by one and wide together", async () => {
    const blocks = Array.from({ length: 4 }, (_, index) => ({
      ...open(`${index + 1}.0.0.0/8`),
      name: `block-${index}`,
    }));
    await reports(
      ingressSourceLimited,
      [machineGroup, ...blocks],
      [letsIn("4 ranges that together stand for anybody", 'security group "heart-machines"')],
    );
  });

  it("reports an address group that is wide, and one from elsewhere", async () => {
    const addresses: Judged = {
      type: "openstack:networking/addressGroupV2:AddressGroupV2",
      name: "addresses",
      props: { id: "addresses", addresses: ["192.0.2.0/24", "0.0.0.0/0"] },
    };
    const rule = changed(open(undefined), { remoteAddressGroupId: "addresses" });
    await reports(ingressSourceLimited, [addresses, rule], [letsIn('"0.0.0.0/0"')]);
    await holds(ingressSourceLimited, [changed(addresses, { addresses: ["192.0.2.0/24"] }), rule]);
    await reports(ingressSourceLimited, [rule], [letsIn('"0.0.0.0/0"')]);
  });

  it("cannot be judged while a direction is unknown, and still reports the others", async () => {
    await cannotJudge(
      ingressSourceLimited,
      [changed(machineIngress, { direction: unknown }), open("0.0.0.0/0")],
      "direction",
      [letsIn('"0.0.0.0/0"')],
    );
  });

  it("cannot be judged while a prefix that comes from something is unknown", async () => {
    const rule = { ...open(unknown), dependencies: { remoteIpPrefix: [] } };
    await cannotJudge(ingressSourceLimited, [rule], "remoteIpPrefix");
  });
});
