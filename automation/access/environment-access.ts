import {
  decideAccessKey,
  decideCredentials,
  longestCredentialsSeconds,
  type PolicyDecision,
  type RequestTransport,
} from "../../components/store-access";
import type { Settings } from "../../infra/settings";
import { type Endpoint, type Entry, endpointsOf, entriesOf } from "./endpoints";
import { type Decider, deciderOf, type Right, rightsOf } from "./rights";
import { type SamplePerson, samplePeople } from "./sample-people";

/** Who may do what in an environment. */
export interface EnvironmentAccess {
  /** Id of the project. */
  project: string;
  people: PersonAccess[];
  endpoints: Endpoint[];
  /** What makes somebody a person of the environment, and from where. */
  entries: Entry[];
}

/** What one of its people may do. */
export interface PersonAccess extends Pick<SamplePerson, "name" | "named" | "is"> {
  rights: Right[];
  /** Temporary credentials that live longer than the guards allow. */
  longCredentials: Guarded;
  /** An access key of one's own, which would have no end. */
  accessKey: Guarded;
  /** Names of the endpoints that they may use. */
  endpoints: string[];
}

/** Whether something is allowed that guards should deny: allowed unless a statement denies it, to those who log in. */
export interface Guarded {
  allowed: boolean;
  by?: Decider;
}

/**
 * Works out the access to an environment from its settings alone.
 * @param now by which rights with a last day are judged
 */
export function accessOf(settings: Settings, now: Date): EnvironmentAccess {
  // from inside the ranges that people must come from
  const [range = "192.0.2.1"] = settings.site.sourceRanges;
  const transport = { sourceIp: range.replace(/\/.*/, ""), time: now };
  const endpoints = endpointsOf(settings);
  return {
    project: settings.project.id,
    people: samplePeople(settings).map((person) => ({
      name: person.name,
      ...(person.named === undefined ? {} : { named: person.named }),
      is: person.is,
      rights: rightsOf(person, settings, transport),
      ...guardedOf(person, settings, transport),
      endpoints: endpoints.filter(({ usedBy }) => usedBy(person)).map(({ name }) => name),
    })),
    endpoints,
    entries: entriesOf(settings),
  };
}

function guardedOf(
  { identity, policies, comesBy }: SamplePerson,
  { storage }: Settings,
  transport: RequestTransport,
): Pick<PersonAccess, "longCredentials" | "accessKey"> {
  const none: Guarded = { allowed: false };
  if (storage === undefined || identity === undefined || comesBy === undefined)
    return { longCredentials: none, accessKey: none };
  const guarded = (decision: PolicyDecision): Guarded => ({
    allowed: decision.allowed,
    ...deciderOf(decision),
  });
  const longer = longestCredentialsSeconds + 1;
  return {
    longCredentials: comesBy === "login" ? guarded(decideCredentials(policies, longer)) : none,
    accessKey: guarded(decideAccessKey(policies, identity, transport)),
  };
}
