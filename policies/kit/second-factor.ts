/** Whether a login flow lets nobody through without a second factor. */
import type { FlowPart } from "./login-flow";
import { mayBeOn } from "./value";

/** What asks for a second factor itself; a WebAuthn key without password is two. */
const factors = ["auth-otp-form", "webauthn-authenticator", "webauthn-authenticator-passwordless"];

/** What lets in nobody who has not been let in by a broker. */
const brokered = [
  "auth-cookie",
  "identity-provider-redirector",
  "allow-access-authenticator",
  "deny-access-authenticator",
];

/** Whether the steps ask everyone for a second factor: one of those that must succeed does, or each of the alternatives. */
export function asksForFactor(parts: readonly FlowPart[]): boolean {
  const asks = ({ authenticator, parts: inner }: FlowPart): boolean =>
    factors.includes(authenticator) || asksForFactor(inner);
  if (parts.some((part) => part.requirement === "REQUIRED" && asks(part))) return true;
  // beside others, alternatives do not count
  return parts.length > 0 && parts.every((part) => part.requirement === "ALTERNATIVE" && asks(part));
}

/** Whether the steps refuse whomever the upstream did not ask for a second factor, so that `isAssurance` fails. */
export const refusesWithoutFactor = (
  parts: readonly FlowPart[],
  isAssurance: (condition: FlowPart) => boolean,
): boolean =>
  parts.some(({ requirement, parts: inner }) => {
    if (requirement === "REQUIRED") return refusesWithoutFactor(inner, isAssurance);
    // any further condition would let some of them through
    const [condition, ...more] = inner.filter(({ authenticator }) =>
      authenticator.startsWith("conditional-"),
    );
    return (
      requirement === "CONDITIONAL" &&
      condition !== undefined &&
      more.length === 0 &&
      refuses(inner) &&
      isAssurance(condition)
    );
  });

/** Whether a condition holds for those in whom an attribute lacks one of the values. */
export function isAssuranceOf(
  { authenticator, config }: FlowPart,
  attributes: readonly string[],
  values: readonly string[],
): boolean {
  if (authenticator !== "conditional-user-attribute") return false;
  const { attribute_name, attribute_expected_value, not, include_group_attributes } = config();
  return (
    attributes.includes(attribute_name ?? "") &&
    values.includes(attribute_expected_value ?? "") &&
    not === "true" &&
    !mayBeOn(include_group_attributes)
  );
}

const refuses = (parts: readonly FlowPart[]): boolean =>
  parts.some(
    ({ requirement, authenticator }) =>
      requirement === "REQUIRED" && authenticator === "deny-access-authenticator",
  );

/** Whether people get through by a broker or an open session only. */
const leadsToBroker = (parts: readonly FlowPart[]): boolean =>
  parts.every(
    ({ authenticator, parts: inner }) =>
      authenticator.startsWith("conditional-") ||
      (authenticator === "" ? leadsToBroker(inner) : brokered.includes(authenticator)),
  );

/** Whether a browser flow lets nobody in whom neither a second factor nor a broker, with the flow after it, lets in. */
export const isClosedToOneFactor = (parts: readonly FlowPart[]): boolean =>
  refuses(parts) || asksForFactor(parts) || leadsToBroker(parts);
