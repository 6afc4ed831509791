import { type Judged, unknown } from "../../../policies/judge";
import { networkPrivate } from "../../../policies/safe-settings/network-private";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { network } from "../compliant-cloud";

const offer: Judged = {
  type: "openstack:networking/rbacPolicyV2:RbacPolicyV2",
  name: "offer",
  props: { action: "access_as_shared", objectType: "network", objectId: "1f2e", targetTenant: "8b1c4f" },
};

describe("safe-settings-network-private", () => {
  it("holds for a private network, by default too, and an offer to one project", async () => {
    await holds(networkPrivate, [
      network,
      changed(network, { shared: undefined, external: "false" }),
      changed(network, { valueSpecs: { shared: "false" } }),
      offer,
    ]);
  });

  for (const [word, key] of [
    ["shared", "shared"],
    ["external", "router:external"],
  ] as const)
    it(`reports a network that is ${word}, also by valueSpecs`, async () => {
      for (const value of [true, "true", "yes"])
        for (const props of [{ [word]: value }, { valueSpecs: { [key]: value } }])
          await reports(
            networkPrivate,
            [changed(network, props)],
            [`network "heart-cloud" is ${word}; remove ${word}`],
          );
    });

  it("reports an offer to every project, or to none in particular", async () => {
    for (const targetTenant of ["*", " * ", "", "8b1c*"])
      await reports(
        networkPrivate,
        [changed(offer, { targetTenant })],
        [`rbac policy "offer" is for the project "${targetTenant}"; name one project in targetTenant`],
      );
  });

  it("cannot be judged while a property is unknown, and still reports the rest", async () => {
    await cannotJudge(networkPrivate, [changed(network, { shared: unknown, external: true })], "shared", [
      'network "heart-cloud" is external; remove external',
    ]);
    await cannotJudge(networkPrivate, [changed(offer, { targetTenant: unknown })], "targetTenant");
  });
});
