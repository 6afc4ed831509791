import { unknown } from "../../../policies/judge";
import { egressDestinationLimited } from "../../../policies/safe-settings/egress-destination-limited";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { edgeGroup, edgeIngress, machineEgress, machineGroup, machineIngress } from "../compliant-cloud";

const letsOut = (found: string) =>
  `security group rule "heart-cloud-machines-services" lets out to ${found}; name the destinations`;
const keeps = (name: string) =>
  `security group "${name}" keeps Neutron's rules, which let out everything; set deleteDefaultRules to true`;

describe("safe-settings-egress-destination-limited", () => {
  it("holds for groups without Neutron's rules and for named destinations", async () => {
    await holds(egressDestinationLimited, [
      edgeGroup,
      changed(machineGroup, { deleteDefaultRules: "true" }),
      edgeIngress,
      machineIngress,
      machineEgress,
      changed(machineIngress, { direction: "egress" }),
    ]);
  });

  it("reports a group that keeps Neutron's rules, which is the provider's default", async () => {
    for (const deleteDefaultRules of [undefined, null, false, "false", "yes"])
      await reports(
        egressDestinationLimited,
        [changed(machineGroup, { deleteDefaultRules })],
        [keeps("heart-machines")],
      );
  });

  it("reports a rule for wide destinations or for none in particular", async () => {
    for (const prefix of ["0.0.0.0/0", "::/0", "128.0.0.0/1", "64:ff9b::/96"])
      await reports(
        egressDestinationLimited,
        [changed(machineEgress, { remoteIpPrefix: prefix })],
        [letsOut(`"${prefix}"`)],
      );
    for (const remoteIpPrefix of [undefined, unknown])
      await reports(
        egressDestinationLimited,
        [changed(machineEgress, { remoteIpPrefix })],
        [letsOut('"0.0.0.0/0"')],
      );
  });

  it("reports destinations that are narrow one by one and wide together", async () => {
    const halves = ["8.0.0.0/8", "9.0.0.0/8"].map((remoteIpPrefix) =>
      changed(machineEgress, { remoteIpPrefix }),
    );
    await reports(
      egressDestinationLimited,
      [machineGroup, ...halves],
      [
        'security group "heart-machines" lets out to 2 ranges that together stand for anybody; name the destinations',
      ],
    );
  });

  it("cannot be judged while a property is unknown, and still reports the rest", async () => {
    await cannotJudge(
      egressDestinationLimited,
      [
        changed(edgeGroup, { deleteDefaultRules: unknown }),
        changed(machineGroup, { deleteDefaultRules: false }),
        changed(machineEgress, { remoteIpPrefix: "::/0" }),
      ],
      "deleteDefaultRules",
      [keeps("heart-machines"), letsOut('"::/0"')],
    );
  });
});
