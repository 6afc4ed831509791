/**
 * Variables as systemd reads them from an `EnvironmentFile`.
 * @throws Error for a value of several lines, without the value
 */
export const environmentText = (variables: Record<string, string>): string =>
  Object.entries(variables)
    .map(([name, value]) => {
      if (/[\r\n\0]/.test(value)) throw new Error(`${name} must be one line`);
      return `${name}="${value.replace(/["\\$`]/g, "\\$&")}"\n`;
    })
    .join("");
