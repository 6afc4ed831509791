import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type FlowOrderInputs, provider } from "../../components/identity/flow-order-provider";
import { type FlowPart, KeycloakAdmin, type KeycloakServer } from "../../components/identity/keycloak-admin";
import { logIn, startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

const realm = "heart";
const flow = "spe browser";
const first = "spe browser-entry";

/** The provider itself at a real Keycloak, where the order of a realm that stands gets lost and is laid again. */
describe("the order of a login's parts", function () {
  this.timeout(60_000);
  let environment: TestEnvironment;
  let admin: KeycloakAdmin;
  let inputs: FlowOrderInputs;

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    const { url, provisioner } = environment.sandbox.keycloak;
    const { clientId, secretFile } = provisioner;
    const clientSecret = readFileSync(secretFile, "utf8").trim();
    const server: KeycloakServer = { url, adminRealm: "master", clientId, clientSecret, ca: environment.ca };
    admin = new KeycloakAdmin(server);
    inputs = { ...server, ca: environment.ca, realm, flow, first, parts: ["a", "b"] };
  });
  after(() => admin?.close());

  const ownParts = async (): Promise<FlowPart[]> =>
    (await admin.flowParts(realm, flow)).filter(({ level }) => level === 0);
  const places = async (): Promise<[string, number][]> =>
    (await ownParts()).map(({ displayName, priority }) => [displayName, priority]);
  const read = async (): Promise<unknown> =>
    (await provider.read?.(`${realm}/${flow}`, inputs))?.props?.parts;

  it("is laid with the environment: who somebody is, then each refusal in a place of its own", async () => {
    const found = await places();
    assert.deepEqual(found[0], [first, 0]);
    assert.deepEqual(
      found.map(([, priority]) => priority),
      found.map((_, at) => at),
    );
    assert.ok(found.length >= 3, JSON.stringify(found));
    assert.deepEqual(await read(), inputs.parts);
  });

  it("is found lost where another part has the first's place, and laid again", async () => {
    for (const part of await ownParts()) await admin.placeFlowPart(realm, flow, { ...part, priority: 0 });
    assert.deepEqual(await read(), []);
    await provider.update?.(`${realm}/${flow}`, { ...inputs, parts: [] }, inputs);
    assert.deepEqual((await places())[0], [first, 0]);
    assert.deepEqual(await read(), inputs.parts);
    assert.equal((await logIn(environment, "alice")).entered, true);
  });

  it("refuses everybody where a refusal comes first, which is why it is kept", async () => {
    const parts = await ownParts();
    for (const part of parts)
      await admin.placeFlowPart(realm, flow, { ...part, priority: part.displayName === first ? 9 : 1 });
    assert.equal((await logIn(environment, "alice")).entered, false);
    assert.deepEqual(await read(), []);
    await provider.update?.(`${realm}/${flow}`, { ...inputs, parts: [] }, inputs);
    assert.equal((await logIn(environment, "alice")).entered, true);
  });

  it("is not laid where the part that must be first is missing", async () => {
    await assert.rejects(provider.create({ ...inputs, first: "spe nobody" }), {
      message: 'flow "spe browser" of realm "heart" has no part "spe nobody" to put first',
    });
  });

  it("is gone with its realm", async () => {
    assert.equal((await provider.read?.("nowhere", { ...inputs, realm: "nowhere" }))?.id, "");
  });

  it("is laid again for other parts, and made anew for another flow", async () => {
    const diff = (changes: Partial<FlowOrderInputs>) =>
      provider.diff?.("id", inputs, { ...inputs, ...changes });
    assert.deepEqual(await diff({}), { changes: false, replaces: [] });
    assert.deepEqual(await diff({ parts: ["a", "c"] }), { changes: true, replaces: [] });
    assert.deepEqual(await diff({ flow: "spe other" }), { changes: true, replaces: ["flow"] });
  });
});
