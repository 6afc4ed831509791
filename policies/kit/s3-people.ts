/** Whether a statement of a role policy, which every user of the role has, is limited to certain people. */
import { onlyLists, resourceParts } from "./s3-match";
import type { Condition, Statement } from "./s3-policy";

/** Claims that name one person; `name` and `email` may be shared, `jwt:groups` in a variable is the first group only. */
const person = String.raw`\$\{jwt:(?:sub|upn|preferred_username)\}`;
const personKeys = ["jwt:sub", "jwt:upn", "jwt:preferred_username"];

/** A path whose first pattern comes after a segment that is the person: `${jwt:sub}/*`, not `${jwt:sub}*`. */
const personalPath = new RegExp(`^(?:[^*?$]*/)?${person}/`);

/** Whether each Allow of it is for certain people: by condition on claims, by prefix of listings, or by the paths it names. */
export function isLimitedToPeople({ actions, resources, conditions }: Statement): boolean {
  return (
    conditions.some(limitsClaim) ||
    // MinIO takes s3:prefix from the query of any request, so it limits nothing but listings
    (actions.length > 0 && actions.every(onlyLists) && conditions.some(limitsPrefix)) ||
    (resources.length > 0 &&
      resources.every((resource) => personalPath.test(resourceParts(resource).path ?? "")))
  );
}

/** The values of the conditions that let in only members of groups, one list for each condition that must hold. */
export const groupLimits = ({ conditions }: Statement): string[][] =>
  conditions
    .filter((condition) => condition.key === "jwt:groups" && limitsClaim(condition))
    .map(({ values }) => values);

function limitsClaim(condition: Condition): boolean {
  return [...personKeys, "jwt:groups"].includes(condition.key) && mustMatch(condition, namesOne);
}

const limitsPrefix = (condition: Condition): boolean =>
  condition.key === "s3:prefix" && mustMatch(condition, (value) => personalPath.test(value));

/** Whether a condition holds only for one of its values, and each value is right. */
function mustMatch(
  { operator, set, values }: Condition,
  right: (value: string, operator: string) => boolean,
) {
  return (
    // ForAllValues holds for a token that has no such claim at all
    set !== "ForAllValues" &&
    ["StringEquals", "StringLike"].includes(operator) &&
    values.length > 0 &&
    values.every((value) => right(value, operator))
  );
}

/** Whether a value names one person or group, or what is inside one group (`/heart/*`); a variable names whoever asks. */
function namesOne(value: string, operator: string): boolean {
  const name = operator === "StringLike" ? value.replace(/\/\*$/, "") : value;
  return name !== "" && !name.includes("${") && !(operator === "StringLike" && /[*?]/.test(name));
}
