import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { samplePeople } from "../../../automation/access/sample-people";
import { buildEnvironment } from "../../../infra/environment";
import { parseSettings } from "../../../infra/settings";
import { changed, entitlement, stackFile } from "../../infra/settings/right-settings";
import { recordResources } from "../../support/record";

const namesOf = (input: unknown): string[] => samplePeople(parseSettings(input)).map(({ name }) => name);

describe("the sample people of an environment", () => {
  it("are one for each role, each two roles, each role of who is named, those outside, and machines", () => {
    assert.deepEqual(namesOf(stackFile("sandbox")), [
      ...["researcher", "checker", "manager"],
      ...["researcher+checker", "researcher+manager", "checker+manager"],
      ...["mona as researcher", "mona as checker", "mona as manager"],
      ...["outsider", "anonymous", "machine mount", "machine tasks-input", "machine tasks-scratch"],
    ]);
  });

  it("have no role that no entitlement gives", () => {
    const people = changed({
      "identity.groups": [
        { entitlement: entitlement("heart"), role: "researcher" },
        { entitlement: entitlement("heart:more"), role: "researcher" },
      ],
      "storage.buckets": ["input"],
      "storage.serviceAccounts": [],
      people: [],
    });
    assert.deepEqual(namesOf(people), ["researcher", "outsider", "anonymous"]);
  });

  it("are called by id where a name is missing or two people's, and once where a person has several rights", () => {
    const people = [
      { id: "1@lifescience-ri.eu", name: "Kim", bucket: "input", access: "read" },
      { id: "1@lifescience-ri.eu", bucket: "scratch", access: "read" },
      { id: "2@lifescience-ri.eu", name: "Lee", bucket: "input", access: "read" },
      { id: "3@lifescience-ri.eu", name: "Lee", bucket: "input", access: "read" },
      { id: "4@lifescience-ri.eu", bucket: "input", access: "read" },
    ];
    const named = samplePeople(parseSettings(changed({ people }))).flatMap(
      ({ named }) => named?.person ?? [],
    );
    assert.deepEqual(
      [...new Set(named)],
      ["Kim", "2@lifescience-ri.eu", "3@lifescience-ri.eu", "4@lifescience-ri.eu"],
    );
    assert.equal(named.length, 8);
  });

  it("are there without rights where there is no store, and two where there is not even a realm", () => {
    const { project, site, ...rest } = stackFile("sandbox");
    const identity = { ...(rest.identity as object), clients: [] };
    assert.deepEqual(namesOf({ project, site }), ["outsider", "anonymous"]);
    const people = samplePeople(parseSettings({ project, site, identity }));
    assert.deepEqual([people.length, people.flatMap(({ policies }) => Object.keys(policies))], [8, []]);
  });

  for (const environment of ["sandbox", "trial"])
    it(`have the policies that the program makes for ${environment}`, async () => {
      const input = stackFile(environment);
      // the authority's file is made by the sandbox
      const { cloud: _machines, kubernetes: _cluster, ...withoutMachines } = input;
      const site = { ...(input.site as object), caFile: undefined };
      const settings = parseSettings({ ...withoutMachines, site });
      const recorded = await recordResources(() => buildEnvironment(settings, () => pulumi.secret("known")));
      const made = recorded
        .filter(({ type }) => type === "minio:index/iamPolicy:IamPolicy")
        .map(({ inputs }) => [inputs.name, JSON.parse(String(inputs.policy))]);
      const expected = Object.assign({}, ...samplePeople(settings).map(({ policies }) => policies));
      assert.deepEqual(Object.fromEntries(made), expected);
    });
});
