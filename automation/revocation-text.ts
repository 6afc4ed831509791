import type { Revocation } from "./revoke";

/** What a person reads after a revocation: what was ended, and what remains valid until when. */
export function revocationText({ person, realm, sessions, store }: Revocation, again: string): string {
  const rows: [string, string][] = [
    ["person", `${person.userName} (${person.id}) in realm "${realm}"`],
    ["login", "locked, whatever the upstream login says"],
    ["sessions", `${sessions} ended`],
  ];
  if (store !== undefined) {
    const { temporaryCredentials, accessKeys, buysUntil } = store;
    rows.push(
      [
        "store",
        `${temporaryCredentials} temporary credentials revoked, ${accessKeys.length} access keys removed`,
      ],
      [
        "remains",
        `until ${buysUntil.toISOString()} a token that ${person.userName} already has could buy new credentials;`,
      ],
      ["", `after that, end these as well: ${again}`],
    );
  }
  return rows.map(([name, text]) => `${name.padEnd(10)}${text}\n`).join("");
}
