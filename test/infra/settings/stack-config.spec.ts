import assert from "node:assert/strict";
import { sectionsOf } from "../../../infra/settings";
import { problemsOf, right } from "./right-settings";

describe("sectionsOf", () => {
  it("takes the sections of a stack file, and neither secrets nor other programs' keys", () => {
    assert.deepEqual(
      sectionsOf({
        "spe:project": { id: "heart" },
        "spe:minioSecretKey": { secure: "v1:x" },
        "aws:region": "eu",
      }),
      { project: { id: "heart" } },
    );
  });

  it("takes them as Pulumi hands them to a program", () => {
    assert.deepEqual(
      sectionsOf({ "spe:project": '{"id":"heart","tier":2}', "spe:people": "[]", "spe:minioSecretKey": "x" }),
      {
        project: { id: "heart", tier: 2 },
        people: [],
      },
    );
  });

  it("keeps what nobody knows, so that it is refused", () => {
    assert.deepEqual(
      problemsOf({ ...right(), ...sectionsOf({ "spe:storge": "{}" }) }).map(({ path: at, allowed }) => [
        at,
        allowed.slice(0, 21),
      ]),
      [["storge", "did you mean storage?"]],
    );
    assert.deepEqual(sectionsOf({ "spe:project": "heart" }), { project: "heart" });
  });
});
