/** The report on all servers at once; what each is asked, test/infra/preflight and test/integration/wrong-servers show. */
import assert from "node:assert/strict";
import { serverProblems } from "../../infra/preflight";
import { parseSettings } from "../../infra/settings";
import { changed } from "./settings/right-settings";

/** Addresses at which nothing listens. */
const nowhere = {
  "identity.keycloak.url": "https://127.0.0.1:8",
  "storage.server.url": "https://127.0.0.1:9",
  "cloud.authUrl": "https://127.0.0.1:10/v3",
};

describe("what is asked of the servers before anything is made", () => {
  const problems = (changes: Record<string, unknown>) =>
    serverProblems(parseSettings(changed(changes)), (key) => `secret-of-${key}`, undefined);

  it("is told in one report, without a secret", async () => {
    const found = await problems(nowhere);
    const away = (port: number) => new RegExp(`https://127\\.0\\.0\\.1:${port}\\S* cannot be reached`);
    assert.equal(found.length, 3, found.join("\n"));
    for (const [index, port] of [8, 9, 10].entries()) assert.match(found[index] ?? "", away(port));
    assert.match(found[2] ?? "", /^cloud\.authUrl: Keystone at /);
    assert.doesNotMatch(found.join("\n"), /secret-of/);
  });

  it("is nothing of servers that the settings leave out", async () => {
    const none = { identity: undefined, storage: undefined, people: [], cloud: undefined };
    assert.deepEqual(await problems(none), []);
  });
});
