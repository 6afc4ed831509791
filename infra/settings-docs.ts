/** Writes docs/settings.md from the schema of the settings, their defaults by tier and the example `trial-bielefeld`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TSchema } from "@sinclair/typebox";
import { parse } from "yaml";
import {
  parseSettings,
  requiredSecrets,
  SettingsError,
  secretKeys,
  sectionsOf,
  settingsSchema,
} from "./settings";
import { code, table } from "./settings/docs/markdown";
import { sectionTable } from "./settings/docs/section-table";
import { tierTable } from "./settings/docs/tier-table";

const root = join(__dirname, "..");
const trialFile = "infra/environments/Pulumi.trial-bielefeld.yaml";

/** The document that is generated, relative to the root of the repository. */
export const settingsDocumentPath = "docs/settings.md";

/** The text of docs/settings.md, as the schema and the example have it now. */
export function settingsDocument(): string {
  const trial = readFileSync(join(root, trialFile), "utf8");
  return `${[overview(), ...sections(), tiers(), secrets(trial), example(trial)].join("\n\n")}\n`;
}

const requiredSections: readonly string[] = settingsSchema.required ?? [];
const sectionSchemas = Object.entries(settingsSchema.properties as Record<string, TSchema>);

const overview = (): string => `# Settings of an environment

<!-- Generated from infra/settings by \`npm run docs\`: edit there, not here. -->

One environment is one stack, and its description is the stack's file: \`infra/environments/Pulumi.<env>.yaml\`.
The file has these sections; each stands under \`config:\` with the prefix \`spe:\`.

${table(
  ["Section", "What it says", ""],
  sectionSchemas.map(([name, schema]) => [
    `[\`spe:${name}\`](#spe${name})`,
    schema.description ?? "",
    requiredSections.includes(name) ? "required" : "may be left out",
  ]),
)}

A setting that nobody knows is refused, not ignored. \`pulumi up\` begins with the check, which tells every problem at
once: the place, what was found, what is allowed and an example.

\`\`\`text
${sampleProblems()}
\`\`\`

Three things that YAML does, and that the check tells of:

- A date without quotes, \`expires: 2027-06-30\`, is read as a time. Write \`"2027-06-30"\`.
- A text that looks like a number, \`permit: 2026\`, is read as one. Write \`"2026"\`.
- A key without a value, \`quota:\`, is not the same as no key. Leave the line out.

In the tables, \`a.b\` is the setting \`b\` in the group \`a\`, and \`a[]\` is each entry of the list \`a\`.`;

const sections = (): string[] =>
  sectionSchemas.map(
    ([name, schema]) => `## \`spe:${name}\`\n\n${schema.description}\n\n${sectionTable(schema)}`,
  );

const tiers = (): string => `## What tightens with the tier

The tier of the project (\`project.tier\`) sets what holds when nothing is said, and how far a file may go from it.

${tierTable()}`;

const secrets = (trial: string): string => `## Secrets

Secrets are no settings: a key that looks like one is refused in every section. They are encrypted in the stack, and a
missing one is asked for by name. Each command asks for the value, so that it stays out of the shell's history; a stack
needs those of its sections:

\`\`\`sh
${Object.keys(secretKeys)
  .map((key) => `pulumi config set --secret ${key}`)
  .join("\n")}
\`\`\`

For the example below they are:

${table(
  ["Secret", "What it is"],
  requiredSecrets(settingsOf(trial)).map(({ key, why }) => [code(key), why]),
)}`;

const example = (trial: string): string => `## A complete example

\`${trialFile}\`, to copy:

\`\`\`yaml
${trial.trimEnd()}
\`\`\``;

const settingsOf = (stackFile: string) => parseSettings(sectionsOf(parse(stackFile).config));

/** What the check really says of a file with four slips. */
function sampleProblems(): string {
  try {
    parseSettings({
      project: { ...projectExample, tier: 4, expires: "2027-02-29" },
      site: { ...siteExample, sourceRanges: ["192.0.2.7/24"], privacy: "https://site.example" },
    });
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error("the sample for docs/settings.md is not refused any more");
}

const projectExample = settingsSchema.properties.project.examples?.[0] as object;
const siteExample = settingsSchema.properties.site.examples?.[0] as object;

if (require.main === module) writeFileSync(join(root, settingsDocumentPath), settingsDocument());
