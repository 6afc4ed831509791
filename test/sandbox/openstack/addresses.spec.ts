import assert from "node:assert/strict";
import { BlockList, isIPv4 } from "node:net";
import { certifiedAddresses, cloudAddresses, highestNumber } from "../../../sandbox/openstack/addresses";

const numbers = Array.from({ length: highestNumber + 1 }, (_, number) => number);

describe("a cloud's addresses", () => {
  it("follow from its number", () => {
    assert.deepEqual(cloudAddresses(2), {
      number: 2,
      prefix: "spe2-",
      front: "127.18.2.1",
      back: "127.18.2.2",
      namespace: "spe2-cloud",
      public: {
        name: "public",
        cidr: "198.18.8.0/24",
        gateway: "198.18.8.1",
        pool: { start: "198.18.8.50", end: "198.18.8.250" },
      },
      dmz: {
        name: "dmz",
        cidr: "198.18.9.0/24",
        gateway: "198.18.9.1",
        pool: { start: "198.18.9.50", end: "198.18.9.250" },
      },
      link: { hostInterface: "spe2-host", hostAddress: "198.18.10.2", cloudAddress: "198.18.10.1" },
      site: "198.18.8.10",
    });
  });

  it("are no other cloud's, and none but loopback and RFC 2544's", () => {
    const reserved = new BlockList();
    reserved.addSubnet("127.18.0.0", 16);
    reserved.addSubnet("198.18.0.0", 15);
    const all = numbers.flatMap((number) => {
      const { front, back, public: outside, dmz, link } = cloudAddresses(number);
      return [front, back, outside.cidr, dmz.cidr, link.hostAddress, link.cloudAddress];
    });
    assert.equal(new Set(all).size, all.length);
    for (const address of all) assert.ok(reserved.check(address.replace("/24", "")), address);
  });

  it("give interfaces names that Linux takes", () => {
    for (const number of numbers) assert.ok(cloudAddresses(number).link.hostInterface.length <= 15);
  });

  for (const number of [-1, 128, 0.5]) {
    it(`are refused for number ${number}`, () => {
      assert.throws(() => cloudAddresses(number), {
        message: `a cloud's number must be 0 to 127, got ${number}`,
      });
    });
  }

  it("that the certificate names are the front and every address of both networks", () => {
    const certified = certifiedAddresses(cloudAddresses(127));
    assert.equal(new Set(certified).size, 1 + 254 + 254);
    assert.ok(certified.every(isIPv4));
    for (const address of ["127.18.127.1", "198.19.252.1", "198.19.252.254", "198.19.253.10"]) {
      assert.ok(certified.includes(address), address);
    }
    assert.ok(!certified.includes("127.18.127.2"));
  });
});
