import { type Judged, unknown, urnOf } from "../../../policies/judge";
import { realmSecondFactor } from "../../../policies/safe-people/realm-second-factor";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import {
  allow,
  bindings,
  broker,
  browser,
  client,
  cookie,
  deny,
  flows,
  oneTimePassword,
  postLogin,
  realm,
  samlBroker,
  step,
} from "../compliant-access";

const login = [realm, ...flows, broker, samlBroker, client];

/** The login with one resource in another one's place, or without it. */
const instead = (of: Judged, ...by: Judged[]): Judged[] => login.flatMap((it) => (it === of ? by : [it]));

const oneFactor = (alias: string) =>
  `broker "${alias}" lets people in with one factor by the flow "spe post-login"; make auth-otp-form REQUIRED there, or refuse whoever's assurance does not say that the upstream asked for two`;
const both = [oneFactor("ls-aai"), oneFactor("university")];
const openRealm = (flow: string) =>
  `realm "heart" lets people in with one factor by the flow "${flow}"; bind a browserFlow that leads to the broker or asks for a second factor`;
const openClient = (by: string) =>
  `client "heart-portal" lets people in with one factor by ${by}; bind a browserId that leads to the broker or asks for a second factor`;

/** The refusal of whoever the upstream did not ask for a second factor. */
const condition = step("mfa-condition", "spe mfa", "REQUIRED", "conditional-user-attribute");
const conditionConfig: Judged = {
  type: "keycloak:authentication/executionConfig:ExecutionConfig",
  name: "heart-realm-mfa-condition-config",
  props: {
    realmId: "heart",
    executionId: "mfa-condition-id",
    config: {
      attribute_name: "lsaai_assurance",
      attribute_expected_value: "https://refeds.org/profile/mfa",
      regex: "false",
      not: "true",
      include_group_attributes: "false",
    },
  },
};
const refusal = step("mfa", "spe post-login", "CONDITIONAL");
const refusalDeny = step("mfa-deny", "spe mfa", "REQUIRED", "deny-access-authenticator");
const mapper: Judged = {
  type: "keycloak:index/customIdentityProviderMapping:CustomIdentityProviderMapping",
  name: "heart-realm-from-upstream-assurance",
  props: {
    realm: "heart",
    identityProviderAlias: "ls-aai",
    identityProviderMapper: "oidc-user-attribute-idp-mapper",
    extraConfig: { syncMode: "FORCE", claim: "eduperson_assurance", "user.attribute": "lsaai_assurance" },
  },
};
const upstreamLogin = [
  ...login.filter((it) => it !== oneTimePassword && it !== samlBroker),
  refusal,
  condition,
  conditionConfig,
  refusalDeny,
  mapper,
];
const upstreamInstead = (of: Judged, ...by: Judged[]): Judged[] =>
  upstreamLogin.flatMap((it) => (it === of ? by : [it]));

