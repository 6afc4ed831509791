/** What somebody may do in the buckets of an environment: one cell for each request, in each place of a bucket. */
import { bucketName } from "../../components/naming";
import {
  decideRequest,
  type PolicyDecision,
  type PolicyStatement,
  type RequestTransport,
  type StoreRequest,
  versionedRoles,
} from "../../components/store-access";
import type { Settings, StorageSettings } from "../../infra/settings";
import { bucketOf, ownName, type SamplePerson } from "./sample-people";

/** Where in a bucket; a folder is one that the settings name. */
export type Place = "root" | "own prefix" | "another's prefix" | `folder ${string}`;

/** A request as reports call it; `versions` lists earlier versions. */
export type RequestName = Exclude<StoreRequest["does"], "locate">;

/** A decision on a request in a place. */
export interface Right {
  /** Name of the bucket in the server. */
  bucket: string;
  place: Place;
  request: RequestName;
  allowed: boolean;
  /** Statement that decides; absent where there is none, so that it is not allowed. */
  by?: Decider;
}

/** Whether both are about the same request in the same place. */
export const isSame = (one: Right, other: Right): boolean =>
  one.bucket === other.bucket && one.place === other.place && one.request === other.request;

/** A statement of a policy. */
export interface Decider {
  /** Name of the policy in the server. */
  policy: string;
  sid: string;
  /** Last day on which it holds, ISO date. @default no end */
  until?: string;
}

/** Every right that somebody has or lacks, buckets in the order of the settings. */
export function rightsOf(person: SamplePerson, settings: Settings, transport: RequestTransport): Right[] {
  const { storage, project } = settings;
  return (storage?.buckets ?? []).flatMap(({ role, name }) => {
    const bucket = bucketName(project.id, role, name);
    const requests = versionedRoles.includes(role) ? everyRequest : everyRequest.filter(isWithoutVersions);
    return placesIn(storage, role, name).flatMap((place) =>
      requests
        .filter((request) => place !== "root" || isListing(request))
        .map((request): Right => {
          const decision = decideFor(person, requestTo(request, bucket, place), transport);
          return { bucket, place, request, allowed: decision.allowed, ...deciderOf(decision) };
        }),
    );
  });
}

const everyRequest: readonly RequestName[] = ["list", "versions", "get", "put", "delete", "delete version"];

const isListing = (request: RequestName): request is "list" | "versions" =>
  request === "list" || request === "versions";

const isWithoutVersions = (request: RequestName): boolean => !request.includes("version");

/** Buckets have no policies of their own, which is all that somebody without credentials could come in by. */
const decideFor = (
  { identity, policies }: SamplePerson,
  request: StoreRequest,
  transport: RequestTransport,
): PolicyDecision =>
  identity === undefined ? { allowed: false } : decideRequest(policies, identity, request, transport);

function placesIn(storage: StorageSettings | undefined, role: string, name: string | undefined): Place[] {
  const folders = (storage?.serviceAccounts ?? []).flatMap(({ bucket, prefix = "" }): Place[] => {
    const account = bucketOf(bucket);
    return prefix !== "" && account.role === role && account.name === name ? [`folder ${prefix}`] : [];
  });
  return ["root", "own prefix", "another's prefix", ...new Set(folders)];
}

function requestTo(request: RequestName, bucket: string, place: Place): StoreRequest {
  const prefix = prefixOf(place);
  // level by level, as tools go through a bucket
  if (isListing(request))
    return { does: request, bucket, prefix, ...(prefix === "" ? { delimiter: "/" } : {}) };
  const object = `${prefix}object`;
  return request === "delete version"
    ? { does: request, bucket, object, version: "1" }
    : { does: request, bucket, object };
}

function prefixOf(place: Place): string {
  if (place === "root") return "";
  if (place === "own prefix") return `${ownName}/`;
  return place === "another's prefix" ? "another-name/" : place.replace(/^folder /, "");
}

/** How reports name the statement of a decision. */
export function deciderOf({ by }: PolicyDecision): { by?: Decider } {
  if (by === undefined) return {};
  const { policy, statement } = by;
  const until = lastDayOf(statement);
  return { by: { policy, sid: statement.Sid ?? "", ...(until === undefined ? {} : { until }) } };
}

/** A right by name ends with the midnight after its last day. */
function lastDayOf({ Condition }: PolicyStatement): string | undefined {
  const end = Condition?.DateLessThan?.["aws:CurrentTime"];
  if (end === undefined) return undefined;
  return new Date(Date.parse(String(end)) - 1).toISOString().slice(0, 10);
}
