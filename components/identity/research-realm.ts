import * as keycloak from "@pulumi/keycloak";
import * as pulumi from "@pulumi/pulumi";
import { type PeopleRole, type ProjectFacts, peopleRoles, projectLabels } from "../five-safes";
import { brokerRedirectUri, groupPath, realmIssuer } from "../naming";
import { rejectArgs } from "../validation";
import { buildBroker, type EntitlementGroup, type Upstream } from "./broker";
import { FlowOrder } from "./flow-order";
import { buildLoginFlows } from "./login-flows";
import { profileAttributes } from "./person-attributes";
import { realmProblems } from "./realm-problems";
import { realmSettings, type Sessions } from "./realm-settings";
import { memberRole, refusals, type SecondFactor } from "./refusals";

/** What a realm for one research project is made from. */
export interface ResearchRealmArgs {
  /** The project: its id names the groups, its tier decides how hard the realm is. */
  project: ProjectFacts;
  /** What people see on the login pages, for example `Heart failure cohort`. */
  title: string;
  /** Public https URL of Keycloak without a slash at its end. */
  keycloakUrl: string;
  /** Who orders the login's parts, which the Keycloak provider cannot; the same client that the provider logs in with. */
  administration: RealmAdministration;
  /** Name of the realm, `^[a-z][a-z0-9-]{2,35}$`. @default the project's id */
  realmName?: string;
  /** The login service, LS AAI or another OpenID provider. */
  upstream: Upstream;
  /** Secret of the client at the upstream. */
  upstreamClientSecret: pulumi.Input<string>;
  /** At least one; several entitlements may lead to one role. */
  groups: EntitlementGroup[];
  /** Who asks for the second factor; `none` is refused from tier 2. */
  secondFactor: SecondFactor;
  /** How long a login lasts. */
  sessions: Sessions;
  /** Days that login events are kept, at least 365; administrators' events are kept as long as the realm. */
  eventsDays: number;
  /** A protected realm cannot be destroyed before this is lifted. @default true */
  protect?: boolean;
}

/** A service client that may change the realm. */
export interface RealmAdministration {
  /** Realm in which it logs in, `master`. */
  adminRealm: string;
  clientId: string;
  clientSecret: pulumi.Input<string>;
  /** PEM of the private CA that signed Keycloak's certificate. @default the authorities that Node knows */
  certificateAuthority?: string;
}

