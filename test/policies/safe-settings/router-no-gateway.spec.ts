import { unknown } from "../../../policies/judge";
import { routerNoGateway } from "../../../policies/safe-settings/router-no-gateway";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { router, tags } from "../compliant-cloud";

const translates = 'router "heart-cloud" translates addresses to the outside; remove enableSnat';
const has = (key: string) =>
  `router "heart-cloud" has an external network; remove ${key} and use the platform's proxy`;

describe("safe-settings-router-no-gateway", () => {
  it("holds for a router within the project, and for the edge's", async () => {
    await holds(routerNoGateway, [
      router,
      changed(router, { enableSnat: undefined, externalNetworkId: "" }),
      changed(router, { tags: tags("edge"), externalNetworkId: "1f2e", enableSnat: true }),
    ]);
  });

  for (const key of ["externalNetworkId", "externalGateway"])
    it(`reports ${key}, also one that is not known yet`, async () => {
      for (const value of ["1f2e", unknown])
        await reports(routerNoGateway, [changed(router, { [key]: value })], [has(key)]);
    });

  it("reports the translation of addresses, also as a JSON string", async () => {
    for (const enableSnat of [true, "true"])
      await reports(routerNoGateway, [changed(router, { enableSnat })], [translates]);
  });

  it("cannot be judged while a property is unknown, and still reports the rest", async () => {
    await cannotJudge(
      routerNoGateway,
      [changed(router, { enableSnat: unknown, externalNetworkId: "1f2e" })],
      "enableSnat",
      [has("externalNetworkId")],
    );
    await cannotJudge(routerNoGateway, [changed(router, { tags: unknown, enableSnat: true })], "tags");
  });
});
