import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { isPublic, readRange } from "../kit/cidr";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll, ifKnown } from "../kit/unknown";

/** Without the host's key, the provider gives the login and all that it copies to whatever machine answers. */
export const remoteConnectionPinned: ResourceRule = {
  name: "safe-settings-remote-connection-pinned",
  description:
    "A remote command knows its host's key, logs in by a key, and reaches public hosts by a bastion.",
  severity: "high",
  framework: fiveSafes("safe-settings", { control: "S-51", satre: ["2.8.03", "2.8.05"] }),
  remediationSteps:
    "Set connection.hostKey and privateKey, leave password out, and reach the host at its private address or by connection.proxy.",
  configSchema: {
    properties: {
      publicHosts: {
        type: "array",
        items: { type: "string" },
        description:
          "Hosts that may be reached without a bastion at a name or public address: the bastion itself.",
        default: [],
      },
    },
  },
  validateResource: ofTypes(
    {
      "command:remote:Command": "command",
      "command:remote:CopyFile": "copy",
      "command:remote:CopyToRemote": "copy",
    },
    (kind, args, report) => {
      const refuse = (problem: string): void => report(`${kind} "${args.name}" ${problem}`);
      const connection = (): unknown => field(args.props, "connection");
      checkAll(
        () => checkLogin("connection", connection(), refuse),
        () => {
          const proxy = field(connection(), "proxy");
          if (proxy !== undefined) checkLogin("connection.proxy", proxy, refuse);
          else checkHost(connection(), args, refuse);
        },
      );
    },
  ),
};

function checkLogin(path: string, connection: unknown, refuse: ReportViolation): void {
  checkAll(
    () => {
      if (isMissing(connection, "hostKey"))
        refuse(`takes whatever machine answers for its host; set ${path}.hostKey`);
    },
    () => {
      if (field(connection, "password"))
        refuse(`logs in by a password; remove ${path}.password and use a key`);
    },
    () => {
      if (["privateKey", "agentSocketPath"].every((key) => isMissing(connection, key)))
        refuse(`names no key to log in by; set ${path}.privateKey`);
    },
  );
}

function checkHost(
  connection: unknown,
  { getConfig }: ResourceValidationArgs,
  refuse: ReportViolation,
): void {
  const { publicHosts = [] } = getConfig<{ publicHosts?: string[] }>();
  const host = field(connection, "host");
  const range = readRange(host);
  if (publicHosts.includes(String(host)) || (range !== undefined && !isPublic(range))) return;
  refuse(
    `reaches ${range === undefined ? `"${host ?? ""}", which is no private address` : `the public address "${host}"`}; use the private address or connection.proxy`,
  );
}

/** A key that is not known yet is given: a machine that is not made yet has none to compare. */
function isMissing(connection: unknown, key: string): boolean {
  const known = ifKnown(() => ({ value: field(connection, key) }));
  return known !== undefined && (typeof known.value !== "string" || known.value.trim() === "");
}
