import assert from "node:assert/strict";
import { revoke, unlock } from "../../automation/revoke";
import type { EnvironmentStack } from "../../automation/stack";
import { parseSettings } from "../../infra/settings";
import { right } from "../infra/settings/right-settings";

/** What needs no server; the rest is in test/integration/revoke.spec.ts and revoke-refusals.spec.ts. */
describe("ending a person's access to an environment without a realm", () => {
  const { project, site } = right();
  const stack: EnvironmentStack = {
    settings: parseSettings({ project, site }),
    secret: (key) => assert.fail(`${key} was asked for`),
    certificateAuthority: undefined,
  };

  for (const [name, end] of Object.entries({ revoke, unlock })) {
    it(`is refused by ${name}, which asks for no secret`, async () => {
      await assert.rejects(end(stack, "frank"), {
        message: 'the environment "heart" has no realm: it lacks the section identity',
      });
    });
  }
});
