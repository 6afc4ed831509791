import { createHash } from "node:crypto";

/** The marks of values on the wire and in state (`specialSigKey`, `specialSecretSig` in the SDK's runtime/rpc.ts). */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** A secret on the wire has its value; in state it has its ciphertext, or its plain text as JSON if that was asked for. */
interface Secret {
  value?: unknown;
  plaintext?: string;
  ciphertext?: string;
}

/**
 * What stands for a secret that is not at hand: a text like any other, so that the rules about secrets in the open find
 * it where it does not belong; long, and different from others, so that those about weak secrets leave it alone.
 * @param secret what tells it from others, for example its key; it cannot be seen from the text
 */
export const placeholderFor = (secret: string): string =>
  `not-at-hand-${createHash("sha256").update(secret).digest("hex")}`;

/** Properties as a policy pack sees them, with secrets as their values. */
export const plainProperties = (properties: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, plain(value)]));

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (!isSecret(value)) return plainProperties(value);
  if (value.plaintext !== undefined) return plain(JSON.parse(value.plaintext));
  return value.ciphertext === undefined ? plain(value.value) : placeholderFor(value.ciphertext);
}

/** Whether a value is marked as secret. */
export const isSecret = (value: object): value is Secret =>
  (value as Record<string, unknown>)[signature] === secretSignature;
