import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Artefact, artefactDirectory, provide } from "../../../sandbox/engine/artefact";
import { type CliSources, provideCli, suits } from "../../../sandbox/engine/cli";
import { progress } from "../../../sandbox/engine/progress";
import { usePrivateCache } from "./fixtures/private-cache";
import { recordedProgress } from "./fixtures/recorded-progress";

// Does not prove that the official installer works, which no test without the Internet can, nor that the modules build.
describe("the Pulumi CLI", () => {
  usePrivateCache();
  const { display, written } = recordedProgress();
  const start = progress.start.bind(progress);
  const say = progress.say.bind(progress);
  let asked: number;

  beforeEach(() => {
    asked = 0;
    progress.start = display.start.bind(display);
    progress.say = display.say.bind(display);
  });
  afterEach(() => {
    progress.start = start;
    progress.say = say;
  });

  const artefact = (name: string, build: Artefact["build"] = async () => undefined): Artefact => ({
    name,
    title: `the ${name} CLI`,
    usualSeconds: 1,
    inputs: {},
    build,
  });
  const sources = (more: Partial<CliSources> = {}): CliSources => ({
    onPath: async () => undefined,
    isOfficialReachable: async () => {
      asked++;
      return false;
    },
    official: artefact("official"),
    built: artefact("built"),
    ...more,
  });
  const reachable = async () => true;

  it("is the machine's where that is new enough", async () => {
    const onPath = async () => ({ directory: "/opt/pulumi", version: "v3.300.0" });
    assert.deepEqual(await provideCli(sources({ onPath })), { origin: "machine", directory: "/opt/pulumi" });
    assert.equal(asked, 0);
  });

  it("is the official release where the machine's is too old and the network allows it", async () => {
    const onPath = async () => ({ directory: "/opt/pulumi", version: "v3.100.0" });
    const given = sources({ onPath, isOfficialReachable: reachable });
    const directory = join(await artefactDirectory(given.official), "bin");
    assert.deepEqual(await provideCli(given), { origin: "official", directory });
  });

  it("is built where the official release cannot be reached", async () => {
    const given = sources();
    const directory = await artefactDirectory(given.built);
    assert.deepEqual(await provideCli(given), { origin: "built", directory });
    assert.ok(existsSync(directory));
    assert.equal(asked, 1);
  });

  it("is built where the official installer fails, with its failure said", async () => {
    const official = artefact("official", () => Promise.reject(new Error("no release for this platform")));
    const { origin } = await provideCli(sources({ official, isOfficialReachable: reachable }));
    assert.equal(origin, "built");
    assert.match(
      written(),
      /no release for this platform\n(.*\n)*building the Pulumi CLI from its Go modules instead\n/,
    );
  });

  it("asks the network no second time, whatever was decided", async () => {
    const built = sources();
    await provideCli(built);
    assert.equal((await provideCli(built)).origin, "built");
    assert.equal(asked, 1);

    await provide(built.official, display);
    assert.equal((await provideCli(built)).origin, "official");
    assert.equal(asked, 1);
  });

  it("must have the SDK's major version and not be older", () => {
    const versions = [
      "v3.259.0",
      "3.259.0",
      "v3.259.1-alpha.1",
      "v3.300.0",
      "v3.258.9",
      "v2.300.0",
      "v4.0.0",
      "dev",
    ];
    assert.deepEqual(
      versions.filter((version) => suits(version, "3.259.0")),
      ["v3.259.0", "3.259.0", "v3.259.1-alpha.1", "v3.300.0"],
    );
  });
});
