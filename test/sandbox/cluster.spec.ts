import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { hasControlPlane } from "../../sandbox/cluster";
import { sandboxFolder } from "../../sandbox/folder";
import { useTemporaryFolder } from "./fixtures/temporary-folder";

describe("the Kubernetes without root", () => {
  const temporary = useTemporaryFolder();
  const folder = () => sandboxFolder(temporary());

  it("is there where the machine can have no cloud, and nobody wants it left out", () => {
    const [hasCloud, isCloudUnwanted] = [true, true];
    assert.equal(hasControlPlane(folder(), !hasCloud, !isCloudUnwanted), true);
    assert.equal(hasControlPlane(folder(), hasCloud, !isCloudUnwanted), false);
    assert.equal(hasControlPlane(folder(), !hasCloud, isCloudUnwanted), false);
  });

  it("is not left out while the environment's namespace is on it", () => {
    mkdirSync(folder().controlPlane, { recursive: true });
    for (const [hasCloud, isCloudUnwanted] of [
      [true, false],
      [false, true],
    ] as const)
      assert.throws(() => hasControlPlane(folder(), hasCloud, isCloudUnwanted), {
        message: /begin anew: npm start -- down$/,
      });
    assert.equal(hasControlPlane(folder(), false, false), true);
  });
});
