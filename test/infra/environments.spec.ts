import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseSettings, requiredSecrets } from "../../infra/settings";
import { problemsOf, root, stackFile } from "./settings/right-settings";

describe("the stack files", () => {
  it("trial is right, as it stands and at the tier above", () => {
    const trial = parseSettings(stackFile("trial"));
    assert.equal(trial.identity?.upstream.issuer, "https://login.aai.lifescience-ri.eu/oidc/");
    assert.deepEqual(trial.identity?.secondFactor, { by: "realm" });
    assert.equal(requiredSecrets(trial).length, 4);
    const input = stackFile("trial");
    assert.deepEqual(problemsOf({ ...input, project: { ...(input.project as object), tier: 3 } }), []);
  });

  it("sandbox is right and stays on this machine", () => {
    const { project, site, identity, storage, people } = parseSettings(stackFile("sandbox"));
    assert.deepEqual([project.id, project.tier], ["heart", 2]);
    assert.deepEqual(site.sourceRanges, ["127.0.0.0/8", "::1/128"]);
    const addresses = JSON.stringify([identity?.keycloak, identity?.upstream, storage?.server]).match(
      /https:\/\/[^/"]+/g,
    );
    assert.deepEqual([...new Set(addresses)].sort(), [
      "https://127.0.0.1:8443",
      "https://127.0.0.1:9443",
      "https://127.0.0.1:9444",
    ]);
    assert.deepEqual(
      storage?.buckets.map(({ role }) => role),
      ["input", "scratch", "egress-request", "release", "audit"],
    );
    assert.deepEqual(
      people.map(({ bucket, access }) => [bucket, access]),
      [["input", "write"]],
    );
  });

  // It does not prove that these environments can be built: test/integration does, for the sandbox.
  it("hold no secret", () => {
    for (const environment of ["sandbox", "trial"]) {
      const text = readFileSync(path.join(root, `infra/environments/Pulumi.${environment}.yaml`), "utf8");
      assert.doesNotMatch(
        text.replaceAll(/^ *#.*$/gm, ""),
        /secret|password|secure:|encryptionsalt/i,
        environment,
      );
    }
  });
});
