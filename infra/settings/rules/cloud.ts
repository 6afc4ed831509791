import * as ipaddr from "ipaddr.js";
import type { SettingsProblem } from "../problem";
import { serverRoles } from "../server-addresses";
import { hasKubeOne, kubeOneRoles } from "./kubeone";
import { type Rule, repeated } from "./rule";

/** Name of the machine that administrators come through. */
const bastionName = "bastion";

const networkIsPrivate: Rule = ({ cloud }) => {
  const found = cloud?.cidr;
  if (!found) return [];
  const [address, length] = ipaddr.parseCIDR(found);
  const isPrivate = address instanceof ipaddr.IPv4 && address.range() === "private";
  return isPrivate && length >= 16 && length <= 28
    ? []
    : [
        {
          path: "cloud.cidr",
          found,
          allowed: "a private IPv4 network (10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16) from /16 to /28",
          example: "10.20.0.0/24",
        },
      ];
};

const machinesDiffer: Rule = ({ cloud }) => [
  ...repeated(cloud?.machines ?? [], ({ name }) => name).map(({ index, earlier, key }) => ({
    path: `cloud.machines[${index}].name`,
    found: `"${key}", which stands at cloud.machines[${earlier}]`,
    allowed: "each machine once",
    example: `${key}-2`,
  })),
  ...(cloud?.machines ?? []).flatMap((machine, index) =>
    machine?.name === bastionName || machine?.name === "edge"
      ? [
          {
            path: `cloud.machines[${index}].name`,
            found: `"${machine.name}"`,
            allowed: "another name: it means what faces the outside",
            example: "workbench",
          },
        ]
      : [],
  ),
];

/** A name that none of the known ones is; where one of them is itself wrong, nothing can be said. */
const refuseUnknown = (
  path: string,
  found: string | undefined,
  known: readonly (string | undefined)[],
  what: string,
): SettingsProblem[] =>
  found === undefined || known.includes(undefined) || known.includes(found)
    ? []
    : [
        {
          path,
          found: `"${found}"`,
          allowed: known.length === 0 ? `${what}; there is none` : `${what}: ${known.join(", ")}`,
          example: known[0] ?? found,
        },
      ];

const egressIsOfMachines: Rule = (settings) => {
  const { cloud } = settings;
  const servers = "servers" in settings ? serverRoles : [];
  const cluster = hasKubeOne(settings) ? kubeOneRoles : [];
  const machines = (cloud?.machines ?? []).map((machine) => machine?.name);
  const names = [...machines, ...servers, ...cluster, bastionName];
  return (cloud?.egress ?? []).flatMap((line, index) =>
    refuseUnknown(`cloud.egress[${index}].from`, line?.from, names, "one of the machines"),
  );
};

/** Every mount, with the place where it stands. */
const mountsOf = ({ cloud }: Parameters<Rule>[0]) =>
  (cloud?.machines ?? []).flatMap((machine, index) =>
    (machine?.mounts ?? []).map((mount, place) => ({
      machine,
      mount,
      path: `cloud.machines[${index}].mounts[${place}]`,
    })),
  );

const mountsHaveAWay: Rule = (settings) =>
  "bastion" in (settings.cloud ?? {})
    ? []
    : mountsOf(settings).map(({ path }) => ({
        path,
        found: "no cloud.bastion",
        allowed: "only with a bastion: the keys of a mount reach the machine by it",
        example: "bastion: { ranges: [192.0.2.0/24], people: […] }",
      }));

const mountsHaveKeys: Rule = (settings) => {
  const accounts = settings.storage?.serviceAccounts?.map((account) => account?.name) ?? [];
  return mountsOf(settings).flatMap(({ mount, path }) =>
    refuseUnknown(`${path}.account`, mount?.account, accounts, "a service account of storage"),
  );
};

const mountsHaveOwners: Rule = (settings) =>
  mountsOf(settings).flatMap(({ machine, mount, path }) =>
    refuseUnknown(
      `${path}.owner`,
      mount?.owner,
      machine?.people?.map((person) => person?.name) ?? [],
      "an account of the machine",
    ),
  );

const namesDiffer: Rule = ({ cloud }) =>
  [
    { path: "cloud.bastion.people", people: cloud?.bastion?.people ?? [] },
    ...(cloud?.machines ?? []).map((machine, index) => ({
      path: `cloud.machines[${index}].people`,
      people: machine?.people ?? [],
    })),
  ].flatMap(({ path, people }) =>
    repeated<{ name?: string }>(people, ({ name }) => name).map(({ index, earlier, key }) => ({
      path: `${path}[${index}].name`,
      found: `"${key}", which stands at ${path}[${earlier}]`,
      allowed: "each account once on a machine",
      example: `${key}2`,
    })),
  );

/** Rules of the section `cloud`. */
export const cloudRules: Rule[] = [
  networkIsPrivate,
  machinesDiffer,
  egressIsOfMachines,
  mountsHaveAWay,
  mountsHaveKeys,
  mountsHaveOwners,
  namesDiffer,
];
