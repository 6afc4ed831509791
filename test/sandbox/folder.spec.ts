import assert from "node:assert/strict";
import { relative } from "node:path";
import { parseSettings } from "../../infra/settings";
import { projectRoot } from "../../sandbox/engine/cache";
import { defaultStateDir, sandboxFolder, stateDirectory } from "../../sandbox/folder";
import { stackFile } from "../infra/settings/right-settings";

describe("the sandbox's folder", () => {
  it("is in the clone's ignored folder where nobody names another", () => {
    assert.equal(relative(projectRoot, defaultStateDir), ".spe/sandbox");
  });

  it("is another one where SPE_SANDBOX names it, in the clone only", () => {
    assert.equal(stateDirectory({}), defaultStateDir);
    assert.equal(stateDirectory({ SPE_SANDBOX: `${projectRoot}/.spe/second` }), `${projectRoot}/.spe/second`);
    assert.throws(
      () => stateDirectory({ SPE_SANDBOX: "/somewhere/else" }),
      new Error(
        `SPE_SANDBOX must name a folder in ${projectRoot}, for example .spe/second, got "/somewhere/else"`,
      ),
    );
  });

  it("has its authority's certificate where the tracked stack file says", () => {
    const { caCertificate } = sandboxFolder(defaultStateDir).tls;
    assert.equal(parseSettings(stackFile("sandbox")).site.caFile, relative(projectRoot, caCertificate));
  });

  it("has an absolute place for each thing, inside it and unlike any other", () => {
    const { root, secrets, ...others } = sandboxFolder("some/where/..");
    assert.equal(root, `${process.cwd()}/some`);
    const { person, environment, sshKey, ...files } = secrets;
    const groups = Object.values<string | Record<string, string>>({ files, ...others });
    const places = groups.flatMap((it) => (typeof it === "string" ? it : Object.values(it)));
    places.push(person("alice"), person("bob"), environment("alice"), sshKey("alice"));
    assert.equal(new Set(places).size, places.length);
    for (const place of places) assert.ok(place.startsWith(`${root}/`), place);
  });
});
