import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import type { ErrorObject } from "ajv";
import type { SettingsProblem } from "../../infra/settings";
import { nearest } from "../../infra/settings/nearest";
import { showExample, showFound } from "../../infra/settings/show";
import { rules } from "../../policies/rules";

/** What the settings say, and what the file gives elsewhere. */
const notParameters = ["project", "tier", "exemptions"];

/**
 * What is wrong with an environment's parameters of the rules: an unknown one, or a value that its rules do not take.
 * The engine refuses the same by the same schemas (`pulumi policy validate-config`), but one rule at a time.
 */
export function parameterProblems(parameters: Record<string, unknown>): SettingsProblem[] {
  if (Object.keys(parameters).length === 0) return [];
  const schemas = parameterSchemas();
  return Object.entries(parameters).flatMap(([name, value]) => {
    const schema = schemas.get(name);
    return schema === undefined ? [unknownParameter(name, [...schemas.keys()])] : refuse(name, value, schema);
  });
}

/** The schema of each parameter; where rules share one, all of theirs. */
function parameterSchemas(): Map<string, PolicyConfigJSONSchema[]> {
  const schemas = new Map<string, PolicyConfigJSONSchema[]>();
  for (const { configSchema } of rules)
    for (const [name, schema] of Object.entries(configSchema?.properties ?? {}))
      if (!notParameters.includes(name)) schemas.set(name, [...(schemas.get(name) ?? []), schema]);
  return schemas;
}

function refuse(name: string, value: unknown, schemas: PolicyConfigJSONSchema[]): SettingsProblem[] {
  // loaded when it is needed, which is seldom
  const { Ajv } = require("ajv") as typeof import("ajv");
  // not strict: descriptions and defaults stand in the schemas as well
  const validate = new Ajv({ allErrors: true, strict: false, verbose: true }).compile({ allOf: schemas });
  if (validate(value)) return [];
  const [{ description, default: preset } = {}] = schemas;
  const seen = new Set<string>();
  return (validate.errors ?? []).flatMap((error) => {
    const path = `parameters.${name}${placeOf(error)}`;
    if (error.keyword === "allOf" || seen.has(path)) return [];
    seen.add(path);
    const found = showFound(error.data);
    const example = preset === undefined ? String(description) : showExample(preset);
    return [{ path, found, allowed: `${error.message}: ${description}`, example }];
  });
}

/** `/0/name` as `[0].name`. */
const placeOf = ({ instancePath }: ErrorObject): string =>
  instancePath.replace(/\/(\d+)/g, "[$1]").replaceAll("/", ".");

function unknownParameter(name: string, known: string[]): SettingsProblem {
  const meant = nearest(name, known);
  const allowed = meant === undefined ? `one of ${known.sort().join(", ")}` : `did you mean ${meant}?`;
  return {
    path: `parameters.${name}`,
    found: "is no parameter of a rule",
    allowed,
    example: meant ?? known[0] ?? "",
  };
}
