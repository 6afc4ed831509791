import type { SettingsProblem } from "../problem";
import type { Rule } from "./rule";

/** Settings of Keycloak and MinIO that a stack with the section `servers` says in place of the file. */
const places = [
  { section: "identity", key: "url", example: "https://login.site.example", isRequired: true },
  { section: "storage", key: "url", example: "https://s3.site.example", isRequired: true },
  { section: "storage", key: "consoleUrl", example: "https://console.s3.site.example", isRequired: true },
  { section: "storage", key: "machinesUrl", example: "https://s3.site.example", isRequired: false },
  { section: "storage", key: "kmsKey", example: "spe-heart", isRequired: false },
] as const;

const serversAreSaidOnce: Rule = ({ site, identity, storage }) => {
  const isTaken = site !== undefined && "serversStack" in site;
  return places.flatMap(({ section, key, example, isRequired }): SettingsProblem[] => {
    const [path, group] =
      section === "identity"
        ? [`identity.keycloak.${key}`, identity?.keycloak]
        : [`storage.server.${key}`, storage?.server];
    // where the group is itself wrong, nothing can be said
    if (group === undefined || site === undefined) return [];
    const isGiven = key in group;
    if (isTaken && isGiven) {
      const allowed = `only without site.serversStack: the stack "${site.serversStack}" says it`;
      return [{ path, found: "is given", allowed, example: "leave the line out" }];
    }
    return isTaken || isGiven || !isRequired
      ? []
      : [
          {
            path,
            found: "is missing",
            allowed: "the address, or site.serversStack, which knows it",
            example,
          },
        ];
  });
};

const rangesAreOfTheEdge: Rule = ({ site }) =>
  site?.serversStack !== undefined && site.sourceRanges?.length
    ? [
        {
          path: "site.sourceRanges",
          found: `a list of ${site.sourceRanges.length}`,
          allowed: `only without site.serversStack: who reaches those servers, "${site.serversStack}" says in servers.ranges`,
          example: "leave the line out",
        },
      ]
    : [];

/** Rules about who says where the servers are. */
export const serversStackRules: Rule[] = [serversAreSaidOnce, rangesAreOfTheEdge];
