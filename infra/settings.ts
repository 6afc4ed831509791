/**
 * The description of an environment: schema, type and check. Imports no Pulumi, so that checking a file, reading an
 * HTTP body and printing the documentation do not wait for it.
 */
export { parseSettings } from "./settings/parse-settings";
export { SettingsError, type SettingsProblem } from "./settings/problem";
export { type SettingsInput, settingsSchema } from "./settings/schema";
export { type RequiredSecret, requiredSecrets, type SecretKey, secretKeys } from "./settings/secrets";
export { type ServerAddresses, serverAddresses } from "./settings/server-addresses";
export type {
  BucketSettings,
  CloudSettings,
  IdentitySettings,
  KkpSettings,
  KubeOneSettings,
  KubernetesSettings,
  MachineSettings,
  ServersSettings,
  Settings,
  StorageSettings,
  UpstreamSettings,
} from "./settings/settings-type";
export { sectionsOf } from "./settings/stack-config";
