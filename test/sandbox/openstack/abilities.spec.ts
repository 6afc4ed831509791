import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  distributionOf,
  type MachineFacts,
  missingControllers,
  problemsOf,
} from "../../../sandbox/openstack/abilities";

const able: MachineFacts = {
  isRoot: true,
  distribution: "debian 12",
  hasNamespaces: true,
  hasControlGroups: true,
  missingControllers: [],
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
      "control groups that limit nothing",
      { missingControllers: ["memory", "pids"] },
      "control groups have no memory, pids here; a container must have the host's (with Docker: --cgroupns=host)",
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

  describe("by its control groups", () => {
    let root: string;
    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), "spe-groups-"));
    });
    afterEach(() => rmSync(root, { recursive: true }));
    const files = (contents: Record<string, string>) => {
      for (const [name, text] of Object.entries(contents)) writeFileSync(join(root, `cgroup.${name}`), text);
    };
    const folders = (...names: string[]) => {
      for (const name of names) mkdirSync(join(root, name));
    };

    it("is yes with v1 and v2 beside it, and no without either", () => {
      assert.deepEqual(missingControllers(root), ["memory", "cpu", "pids", "unified"]);
      folders("memory", "cpu", "pids", "cpuset");
      assert.deepEqual(missingControllers(root), ["unified"]);
      folders("unified");
      assert.deepEqual(missingControllers(root), []);
    });

    it("is yes with v2 alone, at the kernel's own root", () => {
      files({ controllers: "cpuset cpu io memory pids\n", subtree_control: "", procs: "1\n" });
      assert.deepEqual(missingControllers(root), []);
      files({ controllers: "cpu pids\n" });
      assert.deepEqual(missingControllers(root), ["memory"]);
    });

    it("is no in a container's own group with processes, unless it passes everything on", () => {
      files({ controllers: "cpu memory pids\n", subtree_control: "cpu\n", procs: "1\n", type: "domain\n" });
      assert.deepEqual(missingControllers(root), ["memory", "pids"]);
      files({ procs: "" });
      assert.deepEqual(missingControllers(root), []);
      files({ procs: "1\n", subtree_control: "cpu memory pids\n" });
      assert.deepEqual(missingControllers(root), []);
    });
  });

  it("reads the distribution from os-release, quoted or not", () => {
    assert.equal(distributionOf('NAME="Debian"\nVERSION_ID="12"\nID=debian\n'), "debian 12");
    assert.equal(distributionOf("ID=arch\nID_LIKE=x\n"), "arch");
    assert.equal(distributionOf(""), "an unknown system");
  });
});
