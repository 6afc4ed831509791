import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import { checkPeers, goes, peersOf, portsOf } from "../../../policies/kit/security-group";

const rule = (props: Record<string, unknown>, name = "rule"): PolicyResource =>
  ({
    type: "openstack:networking/secGroupRule:SecGroupRule",
    name,
    urn: name,
    props,
    propertyDependencies: {},
  }) as unknown as PolicyResource;

const addressGroup = {
  ...rule({ id: "addresses", addresses: ["192.0.2.0/25", "192.0.2.128/25"] }),
  type: "openstack:networking/addressGroupV2:AddressGroupV2",
};

describe("a rule of a security group", () => {
  it("has all ports where it gives none, 0 or nonsense", () => {
    for (const props of [{}, { portRangeMin: 0, portRangeMax: 0 }, { portRangeMin: "x", portRangeMax: null }])
      assert.deepEqual(portsOf(rule(props)), [1, 65_535]);
    assert.deepEqual(portsOf(rule({ portRangeMin: "22", portRangeMax: 80 })), [22, 80]);
  });

  it("goes both ways where it says none", () => {
    assert.ok(
      goes(rule({ direction: "ingress" }), "ingress") && !goes(rule({ direction: "ingress" }), "egress"),
    );
    assert.ok(goes(rule({}), "ingress") && goes(rule({}), "egress"));
  });

  it("is for a prefix, for the addresses of a group, or for no prefix where it is for machines", () => {
    assert.deepEqual(peersOf(rule({ remoteIpPrefix: "10.0.0.0/8" }), []), ["10.0.0.0/8"]);
    assert.deepEqual(peersOf(rule({ remoteGroupId: "x" }), []), []);
    assert.deepEqual(peersOf(rule({ remoteAddressGroupId: "addresses" }), [addressGroup]), [
      "192.0.2.0/25",
      "192.0.2.128/25",
    ]);
    const empty = { ...addressGroup, props: { id: "addresses", addresses: [] } };
    assert.deepEqual(peersOf(rule({ remoteAddressGroupId: "addresses" }), [empty]), []);
  });

  it("is for everyone where it names nobody, or an address group from elsewhere", () => {
    assert.deepEqual(peersOf(rule({ remoteIpPrefix: "" }), []), ["0.0.0.0/0"]);
    assert.deepEqual(peersOf(rule({ ethertype: "IPv6" }), []), ["::/0"]);
    assert.deepEqual(peersOf(rule({ remoteAddressGroupId: "other" }), [addressGroup]), ["0.0.0.0/0"]);
  });
});

describe("the rules of a security group", () => {
  it("are judged one by one, and together where none is wide", () => {
    const blocks = ["1", "2"].map((block) =>
      rule({ direction: "ingress", securityGroupId: "g", remoteIpPrefix: `${block}.0.0.0/8` }, block),
    );
    const others = [
      rule({ direction: "ingress", securityGroupId: "h", remoteIpPrefix: "3.0.0.0/8" }),
      rule({ direction: "egress", securityGroupId: "g", remoteIpPrefix: "4.0.0.0/8" }),
      rule({ direction: "ingress", securityGroupId: "h", remoteIpPrefix: "::/0" }, "open"),
    ];
    const found: string[] = [];
    checkPeers(
      [...blocks, ...others],
      "ingress",
      () => false,
      (subject, what, urn) => found.push(`${subject} ${what} ${urn}`),
    );
    assert.deepEqual(found, [
      'security group rule "open" "::/0" open',
      'security group "g" 2 ranges that together stand for anybody 1',
    ]);
  });
});
