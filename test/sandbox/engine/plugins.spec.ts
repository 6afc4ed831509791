import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Artefact, artefactDirectory, isProvided, provide } from "../../../sandbox/engine/artefact";
import { builtPlugin } from "../../../sandbox/engine/built-plugins";
import { projectRoot } from "../../../sandbox/engine/cache";
import type { Cli } from "../../../sandbox/engine/cli";
import { ensurePlugins, type PluginSources, pluginFile } from "../../../sandbox/engine/plugins";
import { progress } from "../../../sandbox/engine/progress";
import { type PluginName, pluginVersion } from "../../../sandbox/engine/versions";
import { usePrivateCache } from "./fixtures/private-cache";
import { recordedProgress } from "./fixtures/recorded-progress";

// Does not prove that the plugins work: test/integration runs them.
describe("the provider plugins", () => {
  const cache = usePrivateCache();
  const { display } = recordedProgress();
  const start = progress.start.bind(progress);
  const say = progress.say.bind(progress);
  const official: Cli = { origin: "official", directory: "/opt/pulumi" };
  const own: Cli = { origin: "built", directory: "/opt/pulumi" };
  const names: PluginName[] = ["minio", "keycloak"];
  const home = () => join(cache(), "home");
  let asked: string[];

  beforeEach(() => {
    asked = [];
    progress.start = display.start.bind(display);
    progress.say = display.say.bind(display);
  });
  afterEach(() => {
    progress.start = start;
    progress.say = say;
  });

  const program = (name: string): Artefact => ({
    name,
    title: `the plugins of ${name}`,
    usualSeconds: 1,
    inputs: {},
    build: async (into) => writeFileSync(join(into, "pulumi-resource"), ""),
  });
  const most = program("most");
  const large = program("large");
  const install = (name: PluginName) => {
    mkdirSync(dirname(pluginFile(home(), name)), { recursive: true });
    writeFileSync(pluginFile(home(), name), "official");
  };
  const sources = (more: Partial<PluginSources> = {}): PluginSources => ({
    isOfficialReachable: async () => {
      asked.push("network");
      return true;
    },
    installOfficial: async (_cli, _home, wanted) => {
      asked.push(...wanted);
      for (const name of wanted) install(name);
    },
    built: (name) => (name === "kubernetes" ? large : most),
    ...more,
  });

  it("are official ones for an official CLI, and only those that are missing are fetched", async () => {
    install("minio");
    assert.equal(await ensurePlugins(official, home(), names, sources()), false);
    assert.deepEqual(asked, ["network", "keycloak"]);
    assert.equal(await ensurePlugins(official, home(), names, sources()), false);
    assert.deepEqual(asked, ["network", "keycloak"]);
  });

  it("are built for a CLI that was built, without asking the network", async () => {
    assert.equal(await ensurePlugins(own, home(), names, sources()), true);
    assert.deepEqual(asked, []);
    const target = join(await artefactDirectory(most), "pulumi-resource");
    for (const name of names) assert.equal(readlinkSync(pluginFile(home(), name)), target);
    assert.equal(await isProvided(large), false);
  });

  it("are built each from its own program, and only those that are asked for", async () => {
    await ensurePlugins(own, home(), ["kubernetes"], sources());
    assert.equal(
      readlinkSync(pluginFile(home(), "kubernetes")),
      join(await artefactDirectory(large), "pulumi-resource"),
    );
    assert.equal(await isProvided(most), false);
  });

  it("may be official ones for those of which nothing was built here", async () => {
    await provide(most, display);
    assert.equal(await ensurePlugins(official, home(), ["minio", "kubernetes"], sources()), true);
    assert.deepEqual(asked, ["network", "kubernetes"]);
    assert.throws(() => readlinkSync(pluginFile(home(), "kubernetes")), { code: "EINVAL" });
  });

  it("are built where the official ones cannot be had, and then the network is not asked again", async () => {
    const failing = sources({ installOfficial: () => Promise.reject(new Error("403")) });
    assert.equal(await ensurePlugins(official, home(), names, failing), true);
    assert.equal(await ensurePlugins(official, home(), names, failing), true);
    assert.deepEqual(asked, ["network"]);
  });

  it("are linked anew after the cache was cleared", async () => {
    await ensurePlugins(own, home(), names, sources());
    rmSync(join(cache(), "spe"), { recursive: true });
    assert.equal(existsSync(pluginFile(home(), "minio")), false);
    await ensurePlugins(own, home(), names, sources());
    assert.equal(existsSync(pluginFile(home(), "minio")), true);
  });

  it("that are official stay beside built ones", async () => {
    install("minio");
    await provide(most, display);
    assert.equal(await ensurePlugins(official, home(), names, sources()), true);
    assert.throws(() => readlinkSync(pluginFile(home(), "minio")), { code: "EINVAL" });
    assert.equal(existsSync(pluginFile(home(), "keycloak")), true);
  });

  it("have the versions of their SDKs, in the names that the engine looks for", () => {
    assert.equal(pluginFile("/home", "minio"), "/home/plugins/resource-minio-v0.17.1/pulumi-resource-minio");
    const all = ["command", "keycloak", "kubernetes", "minio", "openstack"] as const;
    assert.deepEqual(all.map(pluginVersion), ["1.2.1", "6.13.0", "4.25.0", "0.17.1", "3.15.2"]);
  });

  it("but kubernetes, which takes minutes to build, come from one program", async () => {
    const [command, keycloak, kubernetes] = await Promise.all(
      (["command", "keycloak", "kubernetes"] as const).map((name) => artefactDirectory(builtPlugin(name))),
    );
    assert.equal(command, keycloak);
    assert.notEqual(command, kubernetes);
  });

  it("have, where they are built from modules of their own, the version of their SDK", () => {
    const file = join(projectRoot, "sandbox", "engine", "kubernetes-provider", "go.mod");
    const [, version] = /pulumi-kubernetes\/sdk\/v4 v(\S+)/.exec(readFileSync(file, "utf8")) ?? [];
    assert.equal(version, pluginVersion("kubernetes"));
  });
});
