import { MinioError } from "./minio-error";

/** Settings of an OpenID provider in MinIO, by their names there: `config_url`, `client_id`, `role_policy`, … */
export type OpenIdSettings = Record<string, string>;

/** Names of all settings: MinIO finds where one ends by looking for the next name and `=` (internal/config, `kvFields`). */
const names = [
  "enable",
  "display_name",
  "config_url",
  "client_id",
  "client_secret",
  "claim_name",
  "claim_userinfo",
  "claim_prefix",
  "role_policy",
  "redirect_uri",
  "redirect_uri_dynamic",
  "scopes",
  "vendor",
  "keycloak_realm",
  "keycloak_admin_url",
  "user_readable_claim",
  "user_id_claim",
  "comment",
];

const unstorable = new RegExp(`["'\\n\\r]|(${names.join("|")})=`);

/** Whether MinIO's text of `key="value"` can hold a value. */
export const isStorable = (value: string): boolean => !unstorable.test(value);

/**
 * The text that MinIO stores settings from.
 * @throws MinioError for a value that the text cannot hold
 */
export function openIdText(settings: OpenIdSettings): string {
  return Object.entries(settings)
    .map(([key, value]) => {
      if (isStorable(value)) return `${key}="${value}"`;
      const problem = `the OpenID setting ${key} must hold no quotes, line ends or "<setting>="`;
      throw new MinioError(problem, "UnstorableSetting", 0);
    })
    .join(" ");
}
