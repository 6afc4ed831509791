import { unknown } from "../../../policies/judge";
import { clientCodeFlowOnly } from "../../../policies/safe-people/client-code-flow-only";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { client } from "../compliant";

describe("safe-people-client-code-flow-only", () => {
  it("holds where both are off, also by the provider's default", async () => {
    await holds(clientCodeFlowOnly, [
      client,
      changed(client, { directAccessGrantsEnabled: undefined, implicitFlowEnabled: undefined }),
    ]);
  });

  for (const value of [true, "true"])
    it(`reports both grants by ${JSON.stringify(value)}`, async () => {
      await reports(
        clientCodeFlowOnly,
        [changed(client, { directAccessGrantsEnabled: value, implicitFlowEnabled: value })],
        [
          'client "heart-portal" may use the password grant; set directAccessGrantsEnabled to false',
          'client "heart-portal" may use the implicit flow; set implicitFlowEnabled to false',
        ],
      );
    });

  it("cannot be judged while one is unknown, and still reports the other", async () => {
    await cannotJudge(
      clientCodeFlowOnly,
      [changed(client, { directAccessGrantsEnabled: unknown, implicitFlowEnabled: true })],
      "directAccessGrantsEnabled",
      ['client "heart-portal" may use the implicit flow; set implicitFlowEnabled to false'],
    );
  });
});
