/** Generates what the evaluator and MinIO must agree on: policies, people and their requests. */
import fc from "fast-check";
import { variable } from "../../components/storage/policy-document";
import type { StoreRequest } from "../../components/storage/store-requests";
import { type CaseDocument, caseBuckets, pick, policyDocuments } from "./policy-documents";

/** Objects of both buckets. */
export const caseObjects = ["ada/1", "ada/deep/2", "bob/1", "b?b/1", "heart/1", "top", "ä/1"] as const;

/** Claims of the people: wildcards and variables in names; groups as list, as text, in capitals, of nobody, absent. */
export const casePeople = {
  ada: { sub: "ada", upn: "ada@up", preferred_username: "Ada", groups: ["heart", "/heart/researcher"] },
  bob: {
    sub: "bob",
    upn: "bob@up",
    preferred_username: "bob",
    groups: ["/heart/checker", "/heart/researcher"],
  },
  pattern: { sub: "b?b", upn: "*", preferred_username: "*", groups: ["/HEART/checker"] },
  variable: { sub: variable("jwt:upn"), upn: "bob", preferred_username: "", groups: "heart" },
  nobody: { sub: "nobody", groups: [] },
  bare: { sub: "ada " },
  // a claim of a condition's name, and texts that are a number and a date
  claimant: { sub: "7", name: "2026-01-01T00:00:00Z", email: "1", prefix: "ada/", groups: ["b", "a"] },
} as const satisfies Record<string, Record<string, unknown>>;

/** A person of the cases. */
export type CasePerson = keyof typeof casePeople;

/** Somebody's request. */
export interface PolicyCase {
  person: CasePerson;
  request: StoreRequest;
  headers: Record<string, string>;
  query: Record<string, string>;
  sourceIp: string;
}

/** Policies that everybody has, and the cases that are tried on them. */
export interface PolicyTrial {
  policies: CaseDocument[];
  cases: PolicyCase[];
}

const bucket = pick(...caseBuckets);
const object = pick(...caseObjects);
/** Of no object: it is asked for all the same, and nothing is lost. */
const version = pick("00000000-0000-4000-8000-000000000000");

const request: fc.Arbitrary<StoreRequest> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      {
        does: pick("list", "list", "versions"),
        bucket,
        prefix: pick("", "ada/", "ada", "bob/", "b?b/", "heart/"),
        delimiter: pick("/", ""),
      },
      { requiredKeys: ["does", "bucket"] },
    ),
  },
  { weight: 5, arbitrary: fc.record({ does: pick("get", "get", "put", "delete"), bucket, object }) },
  { weight: 1, arbitrary: fc.record({ does: pick("delete version"), bucket, object, version }) },
  { weight: 1, arbitrary: fc.record({ does: pick("locate"), bucket }) },
);

/** What no client should send is among it: a condition's key as a header. */
const headers = pick<Record<string, string>>(
  ...[{}, {}, {}, {}, { Referer: "https://a.example/" }, { groups: "/heart/checker" }],
);

const policyCase: fc.Arbitrary<PolicyCase> = fc.record({
  person: pick(...(Object.keys(casePeople) as CasePerson[])),
  request,
  headers,
  query: pick<Record<string, string>>({}, { "max-keys": "1" }, { "max-keys": "5" }, { "max-keys": "10" }),
  sourceIp: pick("127.0.0.1", "192.0.2.7", "2001:db8::1", "::ffff:192.0.2.9", "unknown"),
});

/** Policies and their cases; the same for the same seed. */
export const policyTrials = (seed: number, trials: number, casesEach: number): PolicyTrial[] =>
  fc.sample(
    fc.record({
      policies: fc.tuple(policyDocuments, policyDocuments),
      cases: fc.array(policyCase, { minLength: casesEach, maxLength: casesEach }),
    }),
    { seed, numRuns: trials },
  );
