import type { RouterArgs } from "@pulumi/openstack/networking";
import { edgeRole, roleOf } from "../kit/belonging";
import { fiveSafes } from "../kit/five-safes";
import { isInputGiven } from "../kit/given";
import { nameOf, ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll } from "../kit/unknown";
import { mayBeOn } from "../kit/value";

/** A router with a gateway lets everything behind it open connections to the internet, and results leave that way unseen. */
export const routerNoGateway: ResourceRule = {
  name: "safe-settings-router-no-gateway",
  description: "A router has no way to an external network, unless it is the edge's.",
  severity: "high",
  framework: fiveSafes("safe-settings", { control: "S-08", satre: ["2.2.11"], also: ["TEHDAS2 SPER-6"] }),
  remediationSteps:
    "Remove the gateway and enableSnat, and route to the platform's proxy; label the edge's own router \"spe.role=edge\".",
  validateResource: ofType<RouterArgs>("openstack:networking/router:Router", (props, args, report) => {
    const refuse = (problem: string): void => {
      if (roleOf(args) !== edgeRole) report(`router "${nameOf(args, "name")}" ${problem}`);
    };
    checkAll(
      () => {
        // externalGateway is the old name
        const key = ["externalNetworkId", "externalGateway"].find((it) => isInputGiven(args.props, it));
        if (key !== undefined) refuse(`has an external network; remove ${key} and use the platform's proxy`);
      },
      () => {
        if (mayBeOn(props.enableSnat)) refuse("translates addresses to the outside; remove enableSnat");
      },
    );
  }),
};
