import assert from "node:assert/strict";
import { distributionOf, type MachineFacts, problemsOf } from "../../../sandbox/openstack/abilities";

const able: MachineFacts = {
  isRoot: true,
  distribution: "debian 12",
  hasNamespaces: true,
  hasControlGroups: true,
  missingKernelParts: [],
};

describe("whether a machine can have a cloud", () => {
  it("is yes for root on a Debian 12 whose kernel has everything", () => {
    assert.deepEqual(problemsOf(able), []);
  });

  const lacking: [what: string, facts: Partial<MachineFacts>, problem: string][] = [
    [
      "another distribution",
      { distribution: "ubuntu 24.04" },
      "it takes OpenStack from Debian 12, and this is ubuntu 24.04",
    ],
    ["somebody else than root", { isRoot: false }, "it makes networks and machines, which only root may"],
    [
      "a container without namespaces",
      { hasNamespaces: false },
      "namespaces are forbidden here; a container must be privileged for them",
    ],
    [
      "control groups that are only to be read",
      { hasControlGroups: false },
      "/sys/fs/cgroup cannot be written here; a container must be privileged for it",
    ],
    [
      "missing parts of the kernel",
      { missingKernelParts: ["overlay", "loop"] },
      "the kernel has no overlay, loop",
    ],
  ];
  for (const [what, facts, problem] of lacking) {
    it(`is no for ${what}`, () => assert.deepEqual(problemsOf({ ...able, ...facts }), [problem]));
  }

  it("tells all reasons at once, but not what only root could find out", () => {
    const none = { isRoot: false, distribution: "fedora 41", hasNamespaces: false, hasControlGroups: false };
    assert.deepEqual(problemsOf({ ...able, ...none }), [
      "it takes OpenStack from Debian 12, and this is fedora 41",
      "it makes networks and machines, which only root may",
    ]);
    assert.equal(problemsOf({ ...able, ...none, isRoot: true }).length, 3);
  });

  it("reads the distribution from os-release, quoted or not", () => {
    assert.equal(distributionOf('NAME="Debian"\nVERSION_ID="12"\nID=debian\n'), "debian 12");
    assert.equal(distributionOf("ID=arch\nID_LIKE=x\n"), "arch");
    assert.equal(distributionOf(""), "an unknown system");
  });
});
