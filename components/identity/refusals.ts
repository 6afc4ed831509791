/** Why a person who has logged in at the upstream is still refused: plain data that the login flows are built from. */
import { attributes } from "./person-attributes";

/**
 * Where the second factor is asked for: nowhere; by the realm (a one-time password, set up at the first login); or by
 * the upstream, which must say so with a value of a claim (`eduperson_assurance` with `https://refeds.org/profile/mfa`).
 */
export type SecondFactor =
  | { by: "none" }
  | { by: "realm" }
  | { by: "upstream"; claim: string; value: string };

/** One reason to refuse, in the words of Keycloak's conditional authenticators. */
export interface Refusal {
  /** What is refused, part of the names of its resources. */
  role: string;
  /** Condition that holds for those who are refused. */
  condition: string;
  config: Record<string, string>;
  /** What the page says: why, and what to do. */
  message: string;
}

/** Realm role that the project's group gives to all its members. */
export const memberRole = "project-member";

/** User names that are harmless in an S3 policy, where `*` and `?` would act as wildcards. */
export const userNamePattern = "^[a-z0-9][a-z0-9._@-]{1,63}$";

/** The refusals of a realm, in the order in which people are told. */
export function refusals(args: { title: string; manager: string; secondFactor: SecondFactor }): Refusal[] {
  const { title, manager, secondFactor } = args;
  const ask = `Please write to ${manager}.`;
  const list: Refusal[] = [
    {
      role: "no-project",
      condition: "conditional-user-role",
      config: { condUserRole: memberRole, negate: "true" },
      message: `You are not a member of the project "${title}". If you should be, its manager can add you. ${ask}`,
    },
    {
      role: "user-name",
      condition: "conditional-user-attribute",
      config: {
        attribute_name: "username",
        attribute_expected_value: userNamePattern,
        regex: "true",
        not: "true",
        include_group_attributes: "false",
      },
      message: `Your user name has characters that the project "${title}" cannot use: only a-z, 0-9 and . _ @ - are allowed. ${ask}`,
    },
  ];
  if (secondFactor.by === "upstream") {
    list.push({
      role: "second-factor",
      condition: "conditional-user-attribute",
      config: {
        attribute_name: attributes.assurance,
        attribute_expected_value: secondFactor.value,
        regex: "false",
        not: "true",
        include_group_attributes: "false",
      },
      message: `The project "${title}" needs a login with a second factor. Set one up at your login service, then log in again with it.`,
    });
  }
  return list;
}
