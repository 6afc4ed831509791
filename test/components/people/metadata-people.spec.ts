import assert from "node:assert/strict";
import { simpleVmPeople, vendorDataPeople } from "../../../components/people/metadata-people";

const keys = ["ssh-ed25519 AAAA alice"];
const simpleVm = (data: unknown, version: unknown = "1.0.0"): string =>
  JSON.stringify({ ip: "192.0.2.7", userdata: { VERSION: version, data } });
const alice = { username: "alice", user_id: "4f@lifescience-ri.eu", public_keys: keys };

describe("SimpleVM metadata", () => {
  it("tells people with the ids of their logins", () => {
    assert.deepEqual(
      simpleVmPeople(simpleVm({ a1b2: alice, c3d4: { ...alice, username: "bob", user_id: "5a@up" } })),
      [
        { name: "alice", id: "4f@lifescience-ri.eu", publicKeys: keys },
        { name: "bob", id: "5a@up", publicKeys: keys },
      ],
    );
  });

  const wrong: [string, string, string][] = [
    ["what is no JSON", "<html>", "text must be JSON"],
    [
      "another form",
      simpleVm({ a1b2: alice }, "2.0.0"),
      'userdata.VERSION must be 1, of which this knows the form, got "2.0.0"',
    ],
    ["nobody", simpleVm({}), "userdata.data must name somebody"],
    [
      "an answer without data",
      "{}",
      "userdata.VERSION must be 1, of which this knows the form, got undefined; userdata.data must name somebody",
    ],
    [
      "people of whom something is missing, all at once",
      simpleVm({ a1b2: { username: 7, public_keys: "ssh-ed25519 AAAA" } }),
      "userdata.data.a1b2, name, must be a text that is not empty; userdata.data.a1b2, id, must be a text that is not empty; userdata.data.a1b2, keys, must be a list of texts",
    ],
  ];
  for (const [what, text, message] of wrong) {
    it(`refuses ${what}`, () =>
      assert.throws(() => simpleVmPeople(text), { message: `SimpleVM metadata: ${message}` }));
  }
});

describe("de.NBI's vendor data", () => {
  const entry = {
    elixir_name: "alice@elixir-europe.org",
    id: 1,
    name: "Alice A.",
    perun_id: 4711,
    public_keys: keys,
  };

  it("tells people, called as their logins", () => {
    assert.deepEqual(
      vendorDataPeople(
        JSON.stringify({ denbi: [entry, { ...entry, elixir_name: "bob", perun_id: "4712" }] }),
      ),
      [
        { name: "alice", id: "4711", publicKeys: keys },
        { name: "bob", id: "4712", publicKeys: keys },
      ],
    );
  });

  const wrong: [string, unknown, string][] = [
    ["nobody", { denbi: [] }, "denbi must be a list that names somebody"],
    ["other vendor data", { nectar: {} }, "denbi must be a list that names somebody"],
    [
      "people of whom something is missing",
      { denbi: [{ ...entry, perun_id: undefined }, 7] },
      "denbi[0], id, must be a text that is not empty; denbi[1], name, must be a text that is not empty; denbi[1], id, must be a text that is not empty; denbi[1], keys, must be a list of texts",
    ],
  ];
  for (const [what, value, message] of wrong) {
    it(`refuses ${what}`, () =>
      assert.throws(() => vendorDataPeople(JSON.stringify(value)), { message: `vendor data: ${message}` }));
  }
});
