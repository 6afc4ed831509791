import { Type } from "@sinclair/typebox";
import type { Tier } from "../../../components/five-safes";
import { choice, group, text } from "../field";

const tiers = [0, 1, 2, 3] as const satisfies readonly Tier[];

/** `spe:project`: which research project the environment is for. */
export const projectSection = group(
  {
    id: text("project-id", {
      description:
        "Begins the name of everything that is made: realm, groups, buckets, policies. Cannot be changed later.",
      example: "heart",
    }),
    title: text("line", {
      description: "What people see on the login page and in the registration at LS AAI.",
      example: "Heart failure cohort",
    }),
    tier: choice(tiers, {
      description:
        "How sensitive the data is: 0 open, 1 internal, 2 personal data, 3 most sensitive. Sets the defaults and the limits below.",
      example: 2,
    }),
    dataController: text("email", {
      description: "Who answers for the data under data protection law.",
      example: "dc@hospital.example",
    }),
    manager: Type.Optional(
      text("email", {
        description: "Who runs the project day to day; on the label of every resource that takes one.",
        example: "pi@hospital.example",
        defaultIs: "the data controller",
      }),
    ),
    permit: text("line", {
      description: "Reference of the data permit or the approval that the project stands on.",
      example: "EHDS-2026-0042",
    }),
    expires: text("date", {
      description: "Last day of the permit. The policy pack refuses an environment whose day has passed.",
      example: "2027-06-30",
    }),
  },
  {
    description:
      "Which research project the environment is for, how sensitive its data is and until when it may run.",
    example: {
      id: "heart",
      title: "Heart failure cohort",
      tier: 2,
      dataController: "dc@hospital.example",
      permit: "EHDS-2026-0042",
      expires: "2027-06-30",
    },
  },
);
