/** The OpenID providers by which MinIO lets people in, wherever their settings stand. */
import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { checkContainers, environmentOf } from "./container";
import { kindOf, subjectOf } from "./kubernetes";
import { entriesOf } from "./object-data";
import { type Setting, settingsBehind } from "./setting";
import { checkAll, checkEach } from "./unknown";

/**
 * Judges one provider.
 * @param settings its settings under MinIO's names, `config_url`, and those whose names are not known yet
 * @param refuse completes a message that begins with where they stand
 * @param isOpen whether what stands there is no secret
 */
type Judge = (settings: readonly Setting[], refuse: (problem: string) => void, isOpen: boolean) => void;

/** A setting under MinIO's name; `provider` is undefined for what is no setting of a provider. */
interface Named extends Setting {
  provider?: string;
}

const names = ["claim_userinfo", "client_secret", "config_url", "redirect_uri_dynamic", "role_policy"];

const variable = new RegExp(`^MINIO_IDENTITY_OPENID_(${names.join("|").toUpperCase()})(_\\w+)?$`);

/** Judges each provider that a stack gives to a MinIO server. */
export function checkOpenIdProviders(
  resources: readonly PolicyResource[],
  report: ReportViolation,
  judge: Judge,
): void {
  checkAll(
    () =>
      checkContainers(
        resources,
        (container, refuse) => judgeEach(environmentOf(container), (it) => judge(it, refuse, true)),
        report,
      ),
    () =>
      checkEach(resources, (resource) => {
        const refuse = (problem: string): void => report(`${subjectOf(resource)} ${problem}`, resource.urn);
        const isOpen = kindOf(resource.type) === "ConfigMap";
        judgeEach(settingsOf(resource), (settings) => judge(settings, refuse, isOpen));
      }),
  );
}

function judgeEach(settings: readonly Named[], judge: (settings: readonly Setting[]) => void): void {
  const own = settings.map(asVariable);
  const unnamed = own.filter(({ name }) => name === "");
  const providers = [...new Set(own.flatMap(({ provider }) => provider ?? []))];
  checkEach(providers, (provider) =>
    judge([...own.filter((setting) => setting.provider === provider), ...unnamed]),
  );
}

function asVariable(setting: Named): Named {
  const [, name, provider = ""] = variable.exec(setting.name) ?? [];
  return name === undefined ? setting : { ...setting, name: name.toLowerCase(), provider };
}

/** As MinIO's own tools (`config_url`) and the inputs of resources and charts (`configUrl`) call it. */
function asKey(setting: Setting): Named {
  const name = setting.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return names.includes(name) ? { ...setting, name, provider: "" } : setting;
}

/** What a resource other than a pod says; names that are not MinIO's alone count only where it is about MinIO. */
function settingsOf({ type, props }: PolicyResource): Named[] {
  switch (type) {
    case "kubernetes:helm.sh/v3:Chart":
    case "kubernetes:helm.sh/v3:Release":
    case "kubernetes:helm.sh/v4:Chart": {
      const settings = settingsBehind(() => props.values);
      return /minio/i.test(String(props.chart)) ? settings.map(asKey) : settings;
    }
    case "command:local:Command":
    case "command:remote:Command":
      return ["environment", "create", "update"]
        .flatMap((key) => settingsBehind(() => props[key]))
        .map(asKey);
    case "pulumi-nodejs:dynamic/storage:LoginProvider":
    // of later versions of the provider
    case "minio:index/iamIdpOpenid:IamIdpOpenid":
      return Object.keys(props).map((key) => asKey({ name: key, read: () => props[key] }));
    default:
      return ["ConfigMap", "Secret"].includes(kindOf(type) ?? "")
        ? entriesOf({ type, props }).flatMap((entry) => [entry, ...settingsBehind(entry.read)])
        : [];
  }
}
