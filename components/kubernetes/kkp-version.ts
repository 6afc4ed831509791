/** Versions of Kubernetes, and the ways from one to another. */

/** A version as KKP writes it. */
export const versionPattern = /^\d+\.\d+\.\d+$/;

/** What is wrong with the way from one version to another, whatever KKP offers (Kubernetes, "Version Skew Policy"). */
export function wayProblem(from: string, to: string): string | undefined {
  const [[major = 0, minor = 0, patch = 0], [toMajor = 0, toMinor = 0, toPatch = 0]] = [
    parts(from),
    parts(to),
  ];
  const isLower =
    toMajor < major || (toMajor === major && (toMinor < minor || (toMinor === minor && toPatch < patch)));
  if (isLower) return `must not go back from ${from}, which no cluster survives, got ${to}`;
  if (toMajor > major || toMinor > minor + 1)
    return `must go up one minor version at a time: to some ${major}.${minor + 1} first, from ${from}, got ${to}`;
  return undefined;
}

const parts = (version: string): number[] => version.split(".").map(Number);

/** Versions for a message, lowest first. */
export const versionList = (versions: string[]): string =>
  versions.length === 0
    ? "none"
    : [...versions].sort((a, b) => a.localeCompare(b, "en", { numeric: true })).join(", ");