/** A Keycloak realm whose only way in is the research community's login. */
export class ResearchRealm extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:identity:ResearchRealm";

  /** The realm itself: what is made inside it is deleted with it. */
  readonly realm: keycloak.Realm;
  /** The project whose realm it is. */
  readonly project: ProjectFacts;
  /** Name of the realm. */
  readonly realmName: pulumi.Output<string>;
  /** OIDC issuer of the realm. */
  readonly issuer: pulumi.Output<string>;
  /** Discovery document of the realm. */
  readonly discoveryUrl: pulumi.Output<string>;
  /** What the upstream must know as this realm's redirect URI, exactly. */
  readonly brokerRedirectUri: pulumi.Output<string>;
  /** Full paths of the project's groups, as the claim `groups` holds them. */
  readonly groupPaths: Record<PeopleRole, string>;
  /** Id of the realm role that every member of the project has, in whatever group. */
  readonly memberRoleId: pulumi.Output<string>;
  /** Id of the flow that each client binds; a client that binds none lets nobody in. */
  readonly browserFlowId: pulumi.Output<string>;

  constructor(name: string, args: ResearchRealmArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ResearchRealm.__pulumiType, name, {}, opts);
    const { project, keycloakUrl, realmName = project.id, upstream, protect = true } = args;
    rejectArgs(`realm "${realmName}"`, realmProblems(args));

    const settings = realmSettings({ ...args, realmName });
    this.project = project;
    this.realm = new keycloak.Realm(name, settings, { parent: this, protect });
    const realmId = this.realm.realm; // is the id as well, and known in a preview, where policies judge
    // deleted with the realm: one by one, Keycloak refuses some (an empty user profile) and trips over others
    const inside: pulumi.CustomResourceOptions = { parent: this, deletedWith: this.realm };

    new keycloak.RealmEvents(`${name}-events`, { realmId, ...eventSettings(args.eventsDays) }, inside);
    // no role for nothing: none that makes offline tokens, none that lets people link accounts by themselves
    new keycloak.DefaultRoles(`${name}-default-roles`, { realmId, defaultRoles: [] }, inside);
    const profileArgs = { realmId, attributes: profileAttributes };
    const profile = new keycloak.RealmUserProfile(`${name}-profile`, profileArgs, inside);

    this.groupPaths = Object.fromEntries(
      peopleRoles.map((role) => [role, groupPath(project.id, role)]),
    ) as Record<PeopleRole, string>;
    const { member, groups } = buildGroups(name, project, realmId, inside);
    const flows = buildLoginFlows(
      name,
      {
        realmId,
        brokerAlias: upstream.alias,
        refusals: refusals({ ...args, manager: project.manager }),
        oneTimePassword: args.secondFactor.by === "realm",
      },
      inside,
    );
    const { adminRealm, clientId, clientSecret, certificateAuthority: ca = "" } = args.administration;
    const order = new FlowOrder(
      `${name}-browser-order`,
      {
        ...{ url: keycloakUrl, adminRealm, clientId, clientSecret: pulumi.secret(clientSecret), ca },
        ...{ realm: realmId, flow: flows.browser.alias, first: flows.entry.alias },
        parts: pulumi.all(flows.parts.map(({ id }) => id)),
      },
      inside,
    );
    const broker = buildBroker(
      name,
      {
        ...args,
        realmName: this.realm.realm,
        groupPaths: this.groupPaths,
        assuranceClaim: args.secondFactor.by === "upstream" ? args.secondFactor.claim : "eduperson_assurance",
        firstLoginFlow: flows.firstLogin.alias,
        postLoginFlow: flows.postLogin.alias,
      },
      { ...inside, dependsOn: [profile, ...groups, ...flows.parts] },
    );
    new keycloak.authentication.Bindings(
      `${name}-bindings`,
      // closed by default: people get in by clients that bind the browser flow; Keycloak's own account console, where they
      // could link a second upstream account, does not
      { realmId, browserFlow: flows.closed.alias, directGrantFlow: flows.closed.alias },
      {
        ...inside,
        dependsOn: [broker, ...flows.parts],
        // the provider writes the bindings that it saw at the realm's creation with every change of the realm: bind again
        replacementTrigger: settings,
        deleteBeforeReplace: true,
      },
    );

    this.realmName = this.realm.realm;
    this.issuer = this.realmName.apply((realm) => realmIssuer(keycloakUrl, realm));
    this.discoveryUrl = pulumi.interpolate`${this.issuer}/.well-known/openid-configuration`;
    this.brokerRedirectUri = this.realmName.apply((realm) =>
      brokerRedirectUri(keycloakUrl, realm, upstream.alias),
    );
    this.memberRoleId = member.id;
    // clients bind the flow once it is in order
    this.browserFlowId = pulumi.all([flows.browser.id, order.id]).apply(([flow]) => flow);
    this.registerOutputs({
      realmName: this.realmName,
      issuer: this.issuer,
      discoveryUrl: this.discoveryUrl,
      brokerRedirectUri: this.brokerRedirectUri,
      groupPaths: this.groupPaths,
    });
  }
}

/** Everything is recorded, with its details; the list of event types stays Keycloak's own, which is all of them. */
function eventSettings(eventsDays: number) {
  return {
    eventsEnabled: true,
    eventsExpiration: eventsDays * 86_400,
    eventsListeners: ["jboss-logging"],
    adminEventsEnabled: true,
    adminEventsDetailsEnabled: true,
  };
}

/** The project's group, which makes its members `project-member`, and one group inside it for each role. */
function buildGroups(
  name: string,
  project: ProjectFacts,
  realmId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): { member: keycloak.Role; groups: pulumi.Resource[] } {
  const description = "whoever belongs to the project, in whatever role";
  const member = new keycloak.Role(`${name}-member`, { realmId, name: memberRole, description }, opts);
  const top = new keycloak.Group(
    `${name}-group`,
    { realmId, name: project.id, attributes: projectLabels(project, "project") },
    opts,
  );
  const membership = new keycloak.GroupRoles(
    `${name}-group-roles`,
    { realmId, groupId: top.id, roleIds: [member.id], exhaustive: true },
    opts,
  );
  const roles = peopleRoles.map((role) => {
    const attributes = projectLabels(project, role);
    const args = { realmId, parentId: top.id, name: role, attributes };
    return new keycloak.Group(`${name}-group-${role}`, args, opts);
  });
  return { member, groups: [membership, ...roles] };
}
