import * as ipaddr from "ipaddr.js";
import type { SettingsProblem } from "../problem";
import { serverRoles } from "../server-addresses";
import type { Draft, Settings } from "../settings-type";
import type { Rule } from "./rule";

const serversStandOnGround: Rule = (settings) =>
  "servers" in settings && !("cloud" in settings)
    ? [
        {
          path: "servers",
          found: "there is no section cloud",
          allowed: "only together with cloud: the servers stand on its ground",
          example: "spe:cloud: { site: bielefeld, … }",
        },
      ]
    : [];

const serversHaveAWay: Rule = (settings) =>
  "servers" in settings && settings.cloud !== undefined && !("bastion" in settings.cloud)
    ? [
        {
          path: "servers",
          found: "no cloud.bastion",
          allowed: "only with a bastion: the secrets of the servers reach their machines by it",
          example: "bastion: { ranges: [192.0.2.0/24], people: […] }",
        },
      ]
    : [];

const serversStandAlone: Rule = (settings) =>
  "servers" in settings && "identity" in settings
    ? [
        {
          path: "servers",
          found: "there is a section identity",
          allowed: "a stack of its own: servers stand before realms and buckets are made on them",
          example: "spe:site: { serversStack: site, … } in the project's stack",
        },
      ]
    : [];

const serversHaveAnAddress: Rule = ({ servers }) =>
  servers === undefined || "hostName" in servers || "address" in servers
    ? []
    : [
        {
          path: "servers.hostName",
          found: "is missing, as is servers.address",
          allowed: "one of both: what people type, and what the certificate names",
          example: "servers.site.example",
        },
      ];

const addressIsIpv4: Rule = ({ servers }) => {
  const found = servers?.address;
  return found === undefined || ipaddr.IPv4.isValid(found)
    ? []
    : [
        {
          path: "servers.address",
          found: `"${found}"`,
          allowed: "an IPv4 address, as floating addresses are",
          example: "192.0.2.80",
        },
      ];
};

const namesAreFree: Rule = (settings) =>
  "servers" in settings
    ? (settings.cloud?.machines ?? []).flatMap((machine, index) =>
        serverRoles.some((role) => role === machine?.name)
          ? [
              {
                path: `cloud.machines[${index}].name`,
                found: `"${machine?.name}"`,
                allowed: `another name: ${serverRoles.join(" and ")} are the machines of the section servers`,
                example: "workbench",
              },
            ]
          : [],
      )
    : [];

/** What each machine must be let out to. */
const ways = ({ servers }: Draft<Settings>) => {
  const { store, keycloak } = servers ?? {};
  return [
    { from: "store", path: "servers.store.server.url", url: store?.server?.url },
    { from: "store", path: "servers.store.client.url", url: store?.client?.url },
    { from: "store", path: "servers.store.auditUrl", url: store?.auditUrl },
    { from: "identity", path: "servers.keycloak.distribution.url", url: keycloak?.distribution?.url },
    { from: "identity", path: "servers.keycloak.backup.url", url: keycloak?.backup?.url },
  ];
};

const machinesAreLetOut: Rule = (settings) => {
  const egress = settings.cloud?.egress;
  // where a line is itself wrong, nothing can be said
  if (egress === undefined || egress.some((line) => !line?.from || !line.port)) return [];
  return ways(settings).flatMap(({ from, path, url }): SettingsProblem[] => {
    if (url === undefined) return [];
    const port = Number(new URL(url).port || 443);
    return egress.some((line) => line?.from === from && line.port === port)
      ? []
      : [
          {
            path,
            found: `"${url}", but no line of cloud.egress from ${from} to port ${port}`,
            allowed: "only where cloud.egress lets the machine out to it",
            example: `{ from: ${from}, to: 192.0.2.10/32, port: ${port}, why: The site's mirror. }`,
          },
        ];
  });
};

/** Rules of the section `servers`. */
export const serversRules: Rule[] = [
  serversStandOnGround,
  serversHaveAWay,
  serversStandAlone,
  serversHaveAnAddress,
  addressIsIpv4,
  namesAreFree,
  machinesAreLetOut,
];
