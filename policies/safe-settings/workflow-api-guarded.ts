import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { checkContainers, environmentOf } from "../kit/container";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { objectsOf, subjectOf } from "../kit/kubernetes";
import { entriesOf } from "../kit/object-data";
import type { StackRule } from "../kit/rule";
import { isOff, type Setting, settingsIn, settingsNamed } from "../kit/setting";
import { issuerProblem, issuersSchema, type Trust } from "../kit/trusted-issuer";
import { checkAll, checkEach } from "../kit/unknown";
import { isOn } from "../kit/value";
import { isWeskitConfig, isWorker, readWeskitText, runsWeskit } from "../kit/weskit";

/** What a setting must be. */
interface Demand {
  /** Name without `WESKIT_`. */
  name: string;
  /** Whether the default is wrong, so that leaving it out is, too. */
  isNeeded: boolean;
  holds: (value: unknown) => boolean;
  /** What to set it to. */
  right: string;
}

const login: Demand = { name: "LOGIN", isNeeded: true, holds: isOn, right: "true" };
const https: Demand = { name: "VERIFY_HTTPS", isNeeded: true, holds: isOn, right: "true" };
const tokens: Demand[] = [
  { name: "JWT_COOKIE_SECURE", isNeeded: true, holds: isOn, right: "true" },
  {
    name: "JWT_DECODE_AUDIENCE",
    isNeeded: true,
    holds: (value) => String(value ?? "") !== "",
    right: "the id of WESkit's own client",
  },
  { name: "JWT_CSRF_IN_COOKIES", isNeeded: false, holds: (value) => !isOff(value), right: "true" },
  { name: "JWT_COOKIE_CSRF_PROTECT", isNeeded: false, holds: (value) => !isOff(value), right: "true" },
  {
    name: "JWT_CSRF_METHODS",
    isNeeded: false,
    holds: (value) => /[A-Z]/i.test(String(value ?? "")),
    right: "the methods that change something",
  },
];

/** An open interface runs workflows for anybody, and one that takes cookies without a check runs them for whoever sends a link. */
export const workflowApiGuarded: StackRule = {
  name: "safe-settings-workflow-api-guarded",
  description:
    "WESkit asks for a login of a reviewed issuer, checks audience and certificates, and guards its cookies.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-46",
    also: ["RFC 9700 2.3", "WESkit guide: CSRF off"],
  }),
  remediationSteps:
    "Set WESKIT_LOGIN, WESKIT_VERIFY_HTTPS and WESKIT_JWT_COOKIE_SECURE to true and WESKIT_JWT_DECODE_AUDIENCE to its client, and leave the CSRF settings out.",
  configSchema: { properties: { issuers: issuersSchema } },
  validateStack: ({ resources, getConfig }, report) => {
    const trust: Trust = { resources, ...getConfig<{ issuers?: string[] }>() };
    const issuer: Demand = {
      name: "OIDC_ISSUER_URL",
      isNeeded: true,
      holds: (value) => issuerProblem(value, trust) === undefined,
      right: "a realm of the stack or a reviewed issuer",
    };
    checkAll(
      () =>
        checkContainers(
          resources,
          (container, refuse) => {
            if (!runsWeskit(container) || isWorker(container)) return;
            const settings = environmentOf(container).map(withoutPrefix);
            checkEach([login, https, issuer, ...tokens], (demand) =>
              checkDemand(demand, settings, "WESKIT_", refuse),
            );
          },
          report,
        ),
      () => checkEach(objectsOf(resources, "ConfigMap"), (map) => checkMap(map, issuer, report)),
    );
  },
};

const withoutPrefix = (setting: Setting): Setting => ({
  ...setting,
  name: setting.name.replace(/^WESKIT_/, ""),
});

function checkDemand(
  { name, isNeeded, holds, right }: Demand,
  settings: readonly Setting[],
  place: "WESKIT_" | "login.",
  refuse: (problem: string) => void,
): void {
  const found = settingsNamed(settings, name);
  const label = `${place}${name}`;
  if (found.length === 0 && isNeeded) refuse(`has no ${label}; set it to ${right}`);
  checkEach(found, ({ read, from }) => {
    if (from !== undefined)
      refuse(`takes ${label} from ${from}, where nobody reviews it; write it as a value`);
    else if (!holds(read())) refuse(`has ${label} "${read() ?? ""}"; set it to ${right}`);
  });
}

/** A ConfigMap holds WESkit's own file, or variables for its containers, of which each may be left out here. */
function checkMap(map: PolicyResource, issuer: Demand, report: ReportViolation): void {
  const entries = entriesOf(map);
  const variables = entries.filter(({ name }) => name.startsWith("WESKIT_")).map(withoutPrefix);
  const refuse = (problem: string): void => report(`${subjectOf(map)} ${problem}`, map.urn);
  checkAll(
    () =>
      checkEach([login, https, issuer, ...tokens], (demand) =>
        checkDemand({ ...demand, isNeeded: false }, variables, "WESKIT_", refuse),
      ),
    () =>
      checkEach(entries, ({ read }) => {
        const config = readWeskitText(read());
        if (!isWeskitConfig(config)) return;
        const settings = [
          { name: login.name, read: () => field(config, "login", "enabled") },
          ...settingsIn(field(config, "login", "jwt")),
        ];
        checkEach([login, ...tokens], (demand) => checkDemand(demand, settings, "login.", refuse));
      }),
  );
}