describe("safe-people-realm-second-factor", () => {
  it("holds where the realm asks for a one-time password after each login at the upstream", async () => {
    await holds(realmSecondFactor, login);
  });

  it("holds for a choice of second factors", async () => {
    await holds(realmSecondFactor, [
      ...instead(oneTimePassword, step("choice", "spe post-login", "REQUIRED")),
      step("otp", "spe choice", "ALTERNATIVE", "auth-otp-form"),
      step("key", "spe choice", "ALTERNATIVE", "webauthn-authenticator"),
    ]);
  });

  it("holds where the realm refuses whom the upstream did not ask for a second factor", async () => {
    await holds(realmSecondFactor, upstreamLogin);
    const config = { secondFactorValues: ["loa-high"] };
    const text = { ...(conditionConfig.props?.config as object), attribute_expected_value: "loa-high" };
    await holds(
      realmSecondFactor,
      upstreamInstead(conditionConfig, changed(conditionConfig, { config: text })),
      {
        config,
      },
    );
  });

  it("holds for what one factor opens below tier 2, by the label or the configuration", async () => {
    const open = instead(oneTimePassword);
    await holds(realmSecondFactor, open, { config: { tier: 1 } });
    const labelled = changed(realm, { attributes: { "spe.tier": "0" } });
    await holds(
      realmSecondFactor,
      open.map((it) => (it === realm ? labelled : it)),
    );
  });

  const weaker: [string, Judged[]][] = [
    ["none", []],
    ["a disabled one", [changed(oneTimePassword, { requirement: undefined })]],
    [
      "one that is an alternative beside what is required",
      [changed(oneTimePassword, { requirement: "ALTERNATIVE" })],
    ],
    ["a password", [changed(oneTimePassword, { authenticator: "auth-password-form" })]],
    ["one in a flow of another realm", [changed(oneTimePassword, { realmId: "lungs" })]],
    [
      "one for those who have one",
      [
        step("maybe", "spe post-login", "CONDITIONAL"),
        changed(oneTimePassword, { parentFlowAlias: "spe maybe" }),
      ],
    ],
    [
      "one that is one of two ways",
      [
        step("choice", "spe post-login", "REQUIRED"),
        changed(oneTimePassword, { parentFlowAlias: "spe choice", requirement: "ALTERNATIVE" }),
        step("password", "spe choice", "ALTERNATIVE", "auth-password-form"),
      ],
    ],
  ];
  for (const [name, steps] of weaker)
    it(`reports brokers whose flow asks for ${name}`, async () => {
      await reports(realmSecondFactor, instead(oneTimePassword, ...steps), both);
    });

  it("reports a realm without a tier as one of tier 3", async () => {
    const unlabelled = login.filter((it) => it !== oneTimePassword && it !== realm);
    await reports(realmSecondFactor, [...unlabelled, changed(realm, { attributes: undefined })], both);
    await reports(realmSecondFactor, unlabelled, both);
  });

  for (const [alias, found] of [
    [undefined, "no flow"],
    ["", "no flow"],
    ["first broker login", '"first broker login", which is no flow of this stack,'],
  ])
    it(`reports a broker that runs ${found} after a login`, async () => {
      await reports(
        realmSecondFactor,
        instead(broker, changed(broker, { postBrokerLoginFlowAlias: alias })),
        [
          `broker "ls-aai" runs ${found} after a login; set postBrokerLoginFlowAlias to one that asks for a second factor`,
        ],
      );
    });

  it("leaves out a broker that is off", async () => {
    const off = changed(broker, { postBrokerLoginFlowAlias: undefined, enabled: false });
    await holds(realmSecondFactor, instead(broker, off));
  });

  const config = (changes: Record<string, string>): [Judged, Judged] => [
    conditionConfig,
    changed(conditionConfig, { config: { ...(conditionConfig.props?.config as object), ...changes } }),
  ];
  const noAssurance: [string, [Judged, ...Judged[]]][] = [
    ["denies nobody", [refusalDeny]],
    ["has no condition", [condition]],
    [
      "has a second condition",
      [condition, condition, step("and", "spe mfa", "REQUIRED", "conditional-user-role")],
    ],
    ["is another condition", [condition, changed(condition, { authenticator: "conditional-user-role" })]],
    ["is not configured", [conditionConfig]],
    ["is not negated", config({ not: "false" })],
    ["looks at something else", config({ attribute_name: "username" })],
    ["wants another value", config({ attribute_expected_value: "https://refeds.org/assurance/IAP/low" })],
    ["takes a group's attribute", config({ include_group_attributes: "true" })],
    ["has no mapper", [mapper]],
    ["has another broker's mapper", [mapper, changed(mapper, { identityProviderAlias: "university" })]],
    [
      "has a mapper that acts at the first login only",
      [
        mapper,
        changed(mapper, { extraConfig: { ...(mapper.props?.extraConfig as object), syncMode: "IMPORT" } }),
      ],
    ],
  ];
  for (const [name, [of, ...by]] of noAssurance)
    it(`reports a refusal by the upstream's assurance that ${name}`, async () => {
      await reports(realmSecondFactor, upstreamInstead(of, ...by), [oneFactor("ls-aai")]);
    });

  it("takes the provider's own mapper, with the broker's syncMode", async () => {
    const importer: Judged = {
      type: "keycloak:index/attributeImporterIdentityProviderMapper:AttributeImporterIdentityProviderMapper",
      name: "assurance",
      props: {
        realm: "heart",
        identityProviderAlias: "ls-aai",
        claimName: "acr",
        userAttribute: "lsaai_assurance",
        extraConfig: { syncMode: "INHERIT" },
      },
    };
    await holds(realmSecondFactor, upstreamInstead(mapper, importer));
  });

  it("reports a realm whose browser flow is Keycloak's own, or unknown to the stack", async () => {
    for (const [by, name] of [
      [[], "browser"],
      [[changed(bindings, { browserFlow: undefined })], "browser"],
      [[changed(bindings, { browserFlow: "legacy" })], "legacy"],
    ] as [Judged[], string][])
      await reports(realmSecondFactor, instead(bindings, ...by), [openRealm(name)]);
  });

  it("takes the binding that stands in the realm itself", async () => {
    const bound = login.filter((it) => it !== bindings && it !== realm);
    await holds(realmSecondFactor, [...bound, changed(realm, { browserFlow: "spe closed" })]);
  });

  it("holds for Keycloak's own browser flow where everyone must set up a second factor", async () => {
    const action: Judged = {
      type: "keycloak:index/requiredAction:RequiredAction",
      name: "totp",
      props: { realmId: "heart", alias: "CONFIGURE_TOTP", enabled: true, defaultAction: true },
    };
    await holds(realmSecondFactor, instead(bindings, action));
    await reports(realmSecondFactor, instead(bindings, changed(action, { defaultAction: false })), [
      openRealm("browser"),
    ]);
  });

  it("reports browser flows that take a password alone", async () => {
    const password = changed(cookie, { authenticator: "auth-username-password-form" });
    await reports(realmSecondFactor, instead(cookie, cookie, password), [
      openClient('the flow "spe browser"'),
    ]);
    await reports(realmSecondFactor, instead(deny, changed(deny, { authenticator: "auth-username-form" })), [
      openRealm("spe closed"),
    ]);
  });

  it("reports a client whose flow is not of the stack, and leaves out one that binds none", async () => {
    await reports(
      realmSecondFactor,
      instead(client, changed(client, { authenticationFlowBindingOverrides: { browserId: "legacy-id" } })),
      [openClient("a flow that is not of this stack")],
    );
    await holds(
      realmSecondFactor,
      instead(client, changed(client, { authenticationFlowBindingOverrides: {} })),
    );
  });

  it("tells flows and configurations from their dependencies while ids are unknown", async () => {
    const pending = {
      ...changed(client, { authenticationFlowBindingOverrides: { browserId: unknown } }),
      dependencies: { authenticationFlowBindingOverrides: [urnOf(browser.type, browser.name)] },
    };
    await holds(realmSecondFactor, instead(client, pending));
    const pendingConfig = {
      ...changed(conditionConfig, { executionId: unknown }),
      dependencies: { executionId: [urnOf(condition.type, condition.name)] },
    };
    await holds(realmSecondFactor, upstreamInstead(conditionConfig, pendingConfig));
  });

  it("does not go round in a flow that is its own step", async () => {
    const loop = step("loop", "spe loop", "REQUIRED");
    await reports(
      realmSecondFactor,
      [...instead(oneTimePassword), loop, changed(loop, { parentFlowAlias: "spe post-login" })],
      both,
    );
  });

  it("cannot be judged while a part is unknown, and still reports the rest", async () => {
    await cannotJudge(
      realmSecondFactor,
      instead(allow, changed(allow, { requirement: unknown })),
      "requirement",
    );
    const pending = changed(broker, { postBrokerLoginFlowAlias: unknown });
    const open = instead(broker, pending).filter((it) => it !== oneTimePassword);
    await cannotJudge(realmSecondFactor, open, "postBrokerLoginFlowAlias", [oneFactor("university")]);
    await cannotJudge(
      realmSecondFactor,
      [postLogin, broker, changed(realm, { attributes: unknown })],
      "attributes",
    );
  });
});
