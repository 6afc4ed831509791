/** The policies that every MinIO server has; each of them reaches every bucket of the server. */
const builtIn = ["consoleadmin", "readwrite", "readonly", "writeonly", "diagnostics"];

/** The names of policies in a text, as MinIO lists them: joined by commas. */
export const policyNames = (text: unknown): string[] =>
  String(text ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/** Whether a name is that of a built-in policy; in another case it is at least taken for one. */
export const isBuiltIn = (name: string): boolean => builtIn.includes(name.toLowerCase());
