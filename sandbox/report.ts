import { relative } from "node:path";
import { styleText } from "node:util";
import type { Proof } from "./claim";
import { projectRoot } from "./engine";
import { defaultStateDir } from "./folder";
import type { Standing } from "./standing";

/** What a person reads at the end of a start: what stands, who may try it, what the pack says, what was proved. */
export function report({
  sandbox,
  identity,
  storage,
  cloud,
  kubernetes,
  stack,
  changes,
  verdict,
  proofs,
}: Standing): string {
  const mandatory = verdict.violations.filter(({ level }) => level === "mandatory").length;
  const advisory = verdict.violations.length - mandatory;
  const rows: [string, string][] = [
    ["realm", identity.issuer],
    ["S3", storage.url],
    ["console", storage.consoleUrl],
    ["role", storage.roleArn],
    ["buckets", Object.values(storage.buckets).join(" ")],
    ...(cloud === undefined ? [] : machines(cloud)),
    ...(kubernetes === undefined ? [] : cluster(kubernetes, sandbox.controlPlane !== undefined)),
    ["CA", path(sandbox.caFile)],
    ["people", sandbox.lsAai.people.map(({ name }) => name).join(" ")],
    ["passwords", `${path(sandbox.stateDir)}/secrets/person-<name>`],
    [
      "changed",
      Object.entries(changes)
        .map(([operation, count]) => `${count} ${operation}`)
        .join(", "),
    ],
    ["five safes", `${verdict.rules} rules, ${mandatory} broken, ${advisory} advice`],
    ["details", `${path(sandbox.stateDir)}/standing.json`],
  ];
  return [
    "",
    ...rows.map(([name, value]) => `  ${name.padEnd(11)}${value}`),
    "",
    ...proofs.map(proofLine),
    "",
    // of a second sandbox beside it, .spe/env knows nothing
    ...(sandbox.stateDir === defaultStateDir ? byHand(stack) : []),
    "  to end     npm start -- stop (keeps everything), npm start -- down (removes it)",
    "",
  ].join("\n");
}

const machines = ({ bastion, machines: all }: NonNullable<Standing["cloud"]>): [string, string][] => [
  ...(bastion === undefined ? [] : [["bastion", bastion.address] as [string, string]]),
  [
    "machines",
    Object.entries(all)
      .map(([name, { address }]) => `${name} ${address}`)
      .join(", "),
  ],
  ["inside", "npm start -- shell <machine>, npm start -- logs <service>"],
];

const cluster = (
  { apiEndpoint, tasks }: NonNullable<Standing["kubernetes"]>,
  isPretended: boolean,
): [string, string][] => [
  ["cluster", isPretended ? `${apiEndpoint} (without root: its nodes are pretended)` : apiEndpoint],
  ...(tasks === undefined ? [] : [["tasks", `${tasks.tesBaseUrl} at ${tasks.address}`] as [string, string]]),
];

const byHand = ({ packConfigFile }: Standing["stack"]): string[] => [
  "  by hand    . .spe/env; pulumi preview",
  `             with the pack: --policy-pack policies/five-safes --policy-pack-config ${path(packConfigFile)}`,
];

function proofLine({ claim, failure }: Proof): string {
  return failure === undefined
    ? `  ${styleText("green", "✓")} ${claim}`
    : `  ${styleText("red", "✗")} ${claim}: ${failure}`;
}

/** A path as it is typed in the project's folder. */
const path = (absolute: string): string => relative(projectRoot, absolute);
