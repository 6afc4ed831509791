import assert from "node:assert/strict";
import {
  defaultKubeOneVersion,
  kubeOneWindows,
  windowProblems,
} from "../../../components/kubernetes/kubeone-versions";

const problems = (kubeOneVersion: string, version: string, image = "Ubuntu 24.04 LTS (2024-07-03)") =>
  Object.entries(windowProblems({ kubeOneVersion, version, image })).flatMap(([key, problem]) =>
    problem === undefined ? [] : [`${key} ${problem}`],
  );

describe("the windows of KubeOne", () => {
  for (const { from, kubernetes, ubuntu } of kubeOneWindows)
    it(`${from}: takes each end of what it supports, and nothing beyond`, () => {
      const [lowest, highest] = kubernetes;
      for (const minor of [lowest, highest])
        for (const release of ubuntu)
          assert.deepEqual(problems(from, `1.${minor}.3`, `Ubuntu-${release}`), []);
      for (const minor of [lowest - 1, highest + 1])
        assert.match(
          problems(from, `1.${minor}.3`, `Ubuntu-${ubuntu[0]}`).join(),
          new RegExp(`^version must be 1\\.${lowest} to 1\\.${highest}, which KubeOne ${from} makes`),
        );
    });

  it("has a default that takes the newest", () => {
    const newest = kubeOneWindows.at(-1);
    assert.equal(defaultKubeOneVersion, newest?.from);
  });

  it("tells Bielefeld's mistake: KubeOne 1.8.0 on Ubuntu 24.04", () => {
    assert.deepEqual(problems("1.8.0", "1.29.4"), [
      'image must be named for Ubuntu 20.04 or 22.04, which KubeOne 1.8.0 supports, got "Ubuntu 24.04 LTS (2024-07-03)"',
    ]);
  });

  it("takes 1.30 from 1.8.1 on", () => {
    assert.deepEqual(problems("1.8.0", "1.30.1", "Ubuntu-22.04"), [
      'version must be 1.27 to 1.29, which KubeOne 1.8.0 makes, got "1.30.1"; KubeOne 1.8.1, 1.9.0, 1.10.0 would',
    ]);
    assert.deepEqual(problems("1.8.5", "1.30.1", "Ubuntu-22.04"), []);
  });

  it("refuses what nobody has looked up", () => {
    const lines = "1.8, 1.9, 1.10, 1.11, 1.12, 1.13, 1.14";
    for (const version of ["1.7.2", "1.15.0", "1.14", "v1.14.0", "latest"])
      assert.deepEqual(problems(version, "1.34.1"), [
        `kubeOneVersion must be a whole version of the lines ${lines}, got "${version}"`,
      ]);
    assert.deepEqual(problems("1.14.0", "1.37.0"), [
      'version must be 1.34 to 1.36, which KubeOne 1.14.0 makes, got "1.37.0"',
    ]);
    assert.deepEqual(problems("1.14.0", "1.34"), [
      'version must be a whole version such as "1.36.1", got "1.34"',
    ]);
    for (const image of ["Debian-12", "Ubuntu", "Ubuntu-23.10"])
      assert.deepEqual(problems("1.14.0", "1.34.1", image), [
        `image must be named for Ubuntu 22.04 or 24.04, which KubeOne 1.14.0 supports, got "${image}"`,
      ]);
  });
});
