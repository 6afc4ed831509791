import { existsSync } from "node:fs";
import { relative } from "node:path";

/**
 * The `__provider` of a dynamic resource: the program that Pulumi's dynamic provider runs for it. Pulumi would write
 * all of the provider's code there, with what it reaches; this names the module instead, so that it loads as written,
 * previews do not pay for the writing (0.5 s), and a corrected module serves the resources that exist.
 *
 * The module's path is relative to the project's folder, in which the dynamic provider runs.
 * @param file the module without its extension; it exports `provider`
 */
export function providerModule(file: string): string {
  const path = JSON.stringify(`./${relative(process.cwd(), file)}`);
  const loader = existsSync(`${file}.ts`) ? 'require(at("tsx/cjs"));' : "";
  return `exports.handler = () => {
  const at = (path) => require.resolve(path, { paths: [process.cwd()] });
  ${loader}
  return require(at(${path})).provider;
};`;
}
