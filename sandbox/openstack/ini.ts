/** A configuration file of a service: section → option → value. A list stands once a value, as oslo.config reads it. */
export type Ini = Record<string, Record<string, IniValue>>;
export type IniValue = string | number | boolean;

/** Writes sections as oslo.config reads them. @throws Error for a value of several lines, whose rest would be options */
export function formatIni(sections: Ini): string {
  return Object.entries(sections)
    .map(([section, options]) => {
      const lines = Object.entries(options).map(
        ([name, value]) => `${name} = ${oneLine(section, name, value)}\n`,
      );
      return `[${section}]\n${lines.join("")}`;
    })
    .join("\n");
}

/** Joins two configurations; the later one's options win. */
export function mergeIni(...configurations: Ini[]): Ini {
  const merged: Ini = {};
  for (const configuration of configurations) {
    for (const [section, options] of Object.entries(configuration)) {
      merged[section] = { ...merged[section], ...options };
    }
  }
  return merged;
}

function oneLine(section: string, name: string, value: IniValue): string {
  const text = String(value);
  if (/[\r\n]/.test(text)) throw new Error(`option ${name} of [${section}] must be one line`);
  return text;
}
