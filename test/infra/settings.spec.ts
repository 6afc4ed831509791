import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSettings, serverAddresses } from "../../infra/settings";
import { asSite, onSite, rightServers } from "./settings/right-servers";
import { changed, entitlement, inFull, problemsOf, right, root } from "./settings/right-settings";

describe("parseSettings", () => {
  it("takes a right file", () => assert.deepEqual(problemsOf(right()), []));

  it("takes a right file of a site's servers", () => {
    assert.deepEqual(problemsOf(changed(asSite)), []);
    const { store, keycloak } = rightServers;
    const { size: _size, dataGib: _gib, auditUrl: _audit, ...least } = store;
    const input = changed({
      ...asSite,
      "servers.store": least,
      "servers.keycloak": { distribution: keycloak.distribution },
    });
    const { servers } = parseSettings(input);
    assert.deepEqual(servers?.store, { ...least, size: "medium", dataGib: 20 });
    assert.deepEqual(servers?.keycloak, { distribution: keycloak.distribution, size: "medium", dataGib: 20 });
  });

  it("takes from the servers' stack what a project leaves out, and from nowhere where it is not asked", () => {
    const servers = serverAddresses("servers.site.example", "site-2026", "10.30.0.0/24");
    const taken = parseSettings(changed(onSite), servers);
    assert.deepEqual(taken.identity?.keycloak, {
      url: "https://servers.site.example",
      adminRealm: "master",
      clientId: "spe-provisioner",
    });
    assert.deepEqual(taken.storage?.server, {
      url: "https://servers.site.example:9000",
      consoleUrl: "https://servers.site.example:9001",
      machinesUrl: "https://servers.site.example:9000",
      kmsKey: "site-2026",
      edgeRange: "10.30.0.0/24",
      region: "",
    });
    assert.equal(parseSettings(changed(onSite)).storage?.server.url, "https://servers-of-site.invalid:9000");
  });

  it("asks for no ranges at tier 3 where the servers' stack has them", () => {
    assert.deepEqual(problemsOf(changed({ ...onSite, "project.tier": 3 })), []);
  });

  it("fills in every default", () => {
    assert.deepEqual(parseSettings({ project: right().project, site: right().site }), {
      project: { ...right().project, manager: "dc@hospital.example" },
      site: { ...right().site, sourceRanges: [] },
      people: [],
    });
    const { identity, storage } = parseSettings(
      changed({ "identity.clients": undefined, "storage.serviceAccounts": undefined }),
    );
    assert.deepEqual(identity, {
      keycloak: { url: "https://login.site.example", adminRealm: "master", clientId: "spe-provisioner" },
      realm: "heart",
      upstream: {
        alias: "ls-aai",
        displayName: "Life Science Login",
        issuer: "https://login.aai.lifescience-ri.eu/oidc/",
        authorizationUrl: "https://login.aai.lifescience-ri.eu/oidc/authorize",
        tokenUrl: "https://login.aai.lifescience-ri.eu/oidc/token",
        userInfoUrl: "https://login.aai.lifescience-ri.eu/oidc/userinfo",
        jwksUrl: "https://login.aai.lifescience-ri.eu/oidc/jwk",
        logoutUrl: "https://login.aai.lifescience-ri.eu/oidc/endsession",
        clientId: "4071",
        scopes: ["openid", "profile", "email", "eduperson_entitlement"],
      },
      groups: right().identity.groups.map((group) => ({ ...group, includeSubgroups: false })),
      secondFactor: { by: "realm" },
      sessions: { tokenMinutes: 10, idleMinutes: 30, maxHours: 8 },
      eventsDays: 730,
      clients: [],
    });
    assert.deepEqual(storage, {
      server: {
        ...right().storage.server,
        machinesUrl: "https://s3.site.example",
        region: "",
        kmsKey: "spe-heart",
      },
      buckets: [
        { role: "input" },
        { role: "input", name: "imaging" },
        { role: "scratch", quota: "500 GiB" },
        { role: "egress-request", retentionDays: 90 },
        { role: "release", retentionDays: 365 },
        { role: "audit", retentionDays: 730 },
      ],
      prefix: "subject",
      listNames: false,
      serviceAccounts: [],
    });
  });

  const byTier = [
    { secondFactor: "none", sessions: [15, 60, 12], eventsDays: 365, retention: [30, 30, 365] },
    { secondFactor: "none", sessions: [15, 30, 10], eventsDays: 365, retention: [30, 90, 365] },
    { secondFactor: "realm", sessions: [10, 30, 8], eventsDays: 730, retention: [90, 365, 730] },
    { secondFactor: "realm", sessions: [5, 15, 4], eventsDays: 1095, retention: [180, 730, 1095] },
  ];
  for (const [tier, expected] of byTier.entries()) {
    it(`has the defaults of tier ${tier}`, () => {
      const sourceRanges = tier === 3 ? ["192.0.2.0/24"] : [];
      const settings = parseSettings(changed({ "project.tier": tier, "site.sourceRanges": sourceRanges }));
      const [tokenMinutes, idleMinutes, maxHours] = expected.sessions;
      assert.deepEqual(
        {
          secondFactor: settings.identity?.secondFactor,
          sessions: settings.identity?.sessions,
          eventsDays: settings.identity?.eventsDays,
          retention: settings.storage?.buckets.slice(3).map(({ retentionDays }) => retentionDays),
          prefix: settings.storage?.prefix,
          listNames: settings.storage?.listNames,
        },
        {
          secondFactor: { by: expected.secondFactor },
          sessions: { tokenMinutes, idleMinutes, maxHours },
          eventsDays: expected.eventsDays,
          retention: expected.retention,
          prefix: "subject",
          listNames: false,
        },
      );
    });
  }

  const taken: [what: string, changes: Record<string, unknown>][] = [
    ["a client id that YAML read as a number", { "identity.upstream.clientId": 4071 }],
    ["an upstream in full", { "identity.upstream": inFull }],
    ["identity without storage", { storage: undefined, people: undefined, "identity.clients": undefined }],
    [
      "an empty list of people without storage",
      { storage: undefined, people: [], "identity.clients": undefined },
    ],
    ["a day that has passed, which the policy pack judges", { "project.expires": "2001-01-01" }],
    [
      "an entitlement of the time of ELIXIR",
      {
        "identity.groups[0].entitlement":
          "urn:geant:elixir-europe.org:group:elixir:heart#perun.elixir-czech.cz",
      },
    ],
    ["a right that ends with the project", { "people[0].until": "2027-06-30" }],
    [
      "no release without requests to check",
      {
        "storage.buckets": ["input"],
        "storage.serviceAccounts": [],
        "identity.groups[1]": { entitlement: entitlement("heart:b"), role: "manager" },
      },
    ],
    ["any upstream's person", { "identity.upstream": inFull, "people[0].id": "0f3c1b52-7b5e-4c55" }],
  ];
  for (const [what, changes] of taken)
    it(`takes ${what}`, () => assert.deepEqual(problemsOf(changed(changes)), []));

  it("writes a client id as text", () => {
    assert.equal(
      parseSettings(changed({ "identity.upstream.clientId": 4071 })).identity?.upstream.clientId,
      "4071",
    );
  });

  it("asks LS AAI for the assurance only where it is read", () => {
    const secondFactor = {
      by: "upstream",
      claim: "eduperson_assurance",
      value: "https://refeds.org/profile/mfa",
    };
    const { identity } = parseSettings(changed({ "identity.secondFactor": secondFactor }));
    assert.deepEqual(identity?.upstream.scopes, [
      "openid",
      "profile",
      "email",
      "eduperson_entitlement",
      "eduperson_assurance",
    ]);
    assert.deepEqual(identity?.secondFactor, secondFactor);
  });

  it("does not change what it is given", () => {
    const input = right();
    parseSettings(input);
    assert.deepEqual(input, right());
  });

  it("takes a section that is undefined for one that is left out", () => {
    assert.deepEqual(
      problemsOf({ ...right(), storage: undefined, people: undefined, identity: undefined }),
      [],
    );
  });
});

describe("infra/settings", () => {
  it("loads no package of Pulumi, so that a check does not wait for it", () => {
    const files = new Set<string>();
    const packages = new Set<string>();
    const follow = (file: string) => {
      if (files.has(file)) return;
      files.add(file);
      for (const [, from = ""] of readFileSync(file, "utf8").matchAll(
        /^(?:import|export) (?!type )[^;]*?from "([^"]+)"/gm,
      )) {
        if (from.startsWith(".")) follow(sourceOf(path.resolve(path.dirname(file), from)));
        else packages.add(from);
      }
    };
    follow(path.join(root, "infra/settings.ts"));
    assert.deepEqual([...packages].sort(), ["@sinclair/typebox", "ipaddr.js", "node:crypto"]);
  });
});

const sourceOf = (module: string): string =>
  existsSync(`${module}.ts`) ? `${module}.ts` : path.join(module, "index.ts");
