import { checkWidth } from "../kit/cidr";
import { environmentOf, imageName, wordsOf } from "../kit/container";
import { fiveSafes } from "../kit/five-safes";
import { ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { isOff, type Setting, settingOf } from "../kit/setting";
import { checkAll, checkEach } from "../kit/unknown";
import { httpsProblem } from "../kit/value";

/** What Keycloak's program does beside serving. */
const otherCommands = ["bootstrap-admin", "build", "export", "help", "import", "show-config", "tools"];

/** Variables that only the server reads; programs of its users have some that begin alike. */
const serverVariable = /^KC_(BOOTSTRAP|DB|HEALTH|HOSTNAME|HTTPS?|PROXY)(_|$)/;

/** Secrets of the first administrator, by their names today and before Keycloak 26. */
const adminSecrets = [
  "KC_BOOTSTRAP_ADMIN_CLIENT_SECRET",
  "KC_BOOTSTRAP_ADMIN_PASSWORD",
  "KEYCLOAK_ADMIN_PASSWORD",
];

/** In development mode Keycloak speaks http, believes any host name and any proxy, and so signs tokens for anybody. */
export const keycloakProductionMode: ResourceRule = {
  name: "safe-settings-keycloak-production-mode",
  description:
    "Keycloak runs in production mode under an https host name, believes only named proxies, and has its first administrator from a Secret.",
  severity: "critical",
  framework: fiveSafes("safe-settings", { control: "S-47", also: ["Keycloak production guide"] }),
  remediationSteps:
    "Run start --optimized with --hostname=https://…; behind a proxy set --proxy-headers and --proxy-trusted-addresses; take KC_BOOTSTRAP_ADMIN_PASSWORD from a Secret.",
  validateResource: ofPods({
    container: (container, refuse) => {
      if (servesKeycloak(container)) checkServer(container, refuse);
    },
  }),
};

type Refuse = (problem: string) => void;

function servesKeycloak(container: unknown): boolean {
  const words = wordsOf(container).map(({ name }) => name);
  const starts = words.includes("start") || words.includes("start-dev");
  if (!starts && words.some((word) => otherCommands.includes(word))) return false;
  return (
    words.some((word) => word.endsWith("kc.sh")) ||
    environmentOf(container).some(({ name }) => serverVariable.test(name)) ||
    /(^|[-_])keycloakx?$/.test(imageName(container))
  );
}

const checkServer = (container: unknown, refuse: Refuse): void =>
  checkAll(
    () => {
      if (settingOf(wordsOf(container), "start-dev"))
        refuse('runs in development mode; run "start --optimized"');
      else if (!settingOf(wordsOf(container), "start"))
        refuse('does not say how it runs; set args to "start --optimized"');
    },
    () => {
      const problem = httpsProblem(optionOf(container, "hostname")?.read());
      if (problem !== undefined) refuse(`has a hostname that ${problem}; set its public https URL`);
    },
    () => checkProxies(container, refuse),
    () => checkAdmin(container, refuse),
  );

/** An option of Keycloak: as argument, else as variable. */
function optionOf(container: unknown, name: string): Setting | undefined {
  const variable = `KC_${name.toUpperCase().replaceAll("-", "_")}`;
  return settingOf(wordsOf(container), `--${name}`) ?? settingOf(environmentOf(container), variable);
}

function checkProxies(container: unknown, refuse: Refuse): void {
  const legacy = optionOf(container, "proxy")?.read();
  if (legacy !== undefined && legacy !== "none")
    refuse("believes any proxy by the option proxy; use proxy-headers and proxy-trusted-addresses");
  const speaksHttp = !isOff(optionOf(container, "http-enabled")?.read());
  if (isOff(optionOf(container, "proxy-headers")?.read()) && !speaksHttp) return;
  const addresses = optionOf(container, "proxy-trusted-addresses")?.read();
  if (!addresses) refuse("believes any proxy; name its addresses in proxy-trusted-addresses");
  else
    checkWidth(String(addresses).split(","), (found) =>
      refuse(`believes the proxies ${found}; name the proxy's own addresses in proxy-trusted-addresses`),
    );
}

const checkAdmin = (container: unknown, refuse: Refuse): void =>
  checkAll(
    () =>
      checkEach(adminSecrets, (name) => {
        const secret = settingOf(environmentOf(container), name);
        if (secret !== undefined && secret.from !== "a Secret")
          refuse(`has ${name} in the open; take it from a Secret`);
      }),
    () => {
      if (settingOf(wordsOf(container), "--bootstrap-admin-password"))
        refuse(
          "has the administrator's password in its arguments; take KC_BOOTSTRAP_ADMIN_PASSWORD from a Secret",
        );
    },
  );
