import { imageProblem } from "../kubernetes/task-image";
import type { ProtesGatewayArgs } from "./protes-gateway-args";

/** What is wrong with a gateway, all at once. */
export function protesGatewayProblems({
  host,
  operator,
  images,
  audience,
  passwords,
}: Omit<ProtesGatewayArgs, "project" | "services" | "namespace">): Record<string, string | undefined> {
  return {
    host: /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]+$/.test(host)
      ? undefined
      : `must be a full name in lower case such as "tasks.network.example", got "${host}"`,
    "operator.name": operator.name.trim() === "" ? "must not be empty" : undefined,
    "operator.url": operator.url.startsWith("https://")
      ? undefined
      : `must be an https URL, got "${operator.url}"`,
    ...Object.fromEntries(
      Object.entries(images).map(([key, image]) => [`images.${key}`, imageProblem(image)]),
    ),
    audience:
      audience.trim() === "" ? "must be the id of a client: any token of the issuer would do" : undefined,
    ...Object.fromEntries(
      Object.entries(passwords).map(([key, password]) => [`passwords.${key}`, passwordProblem(password)]),
    ),
  };
}

/** The password stands in an address, so that it must not hold what means something there; it is not shown. */
export const passwordProblem = (password: unknown): string | undefined =>
  typeof password !== "string" || /^[\w-]{32,}$/.test(password)
    ? undefined
    : "must be 32 or more letters, digits, - or _";
