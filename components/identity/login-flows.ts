/**
 * The ways through a realm's login, built in order. That order is lost on some databases (`flow-order-provider.ts`); it matters
 * in the browser flow alone, where somebody must be known before anybody is refused: Keycloak asks the conditions of a
 * conditional subflow before its other parts, and at the end of a login everybody is known.
 */
import * as keycloak from "@pulumi/keycloak";
import type * as pulumi from "@pulumi/pulumi";
import type { Refusal } from "./refusals";

/** The flows, and what must stand before anybody is let through them. */
export interface LoginFlows {
  /** Makes the person without asking, at the first login. */
  firstLogin: keycloak.authentication.Flow;
  /** Runs after each login at the upstream: the paper's step 8. */
  postLogin: keycloak.authentication.Flow;
  /** Runs for each request of a client that binds it: an open session or the upstream, then the same refusals. */
  browser: keycloak.authentication.Flow;
  /** The part of the browser flow that finds out who somebody is, and must come first. */
  entry: keycloak.authentication.Subflow;
  /** Refuses everybody: what holds where nothing else is bound, for Keycloak's own clients and for passwords. */
  closed: keycloak.authentication.Flow;
  /** Every execution and its configuration. */
  parts: pulumi.CustomResource[];
}

/** What every part of a flow is built with. */
interface Build {
  name: string;
  realmId: pulumi.Input<string>;
  opts: pulumi.CustomResourceOptions;
  parts: pulumi.CustomResource[];
}

/** Makes the flows of a realm. */
export function buildLoginFlows(
  name: string,
  args: {
    realmId: pulumi.Input<string>;
    brokerAlias: string;
    refusals: Refusal[];
    /** The realm itself asks for a one-time password. */
    oneTimePassword: boolean;
  },
  opts: pulumi.CustomResourceOptions,
): LoginFlows {
  const build: Build = { name, realmId: args.realmId, opts, parts: [] };

  const firstLogin = flow(build, "first-login", "makes the person without asking");
  execution(build, "first-login-create", firstLogin.alias, "idp-create-user-if-unique", "REQUIRED");

  const postLogin = flow(build, "post-login", "refuses who may not enter, after each login at the upstream");
  const refused = buildRefusals(build, "post-login", postLogin, args.refusals);
  // a flow in which nothing succeeded is a failed one: without this, everybody is refused
  const allowed = execution(
    build,
    "post-login-allow",
    postLogin.alias,
    "allow-access-authenticator",
    "REQUIRED",
    refused,
  );
  if (args.oneTimePassword) {
    // REQUIRED, not conditional: who has none must set one up before the session exists
    execution(build, "post-login-otp", postLogin.alias, "auth-otp-form", "REQUIRED", allowed);
  }

  const browser = flow(build, "browser", "an open session or the upstream login, then the same refusals");
  const entry = subflow(build, "browser-entry", browser.alias, "REQUIRED");
  const cookie = execution(build, "browser-cookie", entry.alias, "auth-cookie", "ALTERNATIVE");
  const redirector = "identity-provider-redirector";
  const toUpstream = execution(build, "browser-upstream", entry.alias, redirector, "ALTERNATIVE", cookie);
  configure(build, "browser-upstream-config", toUpstream, { defaultProvider: args.brokerAlias });
  // the post-login flow does not run for an open session, so an old cookie must pass the refusals here
  buildRefusals(build, "browser", browser, args.refusals, entry);

  const closed = flow(build, "closed", "refuses everybody");
  refuse(
    build,
    "closed",
    closed.alias,
    "This is no way in. Please log in at the service that you want to use.",
  );

  return { firstLogin, postLogin, browser, entry, closed, parts: build.parts };
}

/** One conditional subflow per refusal, in order; returns the last. */
function buildRefusals(
  build: Build,
  flowRole: string,
  parent: keycloak.authentication.Flow,
  refusals: Refusal[],
  after?: pulumi.Resource,
): pulumi.Resource | undefined {
  let previous = after;
  for (const { role, condition, config, message } of refusals) {
    const part = `${flowRole}-${role}`;
    const checked = subflow(build, part, parent.alias, "CONDITIONAL", previous);
    const holds = execution(build, `${part}-condition`, checked.alias, condition, "REQUIRED");
    configure(build, `${part}-condition-config`, holds, config);
    refuse(build, part, checked.alias, message, holds);
    previous = checked;
  }
  return previous;
}

function refuse(
  build: Build,
  part: string,
  parent: pulumi.Input<string>,
  message: string,
  after?: pulumi.Resource,
) {
  const deny = execution(build, `${part}-deny`, parent, "deny-access-authenticator", "REQUIRED", after);
  configure(build, `${part}-deny-config`, deny, { denyErrorMessage: message });
}

function flow({ name, realmId, opts }: Build, role: string, description: string) {
  return new keycloak.authentication.Flow(
    `${name}-${role}`,
    { realmId, alias: `spe ${role}`, providerId: "basic-flow", description },
    opts,
  );
}

function subflow(
  build: Build,
  role: string,
  parentFlowAlias: pulumi.Input<string>,
  requirement: "REQUIRED" | "CONDITIONAL",
  after?: pulumi.Resource,
) {
  const { name, realmId, opts, parts } = build;
  const made = new keycloak.authentication.Subflow(
    `${name}-${role}`,
    { realmId, parentFlowAlias, alias: `spe ${role}`, providerId: "basic-flow", requirement },
    { ...opts, dependsOn: after ? [after] : [] },
  );
  parts.push(made);
  return made;
}

function execution(
  build: Build,
  role: string,
  parentFlowAlias: pulumi.Input<string>,
  authenticator: string,
  requirement: "REQUIRED" | "ALTERNATIVE",
  after?: pulumi.Resource,
) {
  const { name, realmId, opts, parts } = build;
  const made = new keycloak.authentication.Execution(
    `${name}-${role}`,
    { realmId, parentFlowAlias, authenticator, requirement },
    { ...opts, dependsOn: after ? [after] : [] },
  );
  parts.push(made);
  return made;
}

function configure(
  build: Build,
  role: string,
  of: keycloak.authentication.Execution,
  config: Record<string, string>,
) {
  const { name, realmId, opts, parts } = build;
  parts.push(
    new keycloak.authentication.ExecutionConfig(
      `${name}-${role}`,
      { realmId, executionId: of.id, alias: `spe ${role}`, config },
      { ...opts, deleteBeforeReplace: true }, // an alias is unique in its realm: the new one cannot stand beside the old
    ),
  );
}
