import type { SettingsProblem } from "../problem";
import { forTier, hiddenPrefixesFrom, isLocked, retention } from "../tiers";
import { refuseUnknownBucket, refuseWrite } from "./bucket-reference";
import { type Rule, repeated } from "./rule";

const storageNeedsIdentity: Rule = (settings) =>
  "storage" in settings && !("identity" in settings)
    ? [
        {
          path: "storage",
          found: "there is no section identity",
          allowed: "only together with identity: rights in buckets follow the realm's groups",
          example: "spe:identity: { keycloak: { url: https://login.site.example }, … }",
        },
      ]
    : [];

const requestsAreChecked: Rule = ({ identity, storage }) => {
  const index = storage?.buckets?.findIndex((bucket) => bucket?.role === "egress-request") ?? -1;
  const groups = identity?.groups;
  if (index < 0 || !groups || groups.some((group) => !group?.role || group.role === "checker")) return [];
  return [
    {
      path: `storage.buckets[${index}]`,
      found: '"egress-request", but no group of identity.groups has the role checker',
      allowed: "with somebody who checks the requests: a group with the role checker",
      example:
        '{ entitlement: "urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart:role=checker#aai.lifescience-ri.eu", role: checker }',
    },
  ];
};

const bucketsDiffer: Rule = ({ storage }) =>
  repeated(storage?.buckets ?? [], ({ role, name }) => role && [role, name].join("/")).map(
    ({ index, earlier }) => ({
      path: `storage.buckets[${index}]`,
      found: `the same bucket as storage.buckets[${earlier}]`,
      allowed: "each bucket once; a second one of a role has a name",
      example: "{ role: input, name: imaging }",
    }),
  );

const retentionIsLongEnough: Rule = ({ project, storage }) =>
  (storage?.buckets ?? []).flatMap((bucket, index): SettingsProblem[] => {
    if (!bucket?.role || bucket.retentionDays === undefined) return [];
    const { role, retentionDays } = bucket;
    const path = `storage.buckets[${index}].retentionDays`;
    if (!isLocked(role)) {
      const allowed = `only for ${Object.keys(retention).join(", ")}: what is in ${role} can be deleted at any time`;
      return [{ path, found: String(retentionDays), allowed, example: `{ role: ${role} }` }];
    }
    if (project?.tier === undefined) return [];
    const fewest = forTier(retention[role].fewest, project.tier);
    if (retentionDays >= fewest) return [];
    const allowed = `for ${role} at tier ${project.tier} at least ${fewest} days`;
    return [{ path, found: String(retentionDays), allowed, example: String(fewest) }];
  });

const addressesDiffer: Rule = ({ storage }) => {
  const { url, consoleUrl } = storage?.server ?? {};
  if (url === undefined || url !== consoleUrl) return [];
  return [
    {
      path: "storage.server.consoleUrl",
      found: `"${consoleUrl}", the same as storage.server.url`,
      allowed: "the address of the console, which is another one than that of S3",
      example: "https://console.s3.site.example",
    },
  ];
};

const prefixesAreHidden: Rule = ({ project, storage }) => {
  if (project?.tier === undefined || project.tier < hiddenPrefixesFrom) return [];
  return [
    ...(storage?.prefix === "user-name"
      ? [
          {
            path: "storage.prefix",
            found: '"user-name"',
            allowed: `at tier ${project.tier} subject: a user name can be freed and taken by somebody else`,
            example: "subject",
          },
        ]
      : []),
    ...(storage?.listNames
      ? [
          {
            path: "storage.listNames",
            found: "true",
            allowed: `at tier ${project.tier} false: it shows who else works in the project`,
            example: "false",
          },
        ]
      : []),
  ];
};

const accountsDiffer: Rule = ({ storage }) =>
  repeated(storage?.serviceAccounts ?? [], (account) => account.name).map(({ index, earlier, key }) => ({
    path: `storage.serviceAccounts[${index}].name`,
    found: `"${key}"`,
    allowed: `each name once; it stands at storage.serviceAccounts[${earlier}] already`,
    example: `${key}-2`,
  }));

const accountsReachBuckets: Rule = ({ storage }) =>
  (storage?.serviceAccounts ?? []).flatMap((account, index) => {
    const path = `storage.serviceAccounts[${index}]`;
    return [...refuseUnknownBucket(storage, account?.bucket, path), ...refuseWrite(account, path)];
  });

/** Rules of the section `storage`. */
export const storageRules: Rule[] = [
  storageNeedsIdentity,
  requestsAreChecked,
  bucketsDiffer,
  retentionIsLongEnough,
  addressesDiffer,
  prefixesAreHidden,
  accountsDiffer,
  accountsReachBuckets,
];
