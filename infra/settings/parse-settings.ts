import type { Tier } from "../../components/five-safes";
import { SettingsError, type SettingsProblem } from "./problem";
import { readValue } from "./read-value";
import { rules } from "./rules";
import { type SettingsInput, settingsSchema } from "./schema";
import { onServers, type ServerAddresses, unaskedAddresses } from "./server-addresses";
import type { Draft, Settings } from "./settings-type";
import { withDefaults } from "./with-defaults";

/**
 * Reads the description of an environment.
 * @param input the sections as they stand in a stack file, without the prefix `spe:`
 * @param servers what the stack that `site.serversStack` names hands out @default names that lead nowhere
 * @throws SettingsError with everything that is wrong
 */
export function parseSettings(input: unknown, servers?: ServerAddresses): Settings {
  const problems: SettingsProblem[] = [];
  const read = readValue(settingsSchema, input, "", { tier: tierOf(input), problems }) as
    | Draft<SettingsInput>
    | undefined;
  const settings = withDefaults(read ?? {});
  problems.push(...rules.flatMap((rule) => rule(settings)));
  if (problems.length > 0) throw new SettingsError(problems);
  // Nothing was wrong, so nothing was left out: the draft is whole.
  const whole = settings as Settings;
  const { serversStack } = whole.site;
  return serversStack === undefined ? whole : onServers(whole, servers ?? unaskedAddresses(serversStack));
}

/** The tier decides defaults and limits of other sections, so it is looked up before they are read. */
function tierOf(input: unknown): Tier | undefined {
  const project = (input as { project?: unknown } | null | undefined)?.project;
  const tier = (project as { tier?: unknown } | null | undefined)?.tier;
  return tier === 0 || tier === 1 || tier === 2 || tier === 3 ? tier : undefined;
}
