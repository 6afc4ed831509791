import * as pulumi from "@pulumi/pulumi";
import { parseEntitlement } from "../identity/entitlement";
import { groupPath } from "../naming";
import type { GatewayLogin } from "./task-gateway-settings";
import type { TaskServiceArgs } from "./task-service-args";

/** LS AAI, as it stands in its discovery document. */
const lsAai = {
  issuer: "https://login.aai.lifescience-ri.eu/oidc/",
  userInfoUrl: "https://login.aai.lifescience-ri.eu/oidc/userinfo",
  groupsClaim: "eduperson_entitlement",
};

/** How the project's researchers are told apart; nothing where everybody is let in. */
export function taskLogin({
  project,
  login,
}: Pick<TaskServiceArgs, "project" | "login">): pulumi.Output<GatewayLogin> | undefined {
  if (login.by === "none") return undefined;
  if (login.by === "ls-aai") return pulumi.output({ ...lsAai, groups: [login.entitlement] });
  const { issuer, audience } = login;
  return pulumi.output({
    issuer,
    userInfoUrl: login.userInfoUrl ?? pulumi.interpolate`${issuer}/protocol/openid-connect/userinfo`,
    audience,
    groupsClaim: "groups",
    groups: [groupPath(project.id, "researcher")],
  });
}

/** Groups as TES-K reads them out of a claim: `<prefix><base><delimiter><team><suffix>`. */
export interface TeskGroups {
  groupsClaim: string;
  delimiter: string;
  prefix: string;
  suffix: string;
  /** The group around the one that is let in, which itself lets nobody in. */
  base: string;
}

/** @throws Error for an entitlement that is none */
export function teskGroups({ project, login }: Pick<TaskServiceArgs, "project" | "login">): TeskGroups {
  if (login.by !== "ls-aai")
    return { groupsClaim: "groups", delimiter: "/", prefix: "/", suffix: "", base: project.id };
  const { namespace, groups, authority } = parseEntitlement(login.entitlement);
  return {
    groupsClaim: lsAai.groupsClaim,
    delimiter: ":",
    prefix: `urn:${namespace}:group:`,
    suffix: authority === undefined ? "" : `#${authority}`,
    base: groups.slice(0, -1).join(":"),
  };
}
