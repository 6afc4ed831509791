/** One thing that is wrong in an environment's description. */
export interface SettingsProblem {
  /** Where, for example `storage.buckets[2].quota`. */
  path: string;
  /** The value as given, or what is wrong with it where the value may be a secret. */
  found: string;
  /** What is allowed. */
  allowed: string;
  /** A right value, as it would stand in the file. */
  example: string;
}

/** An environment's description with everything that is wrong in it. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(readonly problems: readonly SettingsProblem[]) {
    super([title(problems.length), ...problems.map(paragraph)].join("\n"));
  }
}

const title = (count: number): string =>
  `the settings have ${count === 1 ? "a problem" : `${count} problems`}`;

const paragraph = ({ path, found, allowed, example }: SettingsProblem): string =>
  [`  ${path}: ${found}`, `    allowed: ${allowed}`, `    example: ${example}`].join("\n");
