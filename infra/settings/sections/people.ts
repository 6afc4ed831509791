import { Type } from "@sinclair/typebox";
import { choice, group, list, text } from "../field";
import { accesses } from "./storage";

const person = group(
  {
    id: text("person-id", {
      description: "The person's `sub` at the upstream; for LS AAI it is on profile.aai.lifescience-ri.eu.",
      example: "4f1c9b7e2d@lifescience-ri.eu",
    }),
    name: Type.Optional(
      text("line", {
        description: "Who that is, for readers of the file; nothing is made of it.",
        example: "Grace Hopper",
        defaultIs: "none",
      }),
    ),
    bucket: text("bucket-reference", {
      description: "The bucket: its role, or role/name.",
      example: "input/imaging",
    }),
    access: choice(accesses, {
      description:
        "What the person may do there; `write` includes `read`. Somebody who is only a researcher never writes input and never reads requests, releases or audit, named or not. `write` is refused on release and audit buckets.",
      example: "read",
    }),
    until: Type.Optional(
      text("date", {
        description: "Last day of the right; not after the project's own.",
        example: "2026-12-31",
        defaultIs: "as long as the project",
      }),
    ),
  },
  {
    description: "One person and one bucket.",
    example: { id: "4f1c9b7e2d@lifescience-ri.eu", bucket: "input", access: "read" },
  },
);

/** `spe:people`: persons who are named, beside the groups. */
export const peopleSection = list(person, {
  description:
    "Persons who get a right in a bucket by name, beside what their group gives them. Needs `storage`.",
  example: [{ id: "4f1c9b7e2d@lifescience-ri.eu", bucket: "input", access: "read" }],
  default: [],
});
