import assert from "node:assert/strict";
import { kubernetesAddresses } from "../../../sandbox/kubernetes/addresses";
import { cloudAddresses, highestNumber } from "../../../sandbox/openstack/addresses";

describe("the addresses of a cloud's Kubernetes", () => {
  it("are of the cloud's own block, where nothing else of the cloud is", () => {
    const { host, cloud } = kubernetesAddresses(1);
    assert.deepEqual(
      [host.address, host.node, cloud.address, cloud.node],
      ["198.18.7.1", "198.18.7.2", "198.18.7.5", "198.18.7.6"],
    );
    const { public: outside, dmz, link } = cloudAddresses(1);
    const others = [outside.cidr, dmz.cidr, link.hostAddress];
    assert.deepEqual(
      others.filter((other) => other.startsWith("198.18.7.")),
      [],
    );
  });

  it("are never those of another cloud, nor are the names", () => {
    const all = Array.from({ length: highestNumber + 1 }, (_, number) => kubernetesAddresses(number));
    for (const of of [
      (it: (typeof all)[number]) => it.host.node,
      (it: (typeof all)[number]) => it.cloud.node,
      (it: (typeof all)[number]) => it.namespace,
      (it: (typeof all)[number]) => it.host.interface,
    ])
      assert.equal(new Set(all.map(of)).size, highestNumber + 1);
  });

  it("name interfaces as Linux takes them, of at most 15 characters", () => {
    const { host, cloud } = kubernetesAddresses(highestNumber);
    assert.deepEqual([host.interface.length <= 15, cloud.interface.length <= 15], [true, true]);
    assert.equal(host.node, "198.19.255.2");
  });
});
