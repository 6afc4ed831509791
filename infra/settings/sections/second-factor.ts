import { type About, choice, group, oneOf, text } from "../field";
import { secondFactorDefaults } from "../tiers";

const ways = ["none", "realm", "upstream"] as const;

/** One way of asking; a wrong one is told of all of them. */
const asked = <const Way extends (typeof ways)[number]>(by: Way, about: About) =>
  choice([by], { ...about, allowed: `one of ${ways.join(", ")}` });

/** `identity.secondFactor`: who asks for it. */
export const secondFactor = oneOf(
  [
    group(
      { by: asked("none", { description: "Nobody asks for one. Refused from tier 2.", example: "none" }) },
      { title: "`by: none`", description: "No second factor.", example: { by: "none" } },
    ),
    group(
      {
        by: asked("realm", {
          description: "The realm does: people set up a one-time password at their first login.",
          example: "realm",
        }),
      },
      { title: "`by: realm`", description: "The realm asks.", example: { by: "realm" } },
    ),
    group(
      {
        by: asked("upstream", {
          description: "The upstream does, and says so in a claim; whoever comes without it is refused.",
          example: "upstream",
        }),
        claim: text("scope", { description: "Claim that says so.", example: "eduperson_assurance" }),
        value: text("line", {
          description: "Value that the claim must hold.",
          example: "https://refeds.org/profile/mfa",
        }),
      },
      {
        title: "`by: upstream`",
        description: "The upstream asks.",
        example: { by: "upstream", claim: "eduperson_assurance", value: "https://refeds.org/profile/mfa" },
      },
    ),
  ],
  (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const way = ways.findIndex((it) => "by" in value && it === value.by);
    return way >= 0 ? way : ways.indexOf("claim" in value ? "upstream" : "realm");
  },
  {
    description: "Who asks people for a second factor.",
    example: { by: "upstream", claim: "eduperson_assurance", value: "https://refeds.org/profile/mfa" },
    byTier: secondFactorDefaults,
    allowed: "one of { by: none }, { by: realm }, { by: upstream, claim: …, value: … }",
  },
);
