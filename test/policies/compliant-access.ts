/** What lets people and programs in, as it holds every rule: the realm with its flows, groups and clients, and commands. */
import { type PeopleRole, projectLabels } from "../../components/five-safes";
import { type Judged, urnOf } from "../../policies/judge";
import { changed } from "../support/verdict";
import * as compliant from "./compliant";

const labels = (role: string): Record<string, string> =>
  projectLabels(
    { id: "heart", tier: 2, expires: "2027-12-31", permit: "EHDS-2026-0042", manager: "mona@example.org" },
    role,
  );

export const realm = changed(compliant.realm, {
  attributes: labels("realm"),
  sslRequired: "all",
  editUsernameAllowed: false,
  loginWithEmailAllowed: false,
  // people are told by jwt:sub: one address may stand behind two accounts
  duplicateEmailsAllowed: true,
  verifyEmail: false,
  securityDefenses: {
    bruteForceDetection: {
      permanentLockout: false,
      maxLoginFailures: 10,
      waitIncrementSeconds: 300,
      maxFailureWaitSeconds: 3600,
      failureResetTimeSeconds: 43_200,
    },
  },
});

const flow = (role: string): Judged => ({
  type: "keycloak:authentication/flow:Flow",
  name: `heart-realm-${role}`,
  props: { realmId: "heart", alias: `spe ${role}`, id: `${role}-id` },
});

/** A step of a flow; `what` is its authenticator, or nothing for a subflow of the alias `spe <role>`. */
export const step = (role: string, parent: string, requirement: string, what?: string): Judged => ({
  type: what ? "keycloak:authentication/execution:Execution" : "keycloak:authentication/subflow:Subflow",
  name: `heart-realm-${role}`,
  props: {
    realmId: "heart",
    parentFlowAlias: parent,
    requirement,
    id: `${role}-id`,
    ...(what ? { authenticator: what } : { alias: `spe ${role}` }),
  },
});

export const postLogin = flow("post-login");
export const allow = step("post-login-allow", "spe post-login", "REQUIRED", "allow-access-authenticator");
export const oneTimePassword = step("post-login-otp", "spe post-login", "REQUIRED", "auth-otp-form");

export const browser = flow("browser");
export const cookie = step("browser-cookie", "spe browser-entry", "ALTERNATIVE", "auth-cookie");
const browserSteps = [
  step("browser-entry", "spe browser", "REQUIRED"),
  cookie,
  step("browser-upstream", "spe browser-entry", "ALTERNATIVE", "identity-provider-redirector"),
];

export const closed = flow("closed");
export const deny = step("closed-deny", "spe closed", "REQUIRED", "deny-access-authenticator");

export const bindings: Judged = {
  type: "keycloak:authentication/bindings:Bindings",
  name: "heart-realm-bindings",
  props: { realmId: "heart", browserFlow: "spe closed", directGrantFlow: "spe closed" },
};

export const broker = changed(compliant.broker, { postBrokerLoginFlowAlias: "spe post-login" });
export const samlBroker = changed(compliant.samlBroker, { postBrokerLoginFlowAlias: "spe post-login" });

const clientOf = (client: Judged): Judged =>
  changed(client, {
    realmId: "heart",
    id: `${client.name}-id`,
    fullScopeAllowed: false,
    authenticationFlowBindingOverrides: { browserId: "browser-id" },
  });

export const client = clientOf(compliant.client);
export const storeClient = clientOf(compliant.storeClient);

const audienceOf = ({ name, props }: Judged): Judged => ({
  type: "keycloak:openid/audienceProtocolMapper:AudienceProtocolMapper",
  name: `${name}-audience`,
  props: {
    realmId: "heart",
    clientId: props?.id,
    includedClientAudience: "heart-store",
    addToAccessToken: true,
  },
});

export const audience = audienceOf(client);
export const storeAudience = audienceOf(storeClient);

export const roleGroup = (role: PeopleRole): Judged => ({
  type: "keycloak:index/group:Group",
  name: `heart-realm-group-${role}`,
  props: { realmId: "heart", name: role, attributes: labels(role), id: `${role}-id` },
});

/** The group of a role with these people in it. */
export const membersOf = (role: PeopleRole, members: unknown[]): Judged => ({
  type: "keycloak:index/groupMemberships:GroupMemberships",
  name: `heart-realm-members-${role}`,
  props: { realmId: "heart", groupId: `${role}-id`, members },
  dependencies: { groupId: [urnOf("keycloak:index/group:Group", `heart-realm-group-${role}`)] },
});

export const researchers = membersOf("researcher", ["rosa", "ravi"]);
export const checkers = membersOf("checker", ["carl", "cleo"]);

export const checkerMapper: Judged = {
  ...compliant.entitlementMapper,
  name: "heart-realm-from-upstream-checker",
  props: {
    ...compliant.entitlementMapper.props,
    name: "checker",
    extraConfig: {
      syncMode: "FORCE",
      claims: JSON.stringify([{ key: "eduperson_entitlement", value: "urn:x-heart:group:checkers" }]),
      "are.claim.values.regex": "true",
      group: "/heart/checker",
    },
  },
};

export const defaultRoles: Judged = {
  type: "keycloak:index/defaultRoles:DefaultRoles",
  name: "heart-realm-default-roles",
  props: { realmId: "heart", defaultRoles: ["offline_access"] },
};

export const machineUser: Judged = {
  type: "minio:index/iamUser:IamUser",
  name: "heart-machine-mount",
  props: { name: "spe-heart-machine-mount", forceDestroy: false },
};

export const localCommand: Judged = {
  type: "command:local:Command",
  name: "heart-checksum",
  props: {
    create: "sha256sum --check sums.txt",
    environment: { API_TOKEN: "5b1e7c0d9f3a4e62b8d1c7f0a9e3d5b6", LANG: "C" },
    logging: "none",
  },
};

const connection = {
  host: "10.0.0.12",
  user: "debian",
  hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHeart",
  privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----",
};

export const remoteCommand: Judged = {
  type: "command:remote:Command",
  name: "heart-mount",
  props: { connection, create: "systemctl restart heart-mount", logging: "stderr" },
};

export const remoteCopy: Judged = {
  type: "command:remote:CopyToRemote",
  name: "heart-settings",
  props: {
    connection: { ...connection, host: "192.0.2.10", proxy: connection },
    remotePath: "/etc/heart.conf",
  },
};

/** The realm's flows: people come in by the broker, and give a one-time password. */
export const flows: Judged[] = [
  postLogin,
  allow,
  oneTimePassword,
  browser,
  ...browserSteps,
  closed,
  deny,
  bindings,
];

/** All of them, as they stand beside the other compliant resources. */
export const access: Judged[] = [
  realm,
  ...flows,
  broker,
  client,
  audience,
  storeClient,
  storeAudience,
  roleGroup("researcher"),
  roleGroup("checker"),
  researchers,
  checkers,
  checkerMapper,
  defaultRoles,
  machineUser,
  localCommand,
  remoteCommand,
];
