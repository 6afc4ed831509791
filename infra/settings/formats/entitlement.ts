import { parseEntitlement } from "../../../components/identity/entitlement";
import type { Format } from "./format";

const allowed =
  "an AARC-G069 entitlement: urn:<namespace>:group:<group>[:<subgroup>…][:role=<role>]#<authority>";

/** Membership of a group as the upstream spells it. */
export const entitlement: Format = {
  allowed,
  refuse(text) {
    try {
      parseEntitlement(text);
      return undefined;
    } catch (error) {
      return { allowed: `${allowed}; this one ${reason(error, text)}` };
    }
  },
};

/** The parser's reason without the text and the example, which a problem shows anyway. */
function reason(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(`entitlement "${text}" `, "").replace(/; for example .*$/s, "");
}
