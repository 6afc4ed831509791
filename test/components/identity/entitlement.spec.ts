import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Entitlement,
  entitlementPattern,
  formatEntitlement,
  nobodyPattern,
  parseEntitlement,
} from "../../../components/identity/entitlement";

const heart = "urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart#aai.lifescience-ri.eu";

/** As Keycloak does it: the whole value. In JavaScript's dialect; Java's is tried by the integration tests. */
const matches = (pattern: string, value: string): boolean => new RegExp(`^(?:${pattern})$`).test(value);
const exact = (urn: string, value: string): boolean =>
  matches(entitlementPattern(urn, { includeSubgroups: false }), value);

const word = fc.string({
  minLength: 1,
  maxLength: 6,
  unit: fc.constantFrom(..."aZ09.-_~ %:#?=+*()|[]{}^$\\/&ä漢😀'\""),
});
const group = word.filter((text) => !text.startsWith("role="));
const entitlements: fc.Arbitrary<Entitlement> = fc.record(
  {
    namespace: fc.constantFrom("geant:lifescience-ri.eu", "geant:h-df.de", "mace:egi.eu:sub"),
    groups: fc.array(group, { minLength: 1, maxLength: 4 }),
    role: word,
    authority: fc.constantFrom("aai.lifescience-ri.eu", "perun.elixir-czech.cz", "login.example.org:8443"),
  },
  { requiredKeys: ["namespace", "groups"], noNullPrototype: true },
);

describe("an entitlement", () => {
  it("is read into namespace, groups and authority", () => {
    assert.deepEqual(parseEntitlement(heart), {
      namespace: "geant:lifescience-ri.eu",
      groups: ["lifescience", "de.NBI", "heart"],
      authority: "aai.lifescience-ri.eu",
    });
  });

  it("may name a role", () => {
    assert.deepEqual(parseEntitlement(heart.replace("heart", "heart:role=checker")), {
      namespace: "geant:lifescience-ri.eu",
      groups: ["lifescience", "de.NBI", "heart"],
      role: "checker",
      authority: "aai.lifescience-ri.eu",
    });
  });

  it("may be of ELIXIR's older form", () => {
    assert.deepEqual(
      parseEntitlement("urn:geant:elixir-europe.org:group:elixir:My%20Group#perun.elixir-czech.cz"),
      {
        namespace: "geant:elixir-europe.org",
        groups: ["elixir", "My Group"],
        authority: "perun.elixir-czech.cz",
      },
    );
  });

  it("may lack the authority, which AARC-G069 deprecates", () => {
    assert.deepEqual(parseEntitlement("urn:geant:h-df.de:group:aai-admin"), {
      namespace: "geant:h-df.de",
      groups: ["aai-admin"],
    });
  });

  it("has a normal form: namespace in lower case, upper-case escapes", () => {
    assert.equal(
      formatEntitlement(
        parseEntitlement("UrN:Geant:ExAmPlE.oRg:group:Minun%20Ryhm%c3%a4ni (2)#a.example.org"),
      ),
      "urn:geant:example.org:group:Minun%20Ryhm%C3%A4ni%20%282%29#a.example.org",
    );
  });

  it("survives being written and read", () => {
    fc.assert(
      fc.property(entitlements, (it) => assert.deepEqual(parseEntitlement(formatEntitlement(it)), it)),
    );
  });

  const wrong: [string, string][] = [
    ["", `must begin with "urn:"`],
    ["group:heart", `must begin with "urn:"`],
    [`${heart} `, "must not begin or end with white space"],
    [`${heart}#b`, `has more than one "#"`],
    [`${heart}#`, `has more than one "#"`],
    ["urn:geant:lifescience-ri.eu:group:a#", `must name its authority after "#" as a host name, got ""`],
    [
      "urn:geant:lifescience-ri.eu:group:a#b c",
      `must name its authority after "#" as a host name, got "b c"`,
    ],
    ["urn:geant:lifescience-ri.eu:res:a#b", `must contain ":group:"`],
    ["urn:geant:lifescience-ri.eu:GROUP:a#b", `must contain ":group:"`],
    ["urn:group:a#b", `must name its namespace between "urn:" and ":group:", got ""`],
    ["urn:geant:group:a#b", `must name its namespace between "urn:" and ":group:", got "geant"`],
    ["urn:geant:lifescience-ri.eu:group:#b", "has an empty group"],
    ["urn:geant:lifescience-ri.eu:group:a::b#c", "has an empty group"],
    ["urn:geant:lifescience-ri.eu:group:a:role=#c", "has an empty role"],
    ["urn:geant:lifescience-ri.eu:group:role=x#c", "names a role but no group"],
    ["urn:geant:lifescience-ri.eu:group:a:role=x:b#c", "may name a role only once, at its end"],
    ["urn:geant:lifescience-ri.eu:group:a:role%3Dx:b#c", "may name a role only once, at its end"],
    [
      "urn:geant:lifescience-ri.eu:group:50%#c",
      `contains "%" that does not begin a UTF-8 character, in "50%"`,
    ],
    [
      "urn:geant:lifescience-ri.eu:group:%ff#c",
      `contains "%" that does not begin a UTF-8 character, in "%ff"`,
    ],
    ["urn:geant:lifescience-ri.eu:group:a%0Ab#c", "contains a control character"],
  ];
  for (const [urn, problem] of wrong) {
    it(`is refused as ${JSON.stringify(urn)}`, () => {
      assert.throws(() => parseEntitlement(urn), {
        message: `entitlement "${urn}" ${problem}; for example ${heart}`,
      });
    });
  }
});

