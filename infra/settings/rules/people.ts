import { presets } from "../presets";
import { refuseUnknownBucket, refuseWrite } from "./bucket-reference";
import { type Rule, repeated } from "./rule";

const { "ls-aai": lsAai } = presets;

const peopleNeedStorage: Rule = (settings) =>
  settings.people?.length && !("storage" in settings)
    ? [
        {
          path: "people",
          found: `a list of ${settings.people.length}`,
          allowed: "only with the section storage: they get rights in buckets",
          example: "[]",
        },
      ]
    : [];

const peopleReachBuckets: Rule = ({ storage, people }) =>
  (people ?? []).flatMap((person, index) => [
    ...refuseUnknownBucket(storage, person?.bucket, `people[${index}]`),
    ...refuseWrite(person, `people[${index}]`),
  ]);

const rightsDiffer: Rule = ({ people }) =>
  repeated(people ?? [], ({ id, bucket }) => id && bucket && `${id} ${bucket}`).map(({ index, earlier }) => ({
    path: `people[${index}]`,
    found: `the same person and bucket as people[${earlier}]`,
    allowed: "one entry for each person and bucket; write includes read",
    example: "access: write",
  }));

/** At LS AAI the user name and the e-mail address look alike, but only the id stays with the person. */
const peopleAreTheUpstreams: Rule = ({ identity, people }) =>
  (people ?? []).flatMap((person, index) =>
    identity?.upstream?.issuer === lsAai.issuer && person?.id && !person.id.endsWith(lsAai.personIdEnd)
      ? [
          {
            path: `people[${index}].id`,
            found: `"${person.id}"`,
            allowed: `the person's id at LS AAI, which ends with ${lsAai.personIdEnd}; not the user name or e-mail address`,
            example: `4f1c9b7e2d${lsAai.personIdEnd}`,
          },
        ]
      : [],
  );

const rightsEndWithTheProject: Rule = ({ project, people }) =>
  (people ?? []).flatMap((person, index) =>
    project?.expires && person?.until && person.until > project.expires
      ? [
          {
            path: `people[${index}].until`,
            found: `"${person.until}"`,
            allowed: `a day not after the project's last, ${project.expires}`,
            example: `"${project.expires}"`,
          },
        ]
      : [],
  );

/** Rules of the section `people`. */
export const peopleRules: Rule[] = [
  peopleNeedStorage,
  peopleReachBuckets,
  rightsDiffer,
  peopleAreTheUpstreams,
  rightsEndWithTheProject,
];
