/** What the program makes of the section `servers`, without an engine; that it works, test/integration shows. */
import assert from "node:assert/strict";
import { build } from "../../automation/check/build";
import { judgeEnvironment } from "../../automation/check/judge-environment";
import { packFacts } from "../../infra/pack-facts";
import { parseSettings, type Settings } from "../../infra/settings";
import { serverRoles } from "../../infra/settings/server-addresses";
import { onSite } from "./settings/right-servers";
import { changed, stackFile } from "./settings/right-settings";

const atTier = (input: Record<string, unknown>, tier: number): Settings =>
  parseSettings({ ...input, project: { ...(input.project as object), tier } });

/** What the pack finds wrong with settings. */
const findings = async (settings: Settings) => {
  const environment = { name: "test", file: "test", settings, facts: packFacts(settings) };
  return (await judgeEnvironment(environment)).findings;
};

describe("the servers of a site", () => {
  const site = stackFile("trial-site");
  const built = () => build(parseSettings(site), "trial-site");

  for (const tier of [0, 1, 2, 3])
    it(`hold every rule of the pack at tier ${tier}, as does a project on them`, async () => {
      assert.deepEqual(await findings(atTier(site, tier)), []);
      const project = changed({ ...onSite, cloud: undefined }) as Record<string, unknown>;
      assert.deepEqual(await findings(atTier(project, tier)), []);
    });

  it("stand on two machines behind an edge that passes TLS on", async () => {
    const resources = await built();
    const named = (type: string) =>
      resources.filter((it) => it.type.endsWith(`:${type}`)).map(({ name }) => name);
    assert.deepEqual(named("ObjectStoreMachine"), ["trial-site-store"]);
    assert.deepEqual(named("KeycloakMachine"), ["trial-site-identity"]);
    const listeners = resources.filter(({ type }) => type.endsWith(":Listener"));
    assert.deepEqual(
      listeners.map(({ props = {} }) => [props.protocol, props.protocolPort, props.allowedCidrs]),
      [443, 9000, 9001].map((port) => ["HTTPS", port, ["192.0.2.0/24"]]),
    );
    const association = resources.find(({ name }) => name === "trial-site-edge-association");
    assert.equal(association?.props?.floatingIp, "192.0.2.80");
  });

  it("are reached by the edge at their ports, by the bastion for administration, and by nobody else", async () => {
    const rules = (await built()).filter(({ type }) => type.endsWith(":SecGroupRule"));
    const into = (role: string) =>
      rules
        .filter(
          ({ name, props }) =>
            name.startsWith(`trial-site-ground-${role}-`) && props?.direction === "ingress",
        )
        .map(({ props = {} }) => [props.portRangeMin, props.portRangeMax, props.remoteIpPrefix ?? "bastion"])
        .sort(([a], [b]) => Number(a) - Number(b));
    assert.deepEqual(serverRoles.map(into), [
      [
        [22, 22, "bastion"],
        [9000, 9001, "10.30.0.0/24"],
      ],
      [
        [22, 22, "bastion"],
        [8443, 8443, "10.30.0.0/24"],
      ],
    ]);
  });

  it("are the only way to a project's buckets, which see the edge alone", async () => {
    const resources = await build(parseSettings(changed({ ...onSite, cloud: undefined })), "heart");
    const policies = resources.filter(({ type }) => type.endsWith(":IamPolicy"));
    assert.ok(policies.length > 3);
    assert.ok(policies.some(({ props }) => JSON.stringify(props).includes("10.0.0.0/24")));
  });
});