describe("the pattern of an entitlement", () => {
  it("is exact, with every character of its own escaped", () => {
    assert.equal(
      entitlementPattern(heart, { includeSubgroups: false }),
      String.raw`[uU][rR][nN]:[gG][eE][aA][nN][tT]:[lL][iI][fF][eE][sS][cC][iI][eE][nN][cC][eE]-[rR][iI]\.[eE][uU]:group:lifescience:de\.NBI:heart#aai\.lifescience-ri\.eu`,
    );
  });

  it("matches what the entitlement is written as, in any allowed way", () => {
    const spaced = "urn:geant:lifescience-ri.eu:group:Heart%20%26%20Lungs%20(%C3%A4)#aai.lifescience-ri.eu";
    for (const same of [
      spaced,
      "URN:GEANT:LifeScience-RI.eu:group:Heart%20%26%20Lungs%20%28%c3%a4%29#aai.lifescience-ri.eu",
      "urn:geant:lifescience-ri.eu:group:Heart & Lungs (ä)#aai.lifescience-ri.eu",
    ])
      assert.ok(exact(spaced, same), same);
  });

  const lookAlikes = {
    "another group that begins alike": heart.replace("heart", "heart-2"),
    "a group inside": heart.replace("heart", "heart:imaging"),
    "the group around": heart.replace(":heart", ""),
    "a role in the group": heart.replace("heart", "heart:role=manager"),
    "another case of the group": heart.replace("heart", "Heart"),
    "a prefix": `x${heart}`,
    "a suffix": `${heart}.evil`,
    "another authority": heart.replace("#aai.", "#evil."),
    "a character for the dot": heart.replace("de.NBI", "dexNBI"),
    "no authority": heart.replace(/#.*/, ""),
    "a line break": `${heart}\n`,
    "two values in one": `${heart},${heart}`,
    "an encoded colon": heart.replace(":heart", "%3Aheart"),
    nothing: "",
  };
  for (const [what, value] of Object.entries(lookAlikes)) {
    it(`does not match ${what}`, () => {
      assert.equal(exact(heart, value), false);
      // nor does a wrong value of it match the right one
      assert.equal(matches(nobodyPattern, value), false);
    });
  }

  it("of a role matches that role alone", () => {
    const checker = heart.replace("heart", "heart:role=checker");
    assert.ok(exact(checker, checker));
    assert.equal(exact(checker, heart), false);
    assert.equal(exact(checker, heart.replace("heart", "heart:role=checkers")), false);
    assert.equal(exact(checker, heart.replace("heart", "heart:imaging:role=checker")), false);
  });

  it("of an entitlement without an authority does not match one that names any", () => {
    const bare = heart.replace(/#.*/, "");
    assert.ok(exact(bare, bare));
    assert.equal(exact(bare, heart), false);
  });

  it("includes groups inside when asked, with the same role and no other", () => {
    const within = entitlementPattern(heart, { includeSubgroups: true });
    assert.ok(matches(within, heart));
    assert.ok(matches(within, heart.replace("heart", "heart:imaging:mri")));
    assert.equal(matches(within, heart.replace("heart", "heart:role=manager")), false);
    assert.equal(matches(within, heart.replace("heart", "heart:imaging:role=manager")), false);
    assert.equal(matches(within, heart.replace("heart", "heart-2")), false);
    const managers = entitlementPattern(heart.replace("heart", "heart:role=manager"), {
      includeSubgroups: true,
    });
    assert.ok(matches(managers, heart.replace("heart", "heart:imaging:role=manager")));
    assert.equal(matches(managers, heart.replace("heart", "heart:imaging")), false);
  });

  it("matches its own entitlement and none that differs, whatever the names", () => {
    fc.assert(
      fc.property(entitlements, entitlements, (own, other) => {
        const urn = formatEntitlement(own);
        assert.ok(exact(urn, urn));
        assert.equal(exact(urn, `x${urn}`), false);
        assert.equal(exact(urn, `${urn}.evil`), false);
        assert.equal(exact(urn, formatEntitlement({ ...own, groups: [...own.groups, "inside"] })), false);
        assert.equal(exact(urn, formatEntitlement({ ...own, role: `${own.role ?? ""}x` })), false);
        assert.equal(exact(urn, formatEntitlement(other)), formatEntitlement(other) === urn);
      }),
    );
  });
});
