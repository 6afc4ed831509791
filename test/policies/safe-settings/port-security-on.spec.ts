import { type Judged, unknown } from "../../../policies/judge";
import { portSecurityOn } from "../../../policies/safe-settings/port-security-on";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { network, port } from "../compliant-cloud";

const off = "has port security off; set portSecurityEnabled to true";
const speaksFor = (found: string) =>
  `port "heart-login" may speak for ${found}; list only its own addresses in allowedAddressPairs`;
const pairs = (...addresses: unknown[]) => ({
  allowedAddressPairs: addresses.map((ipAddress) => ({ ipAddress })),
});
const association: Judged = {
  type: "openstack:networking/portSecGroupAssociate:PortSecGroupAssociate",
  name: "login-groups",
  props: { portId: "1f2e", enforce: true, securityGroupIds: ["group-machines"] },
};

describe("safe-settings-port-security-on", () => {
  it("holds for port security, by default too, with groups and own addresses", async () => {
    await holds(portSecurityOn, [
      network,
      port,
      changed(network, { portSecurityEnabled: undefined }),
      changed(port, { portSecurityEnabled: "true", noSecurityGroups: false, allowedAddressPairs: undefined }),
      changed(port, pairs("10.244.0.0/16", "fd00::/64")),
      association,
    ]);
  });

  it("holds for groups whose ids are unknown", async () => {
    await holds(portSecurityOn, [changed(port, { securityGroupIds: [unknown] })]);
  });

  for (const [subject, resource] of [
    ['network "heart-cloud"', network],
    ['port "heart-login"', port],
  ] as const)
    it(`reports the ${subject.split(" ")[0]} without port security, also by valueSpecs`, async () => {
      for (const value of [false, "false", "no"])
        for (const props of [
          { portSecurityEnabled: value },
          { valueSpecs: { port_security_enabled: value } },
        ])
          await reports(portSecurityOn, [changed(resource, props)], [`${subject} ${off}`]);
    });

  it("reports a port without groups, or with the default one", async () => {
    await reports(
      portSecurityOn,
      [changed(port, { noSecurityGroups: true })],
      ['port "heart-login" has noSecurityGroups on; remove it'],
    );
    for (const securityGroupIds of [undefined, [], null])
      await reports(
        portSecurityOn,
        [changed(port, { securityGroupIds })],
        ['port "heart-login" lists no security group and gets "default"; set securityGroupIds'],
      );
  });

  it("reports an association that takes the groups away", async () => {
    await reports(
      portSecurityOn,
      [changed(association, { securityGroupIds: [] })],
      ['association "login-groups" takes all security groups from its port; list them in securityGroupIds'],
    );
    await holds(portSecurityOn, [changed(association, { securityGroupIds: [], enforce: false })]);
  });

  it("reports addresses that are wide, one by one or together, or none", async () => {
    await reports(portSecurityOn, [changed(port, pairs("0.0.0.0/0"))], [speaksFor('"0.0.0.0/0"')]);
    await reports(
      portSecurityOn,
      [changed(port, pairs("0.0.0.0/1", "128.0.0.0/1", "::/0"))],
      [speaksFor('"0.0.0.0/1"'), speaksFor('"128.0.0.0/1"'), speaksFor('"::/0"')],
    );
    await reports(
      portSecurityOn,
      [changed(port, pairs("8.0.0.0/8", "9.0.0.0/8"))],
      [speaksFor("2 ranges that together stand for anybody")],
    );
    await reports(
      portSecurityOn,
      [changed(port, pairs(undefined))],
      [speaksFor('"undefined", which is no range of addresses')],
    );
  });

  it("cannot be judged while a property is unknown, and still reports the rest", async () => {
    await cannotJudge(
      portSecurityOn,
      [changed(port, { portSecurityEnabled: unknown, noSecurityGroups: true, ...pairs(unknown, "::/0") })],
      "portSecurityEnabled",
      ['port "heart-login" has noSecurityGroups on; remove it', speaksFor('"::/0"')],
    );
    await cannotJudge(portSecurityOn, [changed(port, { securityGroupIds: unknown })], "securityGroupIds");
  });
});
