import { field } from "./field";

/** The seccomp profile that a pod or container names itself. */
export const seccompProfile = (spec: unknown): unknown => field(spec, "securityContext", "seccompProfile");

/** Refuses a profile that filters nothing, or that nobody knows. */
export function checkSeccomp(spec: unknown, refuse: (problem: string) => void): void {
  const type = field(seccompProfile(spec), "type");
  if (seccompProfile(spec) !== undefined && type !== "RuntimeDefault" && type !== "Localhost")
    refuse(
      `has the seccomp profile "${type ?? ""}"; set securityContext.seccompProfile.type to RuntimeDefault`,
    );
}
